"""From draft to the site: who may do what, and that it is written down."""

from datetime import date, timedelta

import pytest

from education.actions import (
    Refused,
    ask_for_review,
    confirm_review,
    keep,
    note_outside_review,
    publish,
    send_back,
    unpublish,
)
from education.models import Article, Citation
from tests.education.factories import make_article, make_draft, make_study
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def mina():
    return make_user(role="Editor", name="Mina Tal")


@pytest.fixture
def anna():
    return make_user(role="Editor", name="Anna Prior")


def what_happened(article):
    rows = article.revisions.order_by("history_date", "history_id")
    return [(row.history_change_reason, row.history_user) for row in rows]


def test_one_asks_another_who_reads_it_and_stands_by_it(mina, anna):
    article = make_draft(written_by=mina)

    ask_for_review(article, anna, by=mina, now=NOW)
    done = confirm_review(article, profession="GP", by=anna, now=NOW, today=TODAY)

    assert (done.status, done.reviewer) == ("in_review", "Anna Prior, GP")
    assert done.reviewed_on == TODAY
    assert done.review_due == TODAY + timedelta(days=365)
    assert not done.changed_since_review
    assert what_happened(article)[1:] == [
        ("Review asked of Anna Prior", mina),
        ("Reviewed", anna),
    ]


def test_nobody_reviews_their_own_words(mina, anna):
    mine = make_draft(written_by=mina)
    in_my_name = make_draft(author="mina  tal, massage therapist", written_by=anna)

    for article in (mine, in_my_name):
        with pytest.raises(Refused, match="other than the author"):
            ask_for_review(article, mina, by=mina, now=NOW)


def test_only_who_may_review_is_asked(mina):
    article = make_draft(written_by=mina)
    desk = make_user(role="Front desk")
    gone = make_user(role="Editor", is_active=False)

    for person in (desk, gone):
        with pytest.raises(Refused, match="may not review"):
            ask_for_review(article, person, by=mina, now=NOW)


def test_only_who_was_asked_confirms(mina, anna):
    article = make_draft(written_by=mina)
    ask_for_review(article, anna, by=mina, now=NOW)
    other = make_user(role="Editor")

    for person in (mina, other):
        with pytest.raises(Refused, match="Somebody else was asked"):
            confirm_review(article, profession="GP", by=person, now=NOW, today=TODAY)


def test_it_goes_back_to_its_author_with_a_reason(mina, anna):
    article = make_draft(written_by=mina)
    ask_for_review(article, anna, by=mina, now=NOW)

    back = send_back(article, why="The dose is missing", by=anna, now=NOW)

    assert (back.status, back.asked) == ("draft", None)
    assert what_happened(article)[-1] == ("Sent back: The dose is missing", anna)


def outside(article, by, **given):
    wanted = {"name": "Dr Ruth Ames", "profession": "GP", "on": date(2026, 12, 1)}
    return note_outside_review(article, **(wanted | given), by=by, now=NOW, today=TODAY)


def test_in_a_clinic_of_one_somebody_from_outside_reviews(mina):
    article = make_draft(written_by=mina)

    done = publish(outside(article, mina), by=mina, now=NOW)

    assert (done.reviewer, done.reviewed_on) == ("Dr Ruth Ames, GP", date(2026, 12, 1))
    assert done.status == "published"


@pytest.mark.parametrize(
    "given",
    [
        {"name": "Mina Tal"},
        {"name": " mina tal "},
        {"profession": " "},
        {"on": TODAY + timedelta(days=1)},
    ],
)
def test_an_outside_review_names_another_a_profession_and_a_day_past(mina, given):
    with pytest.raises(Refused):
        outside(make_draft(author="Somebody", written_by=mina), mina, **given)


def test_a_review_is_of_these_words_and_no_others(mina):
    article = outside(make_draft(written_by=mina), mina)
    article.body = "<p>Other words.</p>"

    assert article.changed_since_review


def test_one_publishes_for_a_later_hour(mina):
    article = make_article(status="draft")

    publish(article, by=mina, now=NOW, at=NOW + AN_HOUR)

    assert not Article.objects.published(NOW).exists()
    assert Article.objects.published(NOW + AN_HOUR).get() == article
    assert what_happened(article)[-1] == ("Set to be published later", mina)


def test_an_hour_past_is_now(mina):
    article = publish(make_article(status="draft"), by=mina, now=NOW, at=NOW - AN_HOUR)

    assert article.publish_at == NOW


def test_publishing_what_is_published_keeps_its_day(mina):
    article = make_article(publish_at=NOW - AN_HOUR)

    assert publish(article, by=mina, now=NOW).publish_at == NOW - AN_HOUR


def test_one_without_a_review_is_not_published(mina):
    with pytest.raises(Refused, match="mended first"):
        publish(make_draft(), by=mina, now=NOW)


def test_one_takes_it_off_the_site_and_its_review_stays(mina):
    article = unpublish(make_article(), by=mina, now=NOW)

    assert article.status == "draft"
    assert article.is_reviewed
    with pytest.raises(Refused):
        unpublish(article, by=mina, now=NOW)


def test_what_is_published_is_not_asked_about(mina, anna):
    with pytest.raises(Refused, match="Take it off"):
        ask_for_review(make_article(), anna, by=mina, now=NOW)


def test_what_the_text_names_is_cited_in_its_order(mina):
    for slug in ("e02", "e01"):
        make_study(slug=slug)
    marks = '<p><span data-evidence="good" data-studies="{}">So.</span></p>'
    article = make_draft()
    article.body = marks.format("e02 e99 e01") + marks.format("e02 e46")

    keep(article, by=mina, now=NOW)

    cited = Citation.objects.filter(article=article)
    assert list(cited.values_list("study__slug", "place")) == [
        ("e02", 1),
        ("e01", 2),
        ("e46", 3),
    ]
