"""`/articles/`: newest first, by topic, and with the words looked for."""

from datetime import timedelta

import pytest

from education.models import Article
from tests.education.factories import make_article, make_topic
from tests.factories import NOW
from tests.public.pages import html, links, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]
MOST_QUERIES = 6


def titles(page):
    return [article.title for article in page.context["page"]]


def test_the_newest_article_stands_first(client):
    make_article(title="Older", publish_at=NOW - timedelta(days=2))
    make_article(title="Newer", publish_at=NOW - timedelta(days=1))

    page = client.get("/articles/")

    assert titles(page) == ["Newer", "Older"]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Article.Status.DRAFT},
        {"status": Article.Status.IN_REVIEW},
        {"publish_at": NOW + timedelta(seconds=1)},
    ],
)
def test_what_is_not_out_yet_is_not_listed(client, fields):
    make_article(slug="not-yet", **fields)

    page = client.get("/articles/")

    assert titles(page) == []
    assert "/articles/not-yet/" not in links(page)
    assert "No article is published yet." in words(page)


def test_an_article_is_listed_from_its_very_hour(client):
    make_article(title="Due now", publish_at=NOW)

    assert titles(client.get("/articles/")) == ["Due now"]


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "On Lavender"},
        {"summary": "All about lavender."},
        {"body": "<p>A pillow with <em>lavender</em> in it.</p>"},
    ],
)
@pytest.mark.parametrize("typed", ["lavender", "LAVENDER", " lavender ", "laven"])
def test_words_are_found_in_title_summary_and_text(client, fields, typed):
    make_article(slug="found", **fields)
    make_article(slug="other")

    page = client.get("/articles/", {"q": typed})

    assert [article.slug for article in page.context["page"]] == ["found"]


def test_an_article_has_to_have_every_word(client):
    make_article(slug="both", title="Lavender", body="<p>and a lamp</p>")
    make_article(slug="one", title="Lavender")

    page = client.get("/articles/", {"q": "lamp lavender"})

    assert [article.slug for article in page.context["page"]] == ["both"]


def test_marks_of_a_pattern_are_looked_for_as_they_stand(client):
    make_article(slug="plain", body="<p>ten of them</p>")
    make_article(slug="percent", body="<p>10 % of them</p>")

    page = client.get("/articles/", {"q": "%"})

    assert [article.slug for article in page.context["page"]] == ["percent"]


def test_words_nobody_wrote_are_answered_with_a_way_on(client):
    make_article()

    page = client.get("/articles/", {"q": "zeppelin"})

    assert "0 articles with “zeppelin”" in words(page)
    assert "Nothing has these words." in words(page)
    assert '<meta name="robots" content="noindex">' in html(page)


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=lamp%00s",
        "q=%ED%A0%80",
        "q=" + "a" * 5_000,
        "q=" + "a%20" * 2_000,
        "q=%25_%5C%27%22",
        "q=%3Cscript%3Ealert(1)%3C/script%3E",
        "page=0",
        "page=-1",
        "page=99999999999999999999",
        "page=last",
        "page=%00",
        "page=" + "9" * 5_000,
        "page=%F0%9D%9F%92",
    ],
)
def test_whatever_is_asked_gets_a_page(client, query):
    make_article()

    page = client.get(f"/articles/?{query}")

    assert page.status_code == 200
    assert "<script>alert" not in html(page)
    assert "Reading for the evening" in words(page)


def test_a_long_list_comes_in_pages(client):
    for number in range(21):
        at = NOW - timedelta(days=number)
        make_article(study=False, title=f"Number {number}", publish_at=at)

    first, second = client.get("/articles/"), client.get("/articles/?page=2")

    assert len(titles(first)) == 20
    assert titles(second) == ["Number 20"]
    assert "?page=2" in links(first)
    assert "Page 2 of 2" in words(second)


def test_the_words_looked_for_stay_from_page_to_page(client):
    for number in range(21):
        make_article(study=False, title=f"Lamp {number}")

    page = client.get("/articles/", {"q": "lamp"})

    assert "?q=lamp&page=2" in links(page)


def test_topics_with_something_to_read_are_offered(client):
    make_topic(slug="empty")
    make_article(topic=make_topic(slug="sleep"))
    make_article(topic=make_topic(slug="draft"), status=Article.Status.DRAFT)

    found = links(client.get("/articles/"))

    assert "/topics/sleep/" in found
    assert "/topics/empty/" not in found
    assert "/topics/draft/" not in found


def many(number):
    topic = make_topic()
    text = "A long text about the evening. " * 200
    rows = (
        Article(
            slug=f"many-{number}-{n}",
            title=f"Article {n}",
            summary="What is known.",
            topic=topic,
            body=f"<p>{text}</p>",
            plain=text,
            author="Mina Tal",
            reviewer="Dr Anna Prior, GP",
            reviewed_on=NOW.date(),
            status=Article.Status.PUBLISHED,
            publish_at=NOW - timedelta(minutes=n),
            updated_at=NOW,
        )
        for n in range(number)
    )
    Article.objects.bulk_create(rows)


def test_of_five_hundred_articles_a_page_reads_twenty_light_rows(
    client, django_assert_max_num_queries
):
    many(500)
    client.get("/articles/")

    with django_assert_max_num_queries(MOST_QUERIES) as asked:
        page = client.get("/articles/")

    assert len(titles(page)) == 20
    read = [query["sql"] for query in asked.captured_queries]
    assert not any('"body"' in sql.partition(" FROM ")[0] for sql in read)
    assert sum('"summary"' in sql for sql in read) == 1


def test_looking_for_words_asks_no_more(client, django_assert_max_num_queries):
    many(30)

    with django_assert_max_num_queries(MOST_QUERIES):
        client.get("/articles/?q=evening")
