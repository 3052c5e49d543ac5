import re

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, Reset, Submit
from django import forms
from django.template import Context, Template

WHEN = [("noon", "After noon"), ("evening", "In the evening")]


class Visit(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(help_text="What shall we call you?")
    phone = forms.CharField(required=False)
    when = forms.ChoiceField(choices=WHEN, widget=forms.RadioSelect, help_text="Once.")
    days = forms.MultipleChoiceField(
        choices=WHEN, widget=forms.CheckboxSelectMultiple, required=False
    )
    between = forms.SplitDateTimeField(required=False)
    agreed = forms.BooleanField(label="I agree", help_text="To the rules.")

    def clean(self):
        raise forms.ValidationError("Nothing is booked yet.")


def as_filter(form):
    source = "{% load crispy_forms_tags %}{{ form|crispy }}"
    return Template(source).render(Context({"form": form}))


def as_tag(form, helper):
    form.helper = helper
    source = "{% load crispy_forms_tags %}{% crispy form %}"
    return Template(source).render(Context({"form": form, "csrf_token": "abc"}))


def tags(html, name):
    return re.findall(rf"<{name}\b[^>]*>", html)


def the_one(html, name, part):
    [found] = [tag for tag in tags(html, name) if part in tag]
    return found


def test_every_description_that_is_named_exists():
    html = as_filter(Visit({"name": ""}))

    named = " ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split()

    assert set(named) == {
        "id_name_helptext",
        "id_name_error",
        "id_when_helptext",
        "id_when_error",
        "id_agreed_helptext",
        "id_agreed_error",
    }
    assert all(html.count(f'id="{name}"') == 1 for name in named)


def test_no_id_is_given_twice():
    html = as_filter(Visit({"name": ""}))

    ids = re.findall(r'\bid="([^"]+)"', html)

    assert sorted(ids) == sorted(set(ids))


def test_every_label_points_at_a_control():
    html = as_filter(Visit())

    labelled = re.findall(r'<label[^>]* for="([^"]+)"', html)

    assert {"id_name", "id_phone", "id_when_1", "id_days_0"} <= set(labelled)
    assert all(f'id="{name}"' in html for name in labelled)


@pytest.mark.parametrize(("group", "count"), [("when", 2), ("days", 2)])
def test_a_group_of_choices_is_a_fieldset_whose_rows_are_labels(group, count):
    html = as_filter(Visit())

    [fieldset] = re.findall(rf'<fieldset[^>]*id="id_{group}".*?</fieldset>', html, re.S)

    assert len(tags(fieldset, "legend")) == 1
    assert len(re.findall(r'<label class="choice choice-boxed"', fieldset)) == count
    assert len(tags(fieldset, "input")) == count


def test_a_group_is_described_as_a_whole():
    html = as_filter(Visit({"name": "Ada"}))

    fieldset = the_one(html, "fieldset", 'id="id_when"')

    assert 'aria-describedby="id_when_helptext id_when_error"' in fieldset


def test_a_control_of_several_parts_is_a_fieldset_too():
    html = as_filter(Visit())

    [fieldset] = re.findall(r'<fieldset[^>]*id="id_between".*?</fieldset>', html, re.S)

    assert len(tags(fieldset, "input")) == 2


def test_what_is_wrong_is_said_on_its_control():
    html = as_filter(Visit({"name": "", "phone": "01"}))

    assert 'aria-invalid="true"' in the_one(html, "input", 'id="id_name"')
    assert "aria-invalid" not in the_one(html, "input", 'id="id_phone"')


def test_what_may_be_left_out_says_so():
    html = as_filter(Visit())

    optional = re.findall(r'>(\w+) <span class="optional">', html)

    assert optional == ["Phone", "Days", "Between"]


def test_the_summary_links_to_every_control_that_is_wrong():
    html = as_filter(Visit({"name": ""}))

    [summary] = re.findall(r'<div class="errors.*?</div>', html, re.S)

    links = re.findall(r'href="#([^"]+)"', summary)
    assert links == ["id_name", "id_when_0", "id_agreed"]
    assert "Nothing is booked yet." in summary
    assert summary.count("<li>") == 5  # the three, the form's own, and the hidden key


def test_the_summary_is_announced_and_can_take_the_focus():
    html = as_filter(Visit({}))

    summary = the_one(html, "div", 'role="alert"')

    assert 'tabindex="-1"' in summary
    assert 'aria-labelledby="form_errors_title"' in summary
    assert '<h2 id="form_errors_title">There is a problem</h2>' in html


def test_two_forms_on_a_page_have_summaries_of_their_own():
    html = as_filter(Visit({}, prefix="talk")) + as_filter(Visit({}))

    assert html.count('id="talk_errors_title"') == 1
    assert html.count('id="form_errors_title"') == 1


def test_a_form_nobody_has_sent_has_no_summary():
    assert 'role="alert"' not in as_filter(Visit())


def test_what_was_typed_stays_and_stays_text():
    html = as_filter(Visit({"name": '"><script>alert(1)</script>'}))

    assert "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script" not in html


def test_the_tag_writes_the_form_its_token_and_its_button():
    helper = FormHelper()
    helper.form_action = "/find/"
    helper.add_input(Submit("send", "Send me a link"))
    helper.add_input(Reset("reset", "Start over"))

    html = as_tag(Visit(), helper)

    assert tags(html, "form") == ['<form  action="/find/" method="post">']
    assert 'name="csrfmiddlewaretoken" value="abc"' in html
    assert 'name="send" value="Send me a link"' in the_one(html, "button", "submit")
    assert "button-quiet" in the_one(html, "button", "reset")


def test_a_form_asked_by_get_carries_no_token():
    helper = FormHelper()
    helper.form_method = "get"

    html = as_tag(Visit(), helper)

    assert "csrfmiddlewaretoken" not in html


def test_a_layout_groups_fields_and_keeps_the_summary():
    helper = FormHelper()
    helper.layout = Layout(
        Fieldset("About you", "name", "phone", css_id="about"),
        Div("agreed", css_class="panel"),
    )

    html = as_tag(Visit({"name": ""}), helper)

    [fieldset] = re.findall(r'<fieldset[^>]*id="about".*?</fieldset>', html, re.S)
    assert '<legend class="serif">About you</legend>' in fieldset
    assert 'id="id_name"' in fieldset
    assert 'id="id_agreed"' not in fieldset
    assert the_one(html, "div", 'class="panel"')
    assert 'role="alert"' in html


def test_labels_that_are_not_shown_are_still_read():
    helper = FormHelper()
    helper.form_show_labels = False

    html = as_tag(Visit(), helper)

    assert 'class="hide-words"' in the_one(html, "label", 'for="id_name"')
