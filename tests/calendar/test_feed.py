"""The private calendar file: initials and length only, at an address shown once."""

import hashlib
import re
from datetime import timedelta

import pytest
import time_machine
from icalendar import Calendar

from booking.actions import cancel, move
from booking.models import Therapist
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    make_client,
    make_confirmed,
    make_evening,
    make_held,
    make_review,
    make_room,
    make_therapist,
    make_user,
)

pytestmark = pytest.mark.django_db

SEVEN = at(MONDAY, "19:00")


@pytest.fixture
def evening():
    treatment, therapist, room = make_evening()
    therapist.user = make_user(role="Therapist")
    therapist.save()
    with time_machine.travel(NOW, tick=False):
        yield {"treatment": treatment, "therapist": therapist, "room": room}


@pytest.fixture
def own(client, evening):
    client.force_login(evening["therapist"].user)
    return client


def made(browser):
    page = browser.post("/calendar/feed/").text
    return re.search(r'value="http[^"]*(/calendar/feed/[\w-]{43}\.ics)"', page)[1]


def events(browser, address):
    return Calendar.from_ical(browser.get(address).content).events


def test_the_address_is_shown_once_and_kept_as_a_hash(own, evening):
    address = made(own)

    secret = address.split("/")[-1].removesuffix(".ics")
    evening["therapist"].refresh_from_db()
    kept = evening["therapist"].feed_hash
    assert kept == hashlib.sha256(secret.encode()).hexdigest()
    assert secret not in own.get("/calendar/feed/").text


def test_looking_at_the_page_makes_nothing(own, evening):
    own.get("/calendar/feed/")

    evening["therapist"].refresh_from_db()
    assert evening["therapist"].feed_hash == ""


def test_it_needs_no_signing_in_and_is_not_stored(own, client, evening):
    address = made(own)
    client.logout()

    answer = client.get(address)

    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"


def test_it_says_initials_and_length_and_nothing_else(own, evening):
    client = make_client(name="Hannah Mary Whitlock")
    row = make_confirmed(starts_at=SEVEN, client=client, **evening)

    address = made(own)
    (event,) = events(own, address)

    assert event["SUMMARY"] == "H.W. 60 min"
    assert event["LOCATION"] == evening["room"].name
    assert (event.start, event.end) == (SEVEN, SEVEN + timedelta(hours=1))
    assert event["UID"].startswith(f"{row.ref}-feed@")
    assert set(event) == {
        "UID",
        "SEQUENCE",
        "DTSTAMP",
        "DTSTART",
        "DTEND",
        "STATUS",
        "SUMMARY",
        "LOCATION",
    }
    text = own.get(address).content.decode()
    said = ("Hannah", "Whitlock", client.email, client.phone, row.treatment_name)
    assert not [word for word in said if word in text]


def test_what_is_not_certain_is_tentative(own, evening):
    make_held(starts_at=SEVEN, **evening)
    make_review(starts_at=at(TUESDAY, "19:00"), **evening)
    make_confirmed(starts_at=at(TUESDAY, "21:00"), **evening)

    found = events(own, made(own))

    assert [(e["SUMMARY"], e["STATUS"]) for e in found] == [
        ("Held", "TENTATIVE"),
        ("H.W. 60 min", "TENTATIVE"),
        ("H.W. 60 min", "CONFIRMED"),
    ]


def test_moved_it_is_the_same_event_of_a_later_sequence(own, evening):
    row = make_confirmed(starts_at=SEVEN, **evening)
    address = made(own)
    (before,) = events(own, address)

    move(appointment=row, starts_at=at(TUESDAY, "19:00"), now=NOW)
    (after,) = events(own, address)

    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.start == at(TUESDAY, "19:00")


def test_cancelled_it_is_gone(own, evening):
    row = make_confirmed(starts_at=SEVEN, **evening)
    address = made(own)

    cancel(appointment=row, now=NOW)

    assert events(own, address) == []


def test_only_their_own_evenings_of_a_month_back_and_on(own, evening):
    other = make_therapist(treatments=[evening["treatment"]])
    elsewhere = {"treatment": evening["treatment"], "therapist": other}
    make_confirmed(starts_at=SEVEN, room=make_room(), **elsewhere)
    for days in (-31, -29, 59):
        make_confirmed(
            starts_at=SEVEN + timedelta(days=days),
            now=NOW + timedelta(days=min(days, 0)),
            **evening,
        )

    starts = [event.start for event in events(own, made(own))]

    assert starts == [SEVEN - timedelta(days=29), SEVEN + timedelta(days=59)]


def test_a_hold_that_ran_out_is_not_shown(own, evening):
    make_held(starts_at=SEVEN, **evening)
    address = made(own)

    with time_machine.travel(NOW + timedelta(minutes=20), tick=False):
        assert events(own, address) == []


def test_a_new_address_closes_the_old_one(own):
    old = made(own)

    new = made(own)

    assert own.get(old).status_code == 404
    assert own.get(new).status_code == 200


def test_unchanged_it_is_not_sent_again(own, evening):
    make_confirmed(starts_at=SEVEN, **evening)
    address = made(own)
    tag = own.get(address)["ETag"]

    assert own.get(address, headers={"if-none-match": tag}).status_code == 304

    make_held(starts_at=at(TUESDAY, "19:00"), **evening)
    assert own.get(address, headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize(
    "secret", ["a" * 43, "a", "%00", "%ED%A0%80", "x" * 2000, "..", "e3b0c44298fc1c14"]
)
def test_a_secret_nobody_was_given_opens_nothing(client, evening, secret):
    assert client.get(f"/calendar/feed/{secret}.ics").status_code == 404


def test_the_empty_secret_of_those_without_a_feed_opens_nothing(client, evening):
    assert Therapist.objects.filter(feed_hash="").exists()

    assert client.get("/calendar/feed/.ics").status_code == 404


def test_somebody_who_left_has_no_feed(own, evening):
    address = made(own)
    user = evening["therapist"].user
    user.is_active = False
    user.save()

    assert own.get(address).status_code == 404


def test_who_has_no_column_has_no_feed(client, evening):
    client.force_login(make_user(role="Front desk"))

    page = client.post("/calendar/feed/")

    assert "no column here is yours" in page.text
    assert not Therapist.objects.exclude(feed_hash="").exists()
