"""Revisions: who changed what and when, to be read, and to be brought back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from education.actions import Refused, keep, restore
from education.admin.history import changed, in_words, revisions
from education.body import clean
from education.models import Article, Citation, WordToAvoid
from tests.admin.pages import signed_in
from tests.education.factories import BODY, make_article, make_draft
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def rewritten(article, by, **fields):
    for name, value in fields.items():
        setattr(article, name, value)
    return keep(article, by=by, now=LATER)


def test_a_revision_says_who_when_and_which_words():
    by = make_user(name="Mina Tal")
    article = make_draft(title="Tea", body="<p>Warm tea calms.</p>")
    rewritten(article, by, title="Evening tea", body="<p>Warm milk calms.</p>")

    latest = revisions(article)[0]

    assert (latest.by, latest.at, latest.what) == ("Mina Tal", LATER, "Changed")
    assert [(str(name), words) for name, words in latest.changes] == [
        ("title", "<del>Tea</del> <ins>Evening tea</ins>"),
        ("text", "Warm <del>tea</del> <ins>milk</ins> calms."),
    ]


def test_a_text_is_read_as_words_with_its_marks():
    body = (
        "<h2>Tea</h2>\n<ul><li>Mint &amp; milk</li></ul>\n"
        '<p><span data-evidence="tip" data-studies="e1">Calm.</span></p>\n'
        '<p data-book="neck-60"></p>'
    )

    assert in_words(body) == "Tea\nMint & milk\n[tip e1: Calm.]\n[book neck-60]"


def test_what_was_typed_is_never_markup_in_a_diff():
    told = changed("<b>old</b>", "<script>new</script> & more")

    assert "<script>" not in told
    assert "&lt;script&gt;new&lt;/script&gt; &amp; more" in told


def test_long_stretches_that_stayed_are_cut():
    told = changed("word " * 500 + "old", "word " * 500 + "new")

    assert told.count("word") < 50
    assert "…" in told


def test_the_words_come_back_as_a_new_revision_and_the_state_stays():
    by = make_user()
    article = make_article(title="Tea")
    first = article.revisions.get().pk
    rewritten(article, by, title="Coffee", body="<p>Other.</p>", slug="coffee")

    restore(article, first, by=by, now=LATER + timedelta(hours=1))

    article = Article.objects.get()
    assert (article.title, article.slug) == ("Tea", "coffee")
    assert article.body == clean(BODY)
    assert article.status == "published"
    assert article.revisions.count() == 3
    assert Citation.objects.get().study.slug == "e46"
    assert "Brought back" in article.revisions.latest().history_change_reason


def test_a_revision_of_another_article_is_not_brought_back():
    other = make_article().revisions.get().pk

    with pytest.raises(Refused):
        restore(make_article(), other, by=make_user(), now=NOW)


def test_words_that_could_not_be_published_do_not_come_back_to_the_site():
    by = make_user()
    article = make_article(body="<p>Massage cures pain.</p>")
    first = article.revisions.get().pk
    rewritten(article, by, body="<p>Massage is a pleasure.</p>")
    WordToAvoid.objects.create(words="cure", reason="Nothing we do cures.")

    with pytest.raises(Refused, match="Not saved"):
        restore(article, first, by=by, now=LATER)

    assert Article.objects.get().body == "<p>Massage is a pleasure.</p>"


def test_the_page_of_revisions_is_for_who_may_read_articles(client):
    article = make_article()
    address = reverse("admin:education_article_history", args=[article.pk])
    signed_in(client, role="Editor")
    allowed = client.get(address)
    signed_in(client, role="Front desk")

    assert allowed.status_code == 200
    assert "style=" not in allowed.content.decode().split("<main")[-1]
    assert client.get(address).status_code == 403


def test_it_is_restored_by_a_post_from_the_page(client):
    by = signed_in(client, role="Editor")
    article = make_draft(title="Tea")
    first = article.revisions.get().pk
    rewritten(article, by, title="Coffee")
    address = reverse("admin:education_article_restore", args=[article.pk, first])

    refused = client.get(address)
    client.post(address)

    assert refused.status_code == 405
    assert Article.objects.get().title == "Tea"
