"""Whoever takes time away takes the locks of the verbs, and they look again."""

from datetime import timedelta

import pytest

from booking.actions.opening import Scope, unserved
from booking.models import Clinic, Room, Status, Therapist
from booking.offers import is_free
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    make_change,
    make_confirmed,
    make_evening,
    make_held,
    make_therapist,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def evening():
    return make_evening()


@pytest.fixture
def booked(evening):
    """Tuesday, 19:00 to 20:00, buffer until 20:15."""
    treatment, therapist, room = evening
    return make_confirmed(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "19:00"),
    )


def everyone():
    return unserved(Scope(everyone=True), now=NOW)


def test_what_lies_within_the_hours_is_served(booked):
    assert everyone() == {}


@pytest.mark.parametrize(
    ("opens", "closes", "served"),
    [
        ("19:00", "20:00", True),
        ("19:05", "20:00", False),
        ("19:00", "19:55", False),
        ("19:00", "02:00", True),
        ("20:00", "19:00", False),
    ],
)
def test_the_treatment_must_lie_within_the_hours_and_the_buffer_need_not(
    evening, booked, opens, closes, served
):
    evening[1].opening_hours.update(opens=opens, closes=closes)

    assert (everyone() == {}) is served


def test_hours_past_midnight_serve_what_starts_on_the_next_date(evening):
    treatment, therapist, room = evening
    therapist.opening_hours.all().update(opens="20:00", closes="02:00")
    therapist.opening_hours.exclude(weekday=0).delete()
    make_confirmed(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "00:30"),
    )

    assert everyone() == {}


@pytest.mark.parametrize(("weeks", "served"), [(0, True), (1, False), (2, True)])
def test_hours_of_every_second_week_serve_their_own_weeks(
    evening, booked, weeks, served
):
    first = MONDAY - weeks * timedelta(weeks=1)
    evening[1].opening_hours.update(valid_from=first, every_second_week=True)

    assert (everyone() == {}) is served


def test_extra_hours_serve_what_weekly_hours_do_not(evening, booked):
    evening[1].opening_hours.all().delete()
    make_change(
        kind="extra",
        therapist=evening[1],
        starts_at=at(TUESDAY, "19:00"),
        ends_at=at(TUESDAY, "20:00"),
    )

    assert everyone() == {}


@pytest.mark.parametrize(
    ("starts", "ends", "served"),
    [
        ("18:00", "19:00", True),
        ("18:00", "19:05", False),
        ("19:30", "19:35", False),
        ("19:55", "21:00", False),
        ("20:00", "21:00", True),
    ],
)
def test_a_closure_matters_where_it_meets_the_treatment(booked, starts, ends, served):
    make_change(
        kind="closure", starts_at=at(TUESDAY, starts), ends_at=at(TUESDAY, ends)
    )

    assert (everyone() == {}) is served


def test_what_is_over_or_given_back_needs_nobody(evening, booked):
    treatment, therapist, room = evening
    make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(MONDAY, "19:00"),
        status=Status.EXPIRED,
        expires_at=None,
    )
    therapist.opening_hours.all().delete()

    assert list(everyone()) == [booked.pk]


def test_a_scope_asks_only_after_whom_it_concerns(evening, booked):
    evening[1].opening_hours.all().delete()
    other = make_therapist(treatments=[evening[0]])

    assert unserved(Scope(therapists=frozenset([other.pk])), now=NOW) == {}
    assert list(unserved(Scope(rooms=frozenset([evening[2].pk])), now=NOW)) == [
        booked.pk
    ]


def switch_off_therapist(_treatment, therapist, _room):
    Therapist.objects.filter(pk=therapist.pk).update(active=False)


def switch_off_room(_treatment, _therapist, room):
    Room.objects.filter(pk=room.pk).update(active=False)


def take_treatment_away(treatment, therapist, _room):
    therapist.treatments.remove(treatment)


@pytest.mark.parametrize(
    "since_chosen", [switch_off_therapist, switch_off_room, take_treatment_away]
)
def test_a_pair_that_was_switched_off_since_it_was_chosen_is_not_free(
    evening, since_chosen
):
    treatment, therapist, room = evening
    asked = {
        "clinic": Clinic.objects.current(),
        "treatment": treatment,
        "therapist": therapist,
        "room": room,
        "starts_at": at(TUESDAY, "19:00"),
        "now": NOW,
    }
    before = is_free(**asked)

    since_chosen(*evening)

    assert before
    assert not is_free(**asked)
