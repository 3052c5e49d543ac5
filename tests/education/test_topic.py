import pytest

from education.models import Article
from tests.education.factories import make_article, make_topic
from tests.public.pages import links, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]


def test_a_topic_shows_its_own_articles(client):
    sleep, stress = make_topic(slug="sleep"), make_topic(slug="stress")
    make_article(slug="mine", topic=sleep)
    make_article(slug="other", topic=stress)

    page = client.get("/topics/sleep/")

    assert "/articles/mine/" in links(page)
    assert "/articles/other/" not in links(page)
    assert "/topics/stress/" in links(page)


def test_a_topic_with_nothing_to_read_is_no_page_yet(client):
    make_topic(slug="empty")
    make_article(topic=make_topic(slug="drafts"), status=Article.Status.DRAFT)

    assert client.get("/topics/empty/").status_code == 404
    assert client.get("/topics/drafts/").status_code == 404
    assert client.get("/topics/nothing/").status_code == 404


def test_a_topic_says_what_it_is_about(client):
    make_article(topic=make_topic(slug="sleep", line="The last hours of the day."))

    assert "The last hours of the day." in words(client.get("/topics/sleep/"))
