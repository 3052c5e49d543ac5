"""Nothing that leaves the clinic tells what a client ticked, or what they booked.

One client has ticked every item of every list. New kinds of message and new addresses
are found by themselves.
"""

import logging
import re
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import mail

from booking.messages import calendar_file, said, tell_next
from booking.messages.calls import SAID
from booking.messages.wording import WORDS
from booking.models import Clinic, Message, Status
from booking.models.kinds import TRUE_WHILE
from tests.addresses import address, arguments
from tests.factories import NOW
from tests.messages.backends import PATH
from tests.messages.everything import (
    TYPED,
    everything_ticked,
    make_every_mail,
    make_everything,
    make_mail,
)
from tests.messages.given_away import given_away, sent, visible
from tests.messages.rows import put
from tests.public.browser import browser_of
from tests.public.going import lists, url

pytestmark = pytest.mark.django_db

Kind = Message.Kind
LINK = re.compile(r"https?://[^\s\"<>]+")
SECRET = re.compile(r"/open/[\w-]{43}/|/feed/[\w-]{43}\.ics")
OURS = ("booking", "clinic", "django.request")


@pytest.fixture
def everything():
    with time_machine.travel(NOW, tick=False):
        yield make_everything()


def address_gives_away(link):
    """All but the pages the team signs in for, and those anybody reads."""
    parts = urlsplit(SECRET.sub("", link))
    open_to_all = parts.path.startswith(("/calendar/", "/wind-down/"))
    return set() if open_to_all else given_away(f"{parts.path}?{parts.query}")


@pytest.mark.parametrize("kind", sorted(WORDS))
def test_no_mail_gives_anything_away_in_words_files_or_addresses(kind, everything):
    """To the client in every status it is told in, and to one of the team."""
    for status in TRUE_WHILE[kind] or [Status.CONFIRMED]:
        put(everything.appointment, status)
        for staff in (None, everything.staff):
            letter, bodies = sent(make_mail(kind, everything, staff=staff))

            text = visible(letter, bodies)
            assert given_away(text) == set(), status
            assert TYPED not in text, status
            for link in LINK.findall("\n".join(bodies)):
                assert address_gives_away(link) == set(), link


@pytest.mark.parametrize("kind", sorted(SAID))
def test_nothing_said_on_the_phone_gives_anything_away(kind, everything):
    call = make_mail(kind, everything, channel=Message.Channel.CALL)

    words = said(call, Clinic.objects.current())

    assert words
    assert given_away(words) == set()
    assert TYPED not in words


@pytest.mark.parametrize("status", [Status.REVIEW, Status.CONFIRMED, Status.CANCELLED])
def test_no_calendar_file_gives_anything_away(status, everything, client):
    booked, now = put(everything.appointment, status), NOW
    booked.therapist.user = everything.staff
    booked.therapist.save()
    client.force_login(everything.staff)
    page = client.post("/calendar/feed/").text
    feed = re.search(r'value="http[^"]*(/calendar/feed/[\w-]{43}\.ics)"', page)[1]

    files = [
        browser_of(booked).get(f"/appointments/{booked.ref}/calendar.ics").text,
        calendar_file(booked, Clinic.objects.current(), now=now, invite=True)[
            1
        ].decode(),
        client.get(feed).text,
    ]

    for file in files:
        assert "BEGIN:VCALENDAR" in file
        text = re.sub(r"(?m)^UID:.*$", "", file)
        assert given_away(text) == set()
        assert TYPED not in text
    assert address_gives_away(feed) == set()


def of_one_appointment():
    """The names of the pages that belong to one appointment, or to one who waits."""
    return [
        name
        for name, named in arguments().items()
        if name.startswith("booking:") and "ref" in named
    ]


def test_no_address_of_an_appointment_gives_anything_away(everything):
    """Nor the ones they lead to: a history, a proxy or a log keeps them."""
    appointment, seen = everything.appointment, set()
    for status in (Status.CONFIRMED, Status.REVIEW, Status.HELD):
        browser = browser_of(put(appointment, status))
        for name in of_one_appointment():
            page = address(name, appointment)
            seen |= {page, browser.get(page).get("Location", "")}

    given = {page: address_gives_away(page) for page in seen if appointment.ref in page}

    assert len(given) >= len(of_one_appointment())
    assert {page: words for page, words in given.items() if words} == {}


def test_no_line_of_the_log_gives_anything_away(caplog, settings, everything):
    """Of walking and posting every page, and of mails that are sent, or refused."""
    with caplog.at_level(logging.DEBUG):
        walk(everything.appointment)
        for backend in ("Never", "Slow"):
            settings.EMAIL_BACKEND = f"{PATH}.{backend}"
            list(make_every_mail(everything))
            while tell_next(now=NOW):
                pass

    lines = [r.getMessage() for r in caplog.records if r.name.startswith(OURS)]
    text = SECRET.sub("", "\n".join(lines))
    assert mail.outbox
    assert "was not told" in text
    assert given_away(text) == set()
    assert TYPED not in text
    assert everything.appointment.client.name not in text


def walk(appointment):
    """The lists are sent with every tick, and then every page and its form."""
    browser, ticked = browser_of(put(appointment, Status.HELD)), everything_ticked()
    sent = browser.post(url(appointment, "questions"), lists(appointment, **ticked))
    assert "urgent-now" in sent.text
    put(appointment, Status.REVIEW)
    for name in of_one_appointment():
        page = address(name, appointment)
        browser.get(page)
        browser.post(page, ticked | {"text": TYPED})


@pytest.mark.parametrize(
    "told", ["about your pregnancy", "Parasympathetic Evening", "your sleep", "/pain/"]
)
def test_what_gives_something_away_is_seen(told):
    """The twin: should these pass, the tests above would prove nothing."""
    assert given_away(told)
