"""What an article should mend: each finding comes, and goes when it is mended."""

import pytest

from education.actions import Refused, publish, set_aside
from education.findings import effect_claims, findings, word_pattern
from education.management.articles import load
from education.models import Article, OldSlug, SetAside, WordToAvoid
from education.sentences import sentences
from tests.education.factories import (
    make_article,
    make_draft,
    make_picture,
    make_study,
)
from tests.factories import NOW, make_clinic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def words():
    for said in ("cure", "lower cortisol", "reset the nervous system"):
        WordToAvoid.objects.create(words=said, reason="No.", instead="may help")


def found(body, **fields):
    """(kind, grave) of what is found in a reviewed article with this text."""
    article = make_article(body=body, **fields)
    return [(f.kind, f.grave) for f in findings(article, now=NOW)]


def test_the_starting_articles_have_nothing_grave():
    make_clinic()
    load(now=NOW)

    grave = {
        article.slug: [f for f in findings(article, now=NOW) if f.grave]
        for article in Article.objects.all()
    }

    assert len(grave) == 8
    assert {slug: those for slug, those in grave.items() if those} == {}


def test_the_list_of_words_comes_once_and_then_is_the_staffs_own():
    make_clinic()
    load(now=NOW)
    WordToAvoid.objects.get(words="detox").delete()
    load(now=NOW)

    assert WordToAvoid.objects.count() == 13


def test_an_honest_article_has_none():
    assert found("<p>Rest is a skill.</p>") == []


@pytest.mark.parametrize(
    "text",
    [
        "Massage cures pain.",
        "It cured him.",
        "No curing here.",
        "It lowers your cortisol.",
        "Resetting the nervous system, they say.",
    ],
)
def test_a_word_to_avoid_is_grave(words, text):
    assert found(f"<p>{text}</p>")[0] == ("word", True)


@pytest.mark.parametrize(
    "text",
    [
        "Be secure, and procure tea.",
        "The curtain is lower.",
        "Cortisol is lower.",
        '<span data-evidence="myth">Massage cures nothing.</span>',
    ],
)
def test_other_words_and_myth_checks_are_not(words, text):
    assert found(f"<p>{text}</p>") == []


def test_title_and_summary_are_read_too(words):
    told = found("<p>Rest.</p>", title="A cure", summary="It cures.")

    assert told == [("word", True), ("word", True)]


def test_staff_may_let_a_word_pass_with_a_reason():
    WordToAvoid.objects.create(words="detox", reason="No.", grave=False)

    assert found("<p>A detox is a fad.</p>") == [("word", False)]


def test_the_reason_and_what_to_say_instead_are_told(words):
    (finding,) = findings(make_article(body="<p>It cures.</p>"), now=NOW)

    assert finding.sentence == "“cure”: No. Say rather: may help."
    assert finding.where == "It cures."


@pytest.mark.parametrize(
    "text",
    [
        "Tea improves sleep.",
        "A bath can lower stress.",
        "It helps you sleep.",
        "Studies show that it is so.",
    ],
)
def test_a_claim_without_a_mark_is_found_but_not_grave(text):
    assert found(f"<p>{text}</p>") == [("claim", False)]


@pytest.mark.parametrize(
    "text",
    [
        '<span data-evidence="tip">Tea improves sleep.</span>',
        "Does tea improve sleep?",
        "The lower back is not the upper back.",
        "Ease yourself down.",
    ],
)
def test_a_marked_claim_a_question_and_a_plain_sentence_are_not(text):
    assert found(f"<p>{text}</p>") == []


def test_a_heading_makes_no_claim():
    assert found("<h2>What studies show</h2><p>Little.</p>") == []


@pytest.mark.parametrize(
    ("href", "leads"),
    [
        ("/articles/there/", True),
        ("/articles/there/#place", True),
        ("/articles/there/#nowhere", False),
        ("/articles/before/", True),
        ("/articles/not-yet/", False),
        ("/articles/nowhere/", False),
        ("/topics/sleep/", True),
        ("/topics/none/", False),
        ("/studies/e46/", True),
        ("/studies/e99/", False),
        ("/how-we-keep-you-safe/", True),
        ("/no/such/page/", False),
        ("/admin/", False),
        ("https://www.nhs.uk/", True),
        ("mailto:hello@fernlight.example", True),
        ("#place", False),
    ],
)
def test_a_link_must_lead_somewhere(href, leads):
    there = make_article(slug="there", body='<h2 id="place">Place</h2><p>x</p>')
    OldSlug.objects.create(slug="before", article=there)
    make_draft(slug="not-yet")

    told = found(f'<p><a href="{href}">a link</a></p>')

    assert told == ([] if leads else [("link", True)])


