"""An article's own page."""

import re
from datetime import timedelta

import pytest

from booking.models import Questionnaire
from booking.models.questionnaires import parsed
from booking.screening.vocabulary import LOCKED_SECTION
from education.models import Article, Comment, OldSlug, ReadingRoom
from tests.education.factories import (
    make_article,
    make_comment,
    make_picture,
    make_study,
)
from tests.factories import (
    NOW,
    make_clinic,
    make_evening,
    make_questionnaire,
)
from tests.public.pages import html, links, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]
MOST_QUERIES = 8
CLAIM = '<p><span data-evidence="{}" data-studies="{}">It helps.</span></p>'


def article_page(client, **fields):
    article = make_article(**fields)
    return client.get(article.get_absolute_url())


def test_it_says_who_wrote_and_who_reviewed_it(client):
    page = article_page(
        client, author="Rowan Blythe", updated_at=NOW + timedelta(days=1)
    )

    said = words(page)
    assert "By Rowan Blythe." in said
    assert "Health review by Dr Anna Prior, GP, 21 October 2026." in said
    assert "Published 7 December 2026, updated 8 December 2026." in said


@pytest.mark.parametrize(("letters", "said"), [(1, "1 minute"), (5_300, "5 minutes")])
def test_the_list_and_the_page_tell_the_same_reading_time(client, letters, said):
    make_article(slug="long", body=f"<p>{'a' * letters}</p>")

    assert f" {said}" in words(client.get("/articles/"))
    assert f" {said}." in words(client.get("/articles/long/"))


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Article.Status.DRAFT},
        {"status": Article.Status.IN_REVIEW},
        {"publish_at": NOW + timedelta(seconds=1)},
    ],
)
@pytest.mark.parametrize("path", ["", "reply/", "reply/thanks/"])
def test_what_is_not_out_yet_is_not_found(client, fields, path):
    make_article(slug="not-yet", **fields)

    assert client.get(f"/articles/not-yet/{path}").status_code == 404


def test_an_earlier_address_leads_to_the_one_it_has_now(client):
    article = make_article(slug="now")
    OldSlug.objects.create(slug="before", article=article)

    answer = client.get("/articles/before/")

    assert (answer.status_code, answer["Location"]) == (301, "/articles/now/")


def test_an_earlier_address_of_what_was_taken_back_is_not_found(client):
    article = make_article(slug="now", status=Article.Status.DRAFT)
    OldSlug.objects.create(slug="before", article=article)

    assert client.get("/articles/before/").status_code == 404


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("good", "Good evidence"),
        ("some", "Some evidence"),
        ("early", "Early days"),
        ("tip", "Comfort tip"),
        ("myth", "Myth check"),
    ],
)
def test_a_claim_says_how_sure_we_are_and_leads_to_its_studies(client, label, said):
    make_study(slug="e07", title="Warm evenings")

    page = article_page(client, body=CLAIM.format(label, "e07"), study=False)

    assert f"It helps. {said} study 1" in words(page)
    assert "#study-e07" in links(page)
    assert '<details class="study" id="study-e07">' in html(page)
    assert "Warm evenings" in words(page)


def test_a_study_nobody_has_confirmed_is_not_cited(client):
    make_study(slug="e07", title="Warm evenings", confirmed=False)

    page = article_page(client, body=CLAIM.format("some", "e07"), study=False)

    assert "Some evidence" in words(page)
    assert "Warm evenings" not in words(page)
    assert "#study-e07" not in links(page)


def test_contents_lead_to_each_section_and_fold_single_questions(client):
    body = (
        "<h2>First</h2><p>One.</p>"
        '<h3 id="pregnancy">Pregnancy</h3><p>Two.</p><h3>No address</h3><p>Three.</p>'
    )

    page = article_page(client, body=body)

    contents = re.search(r'<nav class="toc".*?</nav>', html(page), re.DOTALL).group()
    open_part, folded = contents.split("<details")
    assert 'href="#first"' in open_part
    assert 'href="#pregnancy"' in folded
    assert "No address" not in contents


def test_steps_are_numbered_apart_from_the_steps_of_a_booking(client):
    page = article_page(client, body='<ol class="steps"><li>Lamps low.</li></ol>')

    assert '<ol class="numbered">' in html(page)
    assert 'class="steps"' not in html(page)


def test_the_six_are_the_ones_the_booking_asks(client):
    make_clinic()
    make_questionnaire()
    document = parsed(Questionnaire.objects.published())
    six = next(s for s in document.sections if s.key == LOCKED_SECTION).items

    page = article_page(client, body='<div data-conditions="six"></div>')

    assert len(six) == 6
    assert all(item.text in words(page) for item in six)


def test_a_treatment_is_named_with_its_price_and_a_way_to_book(client):
    treatment, *_others = make_evening(slug="heat-and-massage-60")

    page = article_page(client, body='<p data-book="heat-and-massage-60"></p>')

    assert f"{treatment.name} 60 minutes, £" in words(page)
    assert "/book/heat-and-massage-60/" in links(page)
    assert 'data-next="/treatments/heat-and-massage-60/next/"' in html(page)
    assert "/treatments/heat-and-massage-60/#times" in links(page)


def test_a_treatment_that_is_not_offered_is_not_named(client):
    treatment, *_others = make_evening(slug="heat-and-massage-60")
    treatment.active = False
    treatment.save()

    page = article_page(client, body='<p data-book="heat-and-massage-60"></p>')

    assert page.status_code == 200
    assert "book-this" not in html(page)


