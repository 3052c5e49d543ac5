"""A series as the team sees it."""

from datetime import timedelta

import pytest
import time_machine

from booking.actions import Person, answer, book, hold_series
from booking.models import Appointment, Status
from tests.factories import NOW, TUESDAY, at, make_evening, make_held, make_user
from tests.factories import given as answers
from tests.public.pages import words

pytestmark = pytest.mark.django_db

SEVEN = at(TUESDAY, "19:00")
WEEK = timedelta(days=7)
YES = {"practice": "Westbrook Surgery", "said_on": "2026-12-07"}


@pytest.fixture(autouse=True)
def _monday_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def lead(client):
    ines = make_user(role="Lead therapist")
    client.force_login(ines)
    return client


def make_series(**ticked):
    """Three dates, booked as far as the answers allow."""
    treatment, therapist, room = make_evening()
    first = make_held(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )
    starts = [SEVEN + WEEK, SEVEN + 2 * WEEK]
    first = hold_series(appointment=first, every=1, starts=starts, now=NOW)
    given = answers(treatment=treatment, starts_at=SEVEN, **ticked)
    first = answer(appointment=first, given=given, now=NOW)
    hannah = Person(name="Hannah", email="hannah@whitlock.example")
    book(appointment=first, person=hannah, now=NOW, doctor=YES if ticked else None)
    return list(Appointment.objects.order_by("starts_at"))


def test_the_page_of_a_date_says_which_of_how_many(lead):
    _first, second, third = make_series()

    page = lead.get(f"/calendar/appointments/{second.ref}/")

    assert "2 of 3 in a series" in words(page)
    assert third.ref in page.content.decode()


def test_a_request_is_one_case_with_all_its_dates(lead):
    first, second, _third = make_series(ask_first=["clotting"], clot_kind="clot_past")

    page = lead.get("/calendar/review/")

    assert first.ref in page.content.decode()
    assert second.ref not in page.content.decode()
    assert "One decision for this and 2 dates after it" in words(page)
    assert Appointment.objects.filter(status=Status.REVIEW).count() == 3
