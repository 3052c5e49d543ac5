"""The eight articles we begin with, as their pages show them."""

import re
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urldefrag

import pytest
from django.core.management import call_command

from booking.management.catalogue import load_treatments
from booking.models import Questionnaire
from booking.models.questionnaires import parsed
from education.body import read
from education.management.articles import load
from education.models import Article, OldSlug, Study
from tests.factories import NOW, make_clinic, make_questionnaire
from tests.public.pages import html, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]
SAFETY = "/articles/when-to-wait-or-ask-first/"
SLUGS = [
    "gentle-self-massage-at-home",
    "how-firm-should-it-be",
    "massage-and-sleep",
    "norepinephrine-stress-and-touch",
    "prepare-your-evening-and-bedroom",
    "vagus-nerve-and-back-pain",
    "warmth-and-massage-one-study",
    "when-to-wait-or-ask-first",
]
LEVEL = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}


@pytest.fixture
def pages(client):
    """The page of each, by its slug."""
    make_clinic(emergency_number="112")
    load_treatments()
    make_questionnaire()
    assert load(now=NOW) == len(SLUGS)
    return {slug: client.get(f"/articles/{slug}/") for slug in SLUGS}


class Outline(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.levels, self.ids, self.links = [], [], []
        self.feed(html(page))

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.ids += [named["id"]] if "id" in named else []
        self.links += [named["href"]] if tag == "a" else []
        if tag in LEVEL:
            self.levels.append(LEVEL[tag])


def test_one_h1_headings_in_order_and_no_name_twice(pages):
    for slug, page in pages.items():
        outline = Outline(page)

        steps = zip(outline.levels, outline.levels[1:], strict=False)
        assert outline.levels[0] == 1, slug
        assert outline.levels.count(1) == 1, slug
        assert all(after <= before + 1 for before, after in steps), slug
        assert [name for name, n in Counter(outline.ids).items() if n > 1] == [], slug


def test_every_link_of_ours_leads_somewhere(pages, client):
    seen = {f"/articles/{slug}/": page for slug, page in pages.items()}

    for path in [*seen]:
        for link in Outline(seen[path]).links:
            if link.startswith(("/", "#")):
                address, place = urldefrag(link)
                address = address or path
                if address not in seen:
                    seen[address] = client.get(address)
                assert seen[address].status_code == 200, (path, link)
                assert not place or place in Outline(seen[address]).ids, (path, link)
    assert len(seen) > 90  # the articles, their studies, topics and treatments


def test_every_reference_is_confirmed_and_every_mark_has_its_card(pages):
    confirmed = set(Study.objects.filter(confirmed=True).values_list("slug", flat=True))

    for slug, page in pages.items():
        text = read(Article.objects.get(slug=slug).body)
        cards = {name for name in Outline(page).ids if name.startswith("study-")}
        bare = [m.claim for m in text.marks if not m.studies and m.label != "tip"]
        assert text.studies, slug
        assert set(text.studies) <= confirmed, slug
        assert cards == {f"study-{key}" for key in text.studies}, slug
        assert bare == [], slug


def test_each_is_whole(pages):
    for slug, page in pages.items():
        said, letters = words(page), Article.objects.get(slug=slug).plain
        assert 600 <= len(letters.split()) <= 1_200, slug
        assert "What we don’t know" in said, slug
        assert "Please ask us first if one of these fits you" in said, slug
        assert "Not medical advice" in said, slug
        assert 'class="book-this"' in html(page), slug
        assert 'class="plate" role="img"' in html(page), slug
        assert "999" not in said, slug
        assert "{" not in said, slug


def test_the_safety_article_has_a_heading_for_all_that_is_asked(pages):
    document = parsed(Questionnaire.objects.published())
    asked = {entry.key for entry in document.entries()}

    headings = set(Outline(pages["when-to-wait-or-ask-first"]).ids)

    assert asked - headings == set()
    article = Article.objects.get(slug="when-to-wait-or-ask-first")
    assert asked == set(article.screening_items)


@pytest.mark.usefixtures("pages")
def test_how_we_keep_you_safe_leads_to_each_section(client):
    page = client.get("/how-we-keep-you-safe/")

    found = re.findall(rf'href="{SAFETY}#(\w+)"', html(page))
    document = parsed(Questionnaire.objects.published())
    assert found == [entry.key for entry in document.entries()]


def test_where_no_article_is_published_nothing_leads_to_one(client):
    make_clinic()
    make_questionnaire()

    page = client.get("/how-we-keep-you-safe/")

    assert SAFETY not in html(page)


def test_what_was_edited_moved_or_taken_back_stays_so():
    load(now=NOW)
    Article.objects.filter(slug="massage-and-sleep").update(title="Mine now")
    moved = Article.objects.get(slug="how-firm-should-it-be")
    OldSlug.objects.create(slug=moved.slug, article=moved)
    Article.objects.filter(pk=moved.pk).update(slug="soft-or-firm")

    assert load(now=NOW) == 0

    assert Article.objects.get(slug="massage-and-sleep").title == "Mine now"
    assert not Article.objects.filter(slug="how-firm-should-it-be").exists()


def test_they_are_loaded_once_where_there_is_no_article():
    call_command("load_articles", "--if-empty", verbosity=0)
    Article.objects.filter(slug="massage-and-sleep").delete()

    call_command("load_articles", "--if-empty", verbosity=0)

    assert Article.objects.count() == len(SLUGS) - 1


def test_each_leads_to_the_three_its_file_names():
    load(now=NOW)

    related = Article.objects.get(slug="massage-and-sleep").related.all()

    assert {article.slug for article in related} == {
        "prepare-your-evening-and-bedroom",
        "gentle-self-massage-at-home",
        "when-to-wait-or-ask-first",
    }