def test_the_treatments_it_belongs_to_are_named_while_they_are_offered(client):
    treatment, *_others = make_evening(slug="heat-and-massage-60")
    named = ["heat-and-massage-60", "not-offered"]

    page = article_page(client, treatments=named)

    assert f"Sessions this is about: {treatment.name} ." in words(page)
    assert "/treatments/heat-and-massage-60/" in links(page)
    assert "not-offered" not in html(page)


def test_the_emergency_number_is_the_clinics(client):
    make_clinic(emergency_number="112 & 911")

    page = article_page(client, body="<p>Call {emergency_number} at once.</p>")

    assert "Call 112 & 911 at once." in words(page)
    assert "{emergency_number}" not in html(page)
    assert "112 & 911" not in html(page)


def test_it_says_that_it_is_no_medical_advice(client):
    make_clinic(emergency_number="112")

    said = words(article_page(client))

    assert "Not medical advice" in said
    assert "If you feel very unwell, call 112." in said


def test_related_articles_are_offered_once_they_are_out(client):
    out = make_article(slug="out")
    draft = make_article(slug="draft", status=Article.Status.DRAFT)
    article = make_article(slug="this")
    article.related.set([out, draft])

    found = links(client.get("/articles/this/"))

    assert "/articles/out/" in found
    assert "/articles/draft/" not in found


def test_only_approved_replies_are_shown_and_never_an_address(client):
    article = make_article()
    make_comment(article=article, text="Good.", state="approved", email="")
    make_comment(article=article, text="Waiting.", email="hannah@whitlock.example")
    make_comment(article=article, text="Refused.", state="refused", email="")

    page = client.get(article.get_absolute_url())

    assert "Good." in words(page)
    assert "Waiting." not in words(page)
    assert "Refused." not in words(page)
    assert "whitlock" not in html(page)


def test_what_a_reader_wrote_is_shown_as_they_typed_it(client):
    article = make_article()
    make_comment(article=article, text="<b>1 < 2</b>", state="approved", email="")

    page = client.get(article.get_absolute_url())

    assert "&lt;b&gt;1 &lt; 2&lt;/b&gt;" in html(page)


def test_where_replies_are_closed_nobody_is_asked_for_one(client):
    article = make_article()
    make_comment(article=article, text="Still here.", state="approved", email="")
    ReadingRoom.objects.create(replies_open=False)

    page = client.get(article.get_absolute_url())

    assert "Still here." in words(page)
    assert "Leave a reply" not in words(page)


def test_a_picture_at_the_top_has_its_size_and_is_what_a_shared_link_shows(client):
    picture = make_picture(alt="Two towels")

    page = article_page(client, lead=picture, drawing="massage-and-sleep")

    [image] = re.findall(r'<img [^>]*alt="Two towels"[^>]*>', html(page))
    assert f'width="{picture.width}" height="{picture.height}"' in image
    assert "lazy" not in image
    shared = re.search(r'property="og:image" content="([^"]+)"', html(page)).group(1)
    assert shared.startswith("http://testserver/pictures/")
    assert client.get(shared)["Content-Type"] == "image/webp"
    assert 'role="img"' not in html(page)


def everything(slug="full"):
    make_evening(slug="heat-and-massage-60")
    for key in ("e01", "e02", "e03"):
        make_study(slug=key)
    body = (
        "<h2>One</h2>" + CLAIM.format("some", "e01 e02") + CLAIM.format("good", "e03")
    )
    body += '<div data-conditions="six"></div><p data-book="heat-and-massage-60"></p>'
    body += '<p data-book="parasympathetic-evening-60"></p>'
    body += f'<img data-picture="{make_picture().name}">'
    article = make_article(slug=slug, body=body, treatments=["heat-and-massage-60"])
    for number in range(3):
        article.related.add(make_article(slug=f"more-{number}"))
        make_comment(article=article, state=Comment.State.APPROVED, email="")
    return article


def test_it_asks_the_database_little(client, django_assert_max_num_queries):
    article = everything()
    client.get(article.get_absolute_url())  # the health check is parsed once, for all

    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get(article.get_absolute_url())

    assert page.status_code == 200


def test_a_second_look_is_answered_in_a_word_and_a_change_in_full(client):
    article = everything()
    first = client.get(article.get_absolute_url())

    second = client.get(
        article.get_absolute_url(), headers={"If-None-Match": first["ETag"]}
    )
    Article.objects.filter(pk=article.pk).update(title="Another title")
    third = client.get(
        article.get_absolute_url(), headers={"If-None-Match": first["ETag"]}
    )

    assert (second.status_code, second.content) == (304, b"")
    assert third.status_code == 200


def test_it_is_the_same_for_everyone_and_may_be_kept(client, django_user_model):
    article = everything()
    client.force_login(django_user_model.objects.create(email="ines@vesper.example"))

    page = client.get(article.get_absolute_url())

    assert page["Cache-Control"] == "public, no-cache"
    assert page.get("Vary", "Accept-Encoding") == "Accept-Encoding"
    assert not page.cookies
    assert "<form" not in html(page)
    assert "csrfmiddlewaretoken" not in html(page)


@pytest.mark.parametrize("slug", ["a" * 5_000, "%00", "%ED%A0%80", "a'--", ".."])
def test_an_address_that_means_nothing_is_not_found(client, slug):
    assert client.get(f"/articles/{slug}/").status_code == 404
