"""Who began with one version of the questionnaire finishes it."""

from datetime import timedelta

import pytest

from booking.actions import Person, answer, book, hold_instead
from booking.actions.screened import version_for
from booking.models import Questionnaire, Status
from tests.factories import (
    NOW,
    TUESDAY,
    at,
    given,
    make_confirmed,
    make_evening,
    make_held,
    make_questionnaire,
)

pytestmark = pytest.mark.django_db

SEVEN = at(TUESDAY + timedelta(days=7), "19:00")
HANNAH = Person("Hannah Whitlock", "hannah@whitlock.example")
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def evening():
    treatment, therapist, room = make_evening()
    return {"treatment": treatment, "therapist": therapist, "room": room}


def publish_another(now=LATER - timedelta(minutes=1)):
    """Version 2, from then on."""
    first = Questionnaire.objects.published()
    Questionnaire.objects.filter(pk=first.pk).update(
        status=Questionnaire.Status.RETIRED, retired_at=now
    )
    second = make_questionnaire(number=2, published=False)
    Questionnaire.objects.filter(pk=second.pk).update(
        status=Questionnaire.Status.PUBLISHED,
        published_at=now,
        approver_name="Ines Duarte",
    )
    return first, Questionnaire.objects.published()


def test_a_form_of_the_version_before_is_taken_and_books(evening):
    held = make_held(**evening, starts_at=SEVEN)
    brought = given(treatment=held.treatment, starts_at=SEVEN)
    first, _second = publish_another()

    answered = answer(appointment=held, given=brought, now=LATER)
    booked = book(appointment=answered, person=HANNAH, now=LATER)

    assert booked.status == Status.CONFIRMED
    assert booked.screening.questionnaire == first


def test_another_time_meanwhile_keeps_what_was_answered(evening):
    held = make_held(**evening, starts_at=SEVEN)
    brought = given(treatment=held.treatment, starts_at=SEVEN)
    answered = answer(appointment=held, given=brought, now=NOW)
    first, _second = publish_another()

    moved = hold_instead(
        appointment=answered, starts_at=SEVEN + timedelta(days=1), now=LATER
    )
    booked = book(appointment=moved, person=HANNAH, now=LATER)

    assert booked.status == Status.CONFIRMED
    assert booked.screening.questionnaire == first


def test_who_begins_afterwards_gets_the_new_one(evening):
    _first, second = publish_another()

    held = make_held(**evening, starts_at=SEVEN, now=LATER)

    assert version_for(held) == second


def test_who_begins_in_the_very_moment_gets_the_new_one(evening):
    held = make_held(**evening, starts_at=SEVEN)

    _first, second = publish_another(now=NOW)

    assert version_for(held) == second


def test_a_booked_client_is_asked_the_new_one(evening):
    booked = make_confirmed(**evening, starts_at=SEVEN)

    _first, second = publish_another()

    assert version_for(booked) == second
