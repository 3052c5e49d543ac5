"""A client who books by phone only sees “Please ring us”, and moves nothing alone."""

from datetime import timedelta

import pytest
import time_machine

from booking.actions import Given, arrive
from booking.models import Appointment, ClientMerge, PhoneOnly, Questionnaire
from booking.models.questionnaires import parsed
from booking.screening.asked import keys_asked
from tests.factories import (
    NOW,
    TUESDAY,
    at,
    make_client,
    make_confirmed,
    make_evening,
    make_user,
)
from tests.public.browser import browser_of

pytestmark = pytest.mark.django_db

SEVEN = at(TUESDAY, "19:00")
EIGHT = at(TUESDAY, "20:00")


@pytest.fixture(autouse=True)
def _monday_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def booked():
    treatment, therapist, room = make_evening()
    return make_confirmed(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )


def by_phone(client):
    PhoneOnly.objects.create(
        client=client, reason={"text": "Shouts"}, by=make_user(), since=NOW
    )


def test_their_page_asks_them_to_ring_and_does_not_say_why(booked):
    by_phone(booked.client)

    text = browser_of(booked).get(booked.get_absolute_url()).content.decode()

    assert "Please ring us" in text
    assert "01632 960200" in text
    assert "Shouts" not in text
    assert "Move to another time" not in text
    assert "Book again" not in text


def test_everyone_else_moves_and_books_as_before(booked):
    by_phone(make_client(name="Somebody Else"))

    text = browser_of(booked).get(booked.get_absolute_url()).content.decode()

    assert "Please ring us" not in text
    assert "Move to another time" in text


@pytest.mark.parametrize("page", ["move/", "again/", "questions/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_page_moves_it_or_books_again(booked, page, method):
    by_phone(booked.client)
    browser = browser_of(booked)
    start = EIGHT.isoformat()
    query = f"?start={start.replace('+', '%2B')}" if page == "questions/" else ""

    answer = getattr(browser, method)(
        f"{booked.get_absolute_url()}{page}{query}", {"start": start}
    )

    booked.refresh_from_db()
    assert answer.status_code == 302
    assert answer.url == booked.get_absolute_url()
    assert booked.starts_at == SEVEN
    assert Appointment.objects.count() == 1


def test_a_row_joined_with_theirs_is_theirs(booked):
    other = make_client(name="H. Whitlock")
    ClientMerge.objects.create(client=booked.client, into=other, by=make_user(), at=NOW)
    by_phone(other)

    text = browser_of(booked).get(booked.get_absolute_url()).content.decode()

    assert "Please ring us" in text


def test_the_page_of_a_visit_that_ended_at_the_door_says_why_kindly(booked):
    near = SEVEN - timedelta(minutes=10)
    document = parsed(Questionnaire.objects.published())
    facts = booked.treatment.facts
    given = Given(
        shown=keys_asked(document, facts, "arrival", SEVEN - near),
        answers={"today": ["unwell"]},
        consents=(),
        stage="arrival",
    )
    arrive(appointment=booked, given=given, now=near)

    text = browser_of(booked).get(booked.get_absolute_url()).content.decode()

    assert "We cancelled it for your safety" in text
    assert "Rest will do you more" in text
