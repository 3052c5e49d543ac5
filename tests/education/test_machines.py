"""What feeds, search engines and previews of links are told."""

import json
import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from education.models import Article
from tests.education.factories import make_article, make_study, make_topic
from tests.factories import NOW, make_clinic, make_evening
from tests.public.pages import html, links

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]
SITE = "http://testserver"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9"}
NAMING = '<p><span data-evidence="some" data-studies="e07">It helps.</span></p>'


def data_of(page):
    """The data blocks of a page, read as JSON."""
    block = r'<script type="application/ld\+json">(.*?)</script>'
    return [json.loads(text) for text in re.findall(block, html(page), re.DOTALL)]


def meta(page):
    return dict(re.findall(r'<meta property="([^"]+)" content="([^"]*)">', html(page)))


def canonical(page):
    return re.findall(r'<link rel="canonical" href="([^"]+)">', html(page))


def entries(client):
    feed = ElementTree.fromstring(client.get("/feed/").content)  # noqa: S314, our own
    return feed.findall("a:entry", ATOM)


def mapped(client):
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314
    return {
        entry.findtext("m:loc", "", MAP): entry.findtext("m:lastmod", "", MAP)
        for entry in root.findall("m:url", MAP)
    }


def test_the_feed_tells_of_the_newest_articles(client):
    make_article(slug="older", publish_at=NOW - timedelta(days=1))
    make_article(
        slug="newer", title="Lamps & moons", author="Rowan", summary="Low light."
    )
    make_article(slug="draft", status=Article.Status.DRAFT)
    make_article(slug="later", publish_at=NOW + timedelta(seconds=1))

    newer, older = entries(client)

    assert newer.findtext("a:title", "", ATOM) == "Lamps & moons"
    assert newer.findtext("a:summary", "", ATOM) == "Low light."
    assert newer.findtext("a:author/a:name", "", ATOM) == "Rowan"
    assert newer.find("a:link", ATOM).get("href") == f"{SITE}/articles/newer/"
    assert newer.findtext("a:published", "", ATOM) == "2026-12-07T12:00:00+00:00"
    assert older.find("a:link", ATOM).get("href") == f"{SITE}/articles/older/"


def test_an_empty_feed_is_a_feed(client):
    answer = client.get("/feed/")

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert entries(client) == []


def test_the_sitemap_names_every_public_page(client):
    make_evening(slug="heat-and-massage-60")
    make_study(slug="e07")
    make_study(slug="e08")
    changed = NOW - timedelta(days=3)
    make_article(
        study=False,
        slug="out",
        body=NAMING,
        topic=make_topic(slug="sleep"),
        updated_at=changed,
    )
    make_article(
        study=False,
        slug="draft",
        topic=make_topic(slug="stress"),
        status=Article.Status.DRAFT,
    )

    found = mapped(client)

    for path in (
        "/",
        "/treatments/",
        "/treatments/heat-and-massage-60/",
        "/articles/",
        "/topics/sleep/",
        "/studies/e07/",
        "/wind-down/",
        "/how-we-keep-you-safe/",
        "/privacy/",
        "/accessibility/",
    ):
        assert SITE + path in found
    assert any(address.startswith(f"{SITE}/therapists/") for address in found)
    assert found[f"{SITE}/articles/out/"] == "2026-12-04"
    for path in ("/articles/draft/", "/topics/stress/", "/studies/e08/"):
        assert SITE + path not in found


def test_every_page_of_the_sitemap_is_there_and_says_so_itself(client):
    make_evening(slug="heat-and-massage-60")
    make_study(slug="e07")
    make_article(study=False, body=NAMING)

    for address in mapped(client):
        page = client.get(address.removeprefix(SITE))
        assert page.status_code == 200, address
        assert canonical(page) == [address]
        assert "X-Robots-Tag" not in page.headers


