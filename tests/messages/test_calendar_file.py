from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from booking.actions import cancel, move
from booking.messages import calendar_file
from booking.models import Clinic, Status, Therapist
from tests.factories import NOW, TUESDAY, at, make_client, make_confirmed
from tests.messages.rows import SEVEN, make_booked, put

pytestmark = pytest.mark.django_db


def parsed(appointment, *, invite=True):
    """The calendar and its one event, read back."""
    clinic = Clinic.objects.current()
    _method, file = calendar_file(appointment, clinic, now=NOW, invite=invite)
    calendar = Calendar.from_ical(file)
    (event,) = calendar.events
    assert calendar.errors == event.errors == []
    return calendar, event


def make_another(first):
    return make_confirmed(
        treatment=first.treatment,
        therapist=first.therapist,
        room=first.room,
        starts_at=SEVEN + timedelta(hours=2),
    )


def test_an_invitation_holds_when_where_and_between_whom():
    Therapist.objects.update(name="Rowan Blythe")
    booked = make_booked()

    calendar, event = parsed(booked)

    assert calendar["METHOD"] == "REQUEST"
    assert calendar["VERSION"] == "2.0"
    assert (event.start, event.end) == (SEVEN, SEVEN + timedelta(minutes=60))
    assert event["SUMMARY"] == "Evening appointment"
    assert event["LOCATION"] == "3 Quiet Lane, Westbrook"
    assert event["STATUS"] == "CONFIRMED"
    assert event["ORGANIZER"] == "mailto:hello@fernlight.example"
    assert event["ATTENDEE"] == "mailto:hannah@whitlock.example"
    assert event["ATTENDEE"].params["CN"] == "Hannah Whitlock"
    assert event["DTSTAMP"].dt == NOW


def test_the_uid_stays_and_the_sequence_rises_through_a_move_and_a_cancelling():
    booked = make_booked()
    before = parsed(booked)[1]

    moved = move(appointment=booked, starts_at=at(TUESDAY, "20:15"), now=NOW)
    between = parsed(moved)[1]
    gone = cancel(appointment=moved, now=NOW)
    calendar, after = parsed(gone)

    assert before["UID"] == between["UID"] == after["UID"]
    assert before["SEQUENCE"] < between["SEQUENCE"] < after["SEQUENCE"]
    assert between.start == at(TUESDAY, "20:15")
    assert (calendar["METHOD"], after["STATUS"]) == ("CANCEL", "CANCELLED")


def test_two_appointments_have_two_uids_in_one_calendar():
    first = make_booked()
    second = make_another(first)

    (one_calendar, one), (other_calendar, other) = parsed(first), parsed(second)

    assert one["UID"] != other["UID"]
    assert one_calendar["UID"] == other_calendar["UID"]


@pytest.mark.parametrize(
    ("status", "method", "stands"),
    [
        (Status.REVIEW, "REQUEST", "TENTATIVE"),
        (Status.COMPLETED, "REQUEST", "CONFIRMED"),
        (Status.EXPIRED, "CANCEL", "CANCELLED"),
        (Status.DECLINED, "CANCEL", "CANCELLED"),
        (Status.CANCELLED, "CANCEL", "CANCELLED"),
    ],
)
def test_the_file_says_how_the_appointment_stands(status, method, stands):
    calendar, event = parsed(put(make_booked(), status))

    assert calendar["METHOD"] == method
    assert event["STATUS"] == stands


def test_a_file_fetched_from_the_page_invites_nobody():
    calendar, event = parsed(make_booked(), invite=False)

    assert calendar["METHOD"] == "PUBLISH"
    assert "ATTENDEE" not in event
    assert "ORGANIZER" not in event


def test_a_client_without_an_address_is_no_attendee():
    booked = make_booked(client=make_client(email=""))

    _calendar, event = parsed(booked)

    assert "ATTENDEE" not in event


@pytest.mark.parametrize(
    ("start", "stamp"),
    [
        # Sunday 25 October 2026: 01:30 comes twice in London.
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "20261025T003000Z"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "20261025T013000Z"),
        # Sunday 29 March 2026: 01:00 to 02:00 is left out there.
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "20260329T003000Z"),
        # A summer evening, 19:00 in London.
        (datetime(2026, 7, 7, 18, 0, tzinfo=UTC), "20260707T180000Z"),
    ],
)
def test_times_are_exact_on_nights_the_clocks_change(start, stamp):
    booked = make_booked()
    booked.starts_at, booked.ends_at = start, start + timedelta(minutes=60)

    _calendar, event = parsed(booked)

    assert event["DTSTART"].to_ical().decode() == stamp
    assert event.end - event.start == timedelta(minutes=60)


def test_typed_names_cannot_add_lines():
    name = 'Hannah"\r\nX-EVIL:1\r\nBEGIN:VALARM'
    booked = make_booked(client=make_client(name=name), address="3 Lane\r\nX-EVIL:2")
    Therapist.objects.update(name=name)
    booked.therapist.refresh_from_db()

    calendar, event = parsed(booked)

    assert "X-EVIL" not in event
    assert event.subcomponents == []
    assert b"\nX-EVIL" not in calendar.to_ical()


def test_no_line_is_longer_than_75_bytes():
    booked = make_booked(address="Ünter den Linden, Straße mit sehr langem Namen " * 4)

    _method, file = calendar_file(booked, Clinic.objects.current(), now=NOW)

    assert max(len(line) for line in file.split(b"\r\n")) <= 75
