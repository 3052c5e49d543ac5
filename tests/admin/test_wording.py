import pytest
from django.urls import reverse

from booking.messages.mail import mail_for
from booking.messages.wording import WORDS
from booking.models import Message, Treatment, Wording
from tests.admin.pages import signed_in
from tests.factories import NOW, make_user
from tests.messages.rows import make_booked, make_message

pytestmark = pytest.mark.django_db

Kind = Message.Kind
PAGE = "admin:booking_wording_change"


@pytest.fixture
def booked():
    return make_booked(name="Fernlight", getting_there="The green door.")


def page(kind=Kind.CONFIRMED):
    return reverse(PAGE, args=[kind])


def typed(client, **changes):
    """What the page's form would post."""
    form = client.get(page()).context["form"]
    return {bound.html_name: bound.value() for bound in form} | changes


def test_every_kind_of_mail_is_listed_with_its_page(client, booked):
    signed_in(client, role="Manager")

    listed = client.get(reverse("admin:booking_wording_changelist"))

    for kind in WORDS:
        assert f'href="{page(kind)}"' in listed.text
        assert client.get(page(kind)).status_code == 200, kind


def test_a_preview_shows_the_mail_and_keeps_nothing(client, booked):
    signed_in(client, role="Manager")
    data = typed(
        client, subject="See you {when}", lines="# Soon\n- <b>Tea</b>\n- {way}"
    )

    shown = client.post(page(), data | {"preview": "1"})

    assert shown.status_code == 200
    assert "See you Tuesday 8 December, 19:00" in shown.text
    assert "<li>&lt;b&gt;Tea&lt;/b&gt;</li>" in shown.text
    assert "<li>The green door.</li>" in shown.text
    assert "With Rowan Blythe" in shown.text
    assert "style=" not in shown.text.partition("mail-preview")[2]
    assert not Wording.objects.exists()


def test_what_is_saved_is_what_the_next_mail_says(client, booked):
    manager = signed_in(client, role="Manager")
    data = typed(client, subject="See you {when}", lines="Dear guest,\r\n\r\ncome.")

    saved = client.post(page(), data | {"save": "1"}, follow=True)

    kept = Wording.objects.get()
    mail = mail_for(make_message(kind=Kind.CONFIRMED, appointment=booked), now=NOW)
    assert "Saved" in saved.text
    assert (kept.texts, kept.changed_by) == (
        {"subject": "See you {when}", "lines": "Dear guest,\n\ncome."},
        manager,
    )
    assert mail.subject == "See you Tuesday 8 December, 19:00"
    assert "Dear guest,\n\ncome." in mail.body
    assert manager.name in client.get(page()).text


def test_saving_what_stands_there_already_makes_no_version(client, booked):
    signed_in(client, role="Manager")

    client.post(page(), typed(client) | {"save": "1"})

    assert not Wording.objects.exists()


@pytest.mark.parametrize(
    "value",
    ["Your massage", "{nothing}", "a\0b", "9" * 5000, "x\r\nBcc: all@evil.example"],
)
def test_what_may_not_be_said_is_shown_and_not_saved(client, booked, value):
    signed_in(client, role="Manager")

    answer = client.post(page(), typed(client, subject=value) | {"save": "1"})

    assert answer.status_code == 422
    assert answer.context["form"].errors["subject"]
    assert not Wording.objects.exists()


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 5000, "\0"])
def test_nonsense_for_the_version_seen_saves_nothing(client, booked, seen):
    signed_in(client, role="Manager")

    answer = client.post(page(), typed(client, subject="Hello", seen=seen, save="1"))

    assert answer.status_code == 422
    assert not Wording.objects.exists()


def test_of_two_who_change_it_at_once_the_second_is_told(client, booked):
    signed_in(client, role="Manager")
    data = typed(client, subject="Mine")
    Wording.objects.keep(
        Kind.CONFIRMED, {"subject": "Theirs"}, seen=0, by=make_user(), now=NOW
    )

    answer = client.post(page(), data | {"save": "1"})

    assert answer.status_code == 409
    assert "somebody else has changed these words" in answer.text
    assert Wording.objects.get().subject == "Theirs"


def test_the_sites_own_words_come_back_by_a_post_alone(client, booked):
    signed_in(client, role="Manager")
    client.post(page(), typed(client, subject="Mine") | {"save": "1"})
    back = reverse("admin:booking_wording_put_back", args=[Kind.CONFIRMED])

    looked = client.get(back)
    pressed = client.post(back, follow=True)

    latest = Wording.objects.latest_of(Kind.CONFIRMED)
    assert looked.status_code == 405
    assert "has the site’s own words again" in pressed.text
    assert (latest.number, latest.texts) == (2, {})
    assert "Mine" in pressed.text  # among the versions


def test_words_that_a_new_name_has_taken_out_are_said_to_be_out(client, booked):
    signed_in(client, role="Manager")
    client.post(page(), typed(client, subject="The lantern hour") | {"save": "1"})
    Treatment.objects.update(name="Lantern")

    listed = client.get(reverse("admin:booking_wording_changelist"))
    opened = client.get(page())
    told = client.get(reverse("calendar:message_list"))

    assert "The clinic’s own words are left out" in told.text
    assert "Yours are left out of the e-mails" in listed.text
    assert "“lantern” tells something" in opened.text


@pytest.mark.parametrize(
    "role", ["Therapist", "Lead therapist", "Front desk", "Editor"]
)
def test_only_who_edits_the_clinic_edits_its_words(client, booked, role):
    signed_in(client, role=role)
    back = reverse("admin:booking_wording_put_back", args=[Kind.CONFIRMED])

    answers = [
        client.get(reverse("admin:booking_wording_changelist")),
        client.get(page()),
        client.post(page(), {"subject": "Mine", "seen": "0", "save": "1"}),
        client.post(back),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert not Wording.objects.exists()


def test_an_unknown_kind_is_a_missing_page(client, booked):
    signed_in(client, role="Manager")

    for kind in ("nothing", "ring", "1", "a%00b"):
        url = reverse("admin:booking_wording_changelist") + f"{kind}/change/"
        assert client.get(url).status_code == 404, kind
        assert client.post(url, {"save": "1"}).status_code == 404, kind
