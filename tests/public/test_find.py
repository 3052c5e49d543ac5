import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from booking.messages import tell_next
from booking.models import AccessLink, Message
from tests.factories import NOW
from tests.messages.rows import make_booked

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "hannah@whitlock.example", "nobody@whitlock.example"


@pytest.fixture(autouse=True)
def _monday_noon():
    with time_machine.travel(NOW, tick=False):
        yield


def ask(address, browser=None):
    return (browser or Client()).post("/find/", {"email": address})


def tell_all():
    while tell_next(now=NOW):
        pass


def test_asking_mails_a_link_that_opens_the_appointment(mailoutbox):
    booked = make_booked()

    ask("  Hannah@Whitlock.EXAMPLE ")
    tell_all()

    (mail,) = mailoutbox
    path = re.search(r"http://testserver(/open/[\w-]{43}/)", mail.body)[1]
    assert mail.to == [KNOWN]
    assert Client().post(path).url == booked.get_absolute_url()


def test_nothing_is_sent_to_an_unknown_address(mailoutbox):
    make_booked()

    ask(UNKNOWN)
    tell_all()

    assert mailoutbox == []
    assert not AccessLink.objects.exists()


def test_known_and_unknown_get_the_same_answer_for_the_same_work():
    make_booked()
    seen = []

    for address in (KNOWN, UNKNOWN):
        browser = Client()
        with CaptureQueriesContext(connection) as queries:
            response = ask(address, browser)
        page = browser.get(response.url)
        work = [re.sub(r"'[^']*'", "?", query["sql"]) for query in queries]
        seen.append(
            (
                response.status_code,
                response.url,
                sorted(response.headers),
                sorted(browser.cookies),
                page.status_code,
                re.sub(rb'value="\w{64}"', b"", page.content),
                work,
            )
        )

    assert seen[0] == seen[1]
    assert seen[0][:2] == (302, "/find/?asked=1")


def test_asking_too_often_looks_the_same_and_mails_no_more(mailoutbox):
    make_booked()

    answers = {ask(KNOWN).url for _n in range(5)}
    tell_all()

    assert answers == {"/find/?asked=1"}
    assert len(mailoutbox) == 3


def test_an_hour_later_one_may_ask_again():
    make_booked()
    for _n in range(4):
        ask(KNOWN)

    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        ask(KNOWN)

    assert Message.objects.count() == 4


def test_the_page_after_asking_repeats_no_address():
    make_booked()
    browser = Client()

    page = browser.get(ask(KNOWN, browser).url).content.decode()

    assert "Look in your inbox" in page
    assert "hannah" not in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type the e-mail address you booked with."),
        ("hannah", "Type an e-mail address, such as name@example.org."),
        ("hannah@", "Type an e-mail address, such as name@example.org."),
    ],
)
def test_what_is_no_address_is_asked_for_again(typed, said):
    response = ask(typed)

    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert f'value="{typed}"' in page or not typed
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        "a\x00@x.example",
        "\ud800@x.example",
        "a" * 1_000_000 + "@x.example",
        "9" * 5000,
        "a@x.example\r\nBcc: b@x.example",
        "a@x.example,b@x.example",
        "<a@x.example>",
    ],
)
def test_hostile_input_is_refused_and_writes_nothing(typed):
    body = b"email=" + typed.encode("utf-8", "surrogatepass")

    response = Client().post(
        "/find/", body, content_type="application/x-www-form-urlencoded"
    )

    assert response.status_code in (400, 413, 422)
    assert not Message.objects.exists()


def test_an_address_sent_as_several_counts_as_one():
    make_booked()

    Client().post("/find/", {"email": [UNKNOWN, KNOWN]})

    assert Message.objects.get().recipient == KNOWN


def test_the_empty_page_asks_for_the_address():
    page = Client().get("/find/")

    assert page.status_code == 200
    assert 'autocomplete="email"' in page.content.decode()
    assert "noindex" in page["X-Robots-Tag"]
