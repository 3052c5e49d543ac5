"""Leaving a reply, on a page apart from the article."""

import pytest

from education.models import Article, Comment, ReadingRoom
from tests.education.factories import make_article
from tests.factories import NOW
from tests.public.pages import html, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]
PATH = "/articles/lamps/reply/"
SENT = {"name": "Nora", "email": "", "text": "I keep the lamp low now.", "website": ""}


@pytest.fixture(autouse=True)
def article():
    return make_article(slug="lamps")


def test_a_reply_waits_until_somebody_has_read_it(client, article):
    answer = client.post(PATH, SENT | {"email": "nora@reader.example"}, follow=True)

    comment = Comment.objects.get()
    assert "Somebody reads your reply before it is shown." in words(answer)
    assert (comment.article, comment.state) == (article, Comment.State.WAITING)
    assert (comment.name, comment.email) == ("Nora", "nora@reader.example")
    assert comment.written_at == NOW
    assert "lamp low" not in words(client.get(article.get_absolute_url()))


def test_it_warns_not_to_write_about_health(client):
    said = words(client.get(PATH))

    assert "Please write nothing about your health, or anybody else’s" in said
    assert "If you feel very unwell, call 999." in said


@pytest.mark.parametrize(
    "sent",
    [
        {"text": "Look at https://pills.example/now"},
        {"text": "Look at www.pills.example"},
        {"text": "pills.com has it"},
        {"text": "buy at Pills.CO.UK today"},
        {"text": '<a href="/x">here</a>'},
        {"text": "[url=x]here[/url]"},
        {"name": "pills.com"},
    ],
)
def test_web_addresses_are_refused_and_the_text_stays(client, sent):
    answer = client.post(PATH, SENT | sent)

    assert answer.status_code == 422
    assert "Please leave out web addresses." in words(answer)
    assert SENT["text"] in html(answer) or "text" in sent
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "text", ["I slept well.Then I woke.", "At 22.30 it is dark.", "e.g. a lamp", "5:1"]
)
def test_a_slip_of_the_keys_is_no_web_address(client, text):
    client.post(PATH, SENT | {"text": text})

    assert Comment.objects.get().text == text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": ""}, "Type a name to show with your reply."),
        ({"text": "  "}, "Write your reply."),
        ({"email": "nobody"}, "Type an e-mail address"),
        ({"text": "a" * 2_001}, "2000"),
        ({"text": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_what_is_missing_or_wrong_is_said(client, sent, said):
    answer = client.post(PATH, SENT | sent)

    assert answer.status_code == 422
    assert said in words(answer)
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "raw",
    [
        b"name=Nora&text=%ED%A0%80",
        b"name=%00&text=a",
        b"name=" + b"a" * 5_000 + b"&text=a",
        b"text=" + b"9" * 500_000 + b"&name=Nora",
    ],
)
def test_hostile_words_are_never_a_server_error(client, raw):
    form = "application/x-www-form-urlencoded"

    answer = client.post(PATH, raw, content_type=form)

    assert answer.status_code in (302, 422)


def test_a_machine_that_fills_in_everything_is_thanked_and_not_heard(client):
    answer = client.post(PATH, SENT | {"website": "https://pills.example"})

    assert answer["Location"] == "/articles/lamps/reply/thanks/"
    assert not Comment.objects.exists()


def test_from_one_address_few_replies_are_taken_in_an_hour(client):
    answers = [client.post(PATH, SENT, REMOTE_ADDR="192.0.2.7") for _n in range(6)]
    other = client.post(PATH, SENT, REMOTE_ADDR="192.0.2.8")

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "Please come back in an hour." in words(answers[-1])
    assert SENT["text"] in html(answers[-1])
    assert other.status_code == 302
    assert Comment.objects.count() == 6


def test_where_replies_are_closed_none_is_taken(client):
    ReadingRoom.objects.create(replies_open=False)

    page, answer = client.get(PATH), client.post(PATH, SENT)

    assert "Replies are closed at the moment." in words(page)
    assert "<form class" not in html(page)
    assert answer.status_code == 422
    assert not Comment.objects.exists()


def test_a_reply_to_what_is_not_out_is_not_found(client, article):
    Article.objects.update(status=Article.Status.DRAFT)

    assert client.post(PATH, SENT).status_code == 404
    assert not Comment.objects.exists()