def test_a_picture_that_is_not_there_is_grave():
    assert found('<figure><img data-picture="none"></figure>') == [("picture", True)]


def test_a_picture_needs_words_that_claim_nothing(words):
    named = make_picture(alt="A bath")
    body = f'<figure><img data-picture="{named.name}"></figure>'
    fine = found(body)
    named.alt = "A bath that cures"
    named.save()
    claims = found(body)
    named.alt = ""
    named.save()

    assert fine == []
    assert claims == [("picture", False)]
    assert found(body) == [("picture", True)]


def test_the_picture_and_the_drawing_at_the_top_are_read_too():
    silent = make_picture(alt="")

    assert found("<p>x</p>", lead=silent) == [("picture", True)]
    assert found("<p>x</p>", drawing="door") == [("picture", True)]


@pytest.mark.parametrize(
    ("studies", "told"),
    [
        (' data-studies="e46"', []),
        (' data-studies="e99"', [("study", True)]),
        (' data-studies="e09"', [("study", True)]),
        ("", [("study", False)]),
    ],
)
def test_a_mark_names_studies_somebody_has_confirmed(studies, told):
    make_study(slug="e09", confirmed=False)

    assert found(f'<p><span data-evidence="good"{studies}>So.</span></p>') == told


def test_an_article_nobody_reviewed_is_grave():
    article = make_draft(body="<p>x</p>")

    assert [f.key for f in findings(article, now=NOW)] == ["review:none"]


def test_words_changed_after_the_review_are_told():
    article = make_article(body="<p>x</p>")
    article.reviewed_words = article.words_now
    same = findings(article, now=NOW)
    article.body = "<p>y</p>"

    assert same == []
    assert [(f.kind, f.grave) for f in findings(article, now=NOW)] == [
        ("review", False)
    ]


def test_a_review_that_is_due_again_is_told():
    assert found("<p>x</p>", review_due=NOW.date()) == [("review", False)]


def test_the_first_heading_is_an_h2():
    article = make_article(body="<p>x</p>")
    Article.objects.update(body="<h3>low</h3>")  # past the cleaning
    article.refresh_from_db()

    assert [f.key for f in findings(article, now=NOW)] == ["heading:first"]


def test_two_headings_that_say_the_same_are_told():
    assert found("<h2>Tea</h2><p>x</p><h2>tea</h2><p>y</p>") == [("heading", False)]


def test_grave_findings_stop_publishing_and_others_do_not(words):
    by = make_user(role="Editor")
    grave = make_article(status="draft", body="<p>It cures.</p>")
    light = make_article(status="draft", body="<p>Tea improves sleep.</p>")

    with pytest.raises(Refused, match="1 thing has to be mended"):
        publish(grave, by=by, now=NOW)
    publish(light, by=by, now=NOW)

    grave.refresh_from_db()
    assert grave.status == "draft"


def test_setting_aside_asks_for_a_reason_and_something_to_set_aside():
    by = make_user(role="Editor")
    article = make_article(body="<p>Tea improves sleep.</p>")
    (finding,) = findings(article, now=NOW)

    for key, reason in ((finding.key, " "), ("claim:other", "Why not")):
        with pytest.raises(Refused):
            set_aside(article, key, reason=reason, by=by, now=NOW)

    assert not SetAside.objects.exists()


def test_a_finding_keeps_its_key_while_its_sentence_stays():
    article = make_article(body="<p>Tea improves sleep.</p>")
    (before,) = findings(article, now=NOW)
    article.body = "<p>Hello.</p><p>Tea improves sleep.</p>"

    assert findings(article, now=NOW) == [before]


def test_the_sentences_of_a_text_know_their_heading_and_marks():
    body = (
        "<p>One. Two has 3.5 hours.</p><h2>Tea</h2>"
        '<ul><li>Hot<ul><li><span data-evidence="tip">Mint.</span> Yes</li></ul>'
        "</li></ul>"
    )

    told = [(s.words, s.under, set(s.labels)) for s in sentences(body)]

    assert told == [
        ("One.", "", set()),
        ("Two has 3.5 hours.", "", set()),
        ("Tea", "Tea", set()),
        ("Hot", "Tea", set()),
        ("Mint.", "Tea", {"tip"}),
        ("Yes", "Tea", set()),
    ]


def test_endings_are_found_and_other_words_are_not():
    pattern = word_pattern("stimulate the vagus nerve")

    assert pattern.search("It stimulates the long vagus nerve.")
    assert pattern.search("Stimulating the vagus nerve")
    assert not pattern.search("The vagus nerve stimulates.")


def test_a_picture_may_not_claim_an_effect(words):
    assert effect_claims("A hand that lowers stress")
    assert effect_claims("The cure")
    assert not effect_claims("A hand on a lower back")
