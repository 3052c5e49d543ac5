import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from booking.models import Status
from tests.factories import NOW, TUESDAY, at, make_evening, make_held
from tests.messages.rows import SEVEN, make_booked, put
from tests.public.browser import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday_noon():
    with time_machine.travel(NOW, tick=False):
        yield


def url(appointment):
    return f"/appointments/{appointment.ref}/calendar.ics"


def test_the_own_browser_gets_the_file():
    booked = make_booked()

    response = browser_of(booked).get(url(booked))

    (event,) = Calendar.from_ical(response.content).events
    assert response["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert "attachment" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    assert event.start == SEVEN


def test_the_file_says_nothing_of_the_treatment_or_the_client():
    booked = make_booked()

    file = browser_of(booked).get(url(booked)).content.decode()

    for secret in (booked.treatment_name, "assage", "Hannah", booked.ref, "/open/"):
        assert secret not in file


def test_every_other_browser_finds_nothing():
    booked = make_booked()

    assert Client().get(url(booked)).status_code == 404
    assert Client().get("/appointments/none/calendar.ics").status_code == 404


def test_what_was_called_off_takes_itself_back():
    booked = put(make_booked(), Status.CANCELLED)

    response = browser_of(booked).get(url(booked))

    calendar = Calendar.from_ical(response.content)
    assert (calendar["METHOD"], calendar.events[0]["STATUS"]) == (
        "CANCEL",
        "CANCELLED",
    )


def test_a_hold_is_nothing_for_a_calendar_yet():
    treatment, therapist, room = make_evening()
    held = make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "19:00"),
    )

    response = browser_of(held).get(url(held))

    assert (response.status_code, response.url) == (302, held.get_absolute_url())