def test_robots_are_told_where_the_sitemap_is(client):
    answer = client.get("/robots.txt")

    assert f"Sitemap: {SITE}/sitemap.xml" in answer.content.decode().splitlines()


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("/articles/?utm=x", "/articles/"),
        ("/articles/?page=1", "/articles/"),
        ("/articles/?page=2&q=lamp", "/articles/?page=2"),
        ("/wind-down/?bedtime=23:00", "/wind-down/"),
        ("/?bedtime=23:00", "/"),
    ],
)
def test_whatever_else_is_asked_the_address_stays_one(client, asked, address):
    assert canonical(client.get(asked)) == [SITE + address]


def test_a_page_for_one_reader_has_no_such_address(client):
    make_article(slug="lamps")

    assert canonical(client.get("/articles/lamps/reply/")) == []
    assert canonical(client.get("/find/")) == []
    assert canonical(client.get("/nowhere/")) == []


def test_a_shared_link_shows_title_and_summary(client):
    make_clinic(name="Fernlight")
    make_article(slug="lamps", title='Lamps "low"', summary="Why & how.")

    told = meta(client.get("/articles/lamps/"))

    assert told["og:title"] == "Lamps &quot;low&quot;"
    assert told["og:description"] == "Why &amp; how."
    assert told["og:type"] == "article"
    assert told["og:url"] == f"{SITE}/articles/lamps/"
    assert told["og:site_name"] == "Fernlight"


def test_an_article_tells_machines_who_reviewed_it_and_when(client):
    make_clinic(name="Fernlight")
    make_study(slug="e07", title="Warm evenings", doi="10.1000/quiet.1")
    make_article(study=False, slug="lamps", body=NAMING, author="Rowan Blythe")

    [data] = data_of(client.get("/articles/lamps/"))

    page, text = data["@graph"]
    assert data["@context"] == "https://schema.org"
    assert (page["@type"], text["@type"]) == ("MedicalWebPage", "Article")
    assert page["lastReviewed"] == "2026-10-21"
    assert page["reviewedBy"] == {
        "@type": "Person",
        "name": "Dr Anna Prior",
        "jobTitle": "GP",
    }
    assert text["author"]["name"] == "Rowan Blythe"
    assert text["datePublished"].startswith("2026-12-07T12:00")
    assert text["publisher"]["name"] == "Fernlight"
    assert text["citation"][0]["sameAs"] == "https://doi.org/10.1000/quiet.1"


def test_nothing_an_editor_writes_ends_the_block(client):
    hostile = '</script><script>alert("&amp;")</script><!--'
    make_article(slug="lamps", title=hostile)

    page = client.get("/articles/lamps/")

    assert data_of(page)[0]["@graph"][0]["name"] == hostile
    assert "<script>alert" not in html(page)


def test_the_home_page_tells_machines_of_the_clinic(client):
    make_evening(
        slug="heat-and-massage-60",
        name="Fernlight",
        phone="01632 960200",
        address="3 Quiet Lane\r\nWestbrook",
    )

    [data] = data_of(client.get("/"))

    assert data["@type"] == "HealthAndBeautyBusiness"
    assert data["name"] == "Fernlight"
    assert data["telephone"] == "01632 960200"
    assert data["address"] == "3 Quiet Lane, Westbrook"
    offer = data["makesOffer"][0]
    assert offer["itemOffered"]["url"] == f"{SITE}/treatments/heat-and-massage-60/"
    assert re.fullmatch(r"\d+\.\d\d", offer["price"])


def test_before_the_clinic_is_set_up_nothing_is_said_of_it(client):
    assert data_of(client.get("/")) == []


@pytest.mark.parametrize(
    "path",
    [
        "/articles/",
        "/articles/lamps/",
        "/topics/sleep/",
        "/studies/e46/",
        "/wind-down/",
        "/feed/",
        "/sitemap.xml",
    ],
)
def test_what_is_the_same_for_all_may_be_kept_and_is_asked_for_once(client, path):
    make_article(slug="lamps")

    first = client.get(path)
    second = client.get(path, headers={"If-None-Match": first["ETag"]})

    assert first["Cache-Control"] == "public, no-cache"
    assert not first.cookies
    assert "Cookie" not in first.get("Vary", "")
    assert second.status_code == 304


def test_every_page_names_the_feed(client):
    assert "/feed/" in links(client.get("/"))
