"""Load rules on real rows: what is offered, held and moved is what the rules allow."""

import uuid
from datetime import timedelta

import pytest

from booking.actions import hold, move
from booking.actions.problems import SlotTaken
from booking.models import Appointment, Clinic, Therapist
from booking.offers import is_free, offers
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    make_confirmed,
    make_evening,
    make_held,
    make_room,
    make_therapist,
)

pytestmark = pytest.mark.django_db

SEVEN = at(TUESDAY, "19:00")
DAY = timedelta(days=1)


@pytest.fixture
def evening():
    return make_evening()


def rule(therapist, **fields):
    Therapist.objects.filter(pk=therapist.pk).update(**fields)


def press(treatment, starts_at=SEVEN, **fields):
    return hold(
        key=uuid.uuid4(), treatment=treatment, starts_at=starts_at, now=NOW, **fields
    )


def booked(evening, wall, *, make=make_confirmed, day=TUESDAY, **fields):
    treatment, therapist, room = evening
    wanted = {"therapist": therapist, "room": room} | fields
    return make(treatment=treatment, starts_at=at(day, wall), **wanted)


def offered(treatment, *, since=TUESDAY, days=1, **limits):
    until = since + days * DAY
    return offers(treatment=treatment, now=NOW, since=since, until=until, **limits)


def walls(found):
    return [f"{slot.starts_at:%H:%M}" for slot in found.slots]


def starts_of(found):
    return {slot.starts_at for slot in found.slots}


@pytest.mark.parametrize("make", [make_confirmed, make_held])
def test_a_full_evening_is_neither_offered_nor_held(evening, make):
    treatment, therapist, _room = evening
    rule(therapist, most_sessions=1)
    booked(evening, "16:00", make=make)

    found = offered(treatment)

    assert found.slots == []
    with pytest.raises(SlotTaken):
        press(treatment)
    assert Appointment.objects.count() == 1


def test_a_hold_that_ran_out_leaves_its_place_in_the_evening(evening):
    treatment, therapist, _room = evening
    rule(therapist, most_sessions=1)
    booked(evening, "16:00", make=make_held, now=NOW - timedelta(hours=1))

    assert press(treatment).therapist == therapist


def test_where_one_may_give_no_more_another_does(evening):
    treatment, full, _room = evening
    other = make_therapist(treatments=[treatment])
    make_room()
    rule(full, most_sessions=1)
    booked(evening, "16:00")

    assert press(treatment).therapist == other
    assert press(treatment, at(TUESDAY, "20:15")).therapist == other
    with pytest.raises(SlotTaken):
        press(treatment, wish=full.slug)


def test_a_rule_made_after_the_pair_was_chosen_is_kept_to(evening):
    """The page knows the therapist as they were; under the lock they are read anew."""
    treatment, therapist, room = evening
    booked(evening, "16:00")
    asked = {
        "clinic": Clinic.objects.current(),
        "treatment": treatment,
        "therapist": therapist,
        "room": room,
        "starts_at": SEVEN,
        "now": NOW,
    }
    before = is_free(**asked)
    rule(therapist, most_sessions=1)

    after = is_free(**asked)

    assert (before, after) == (True, False)


def test_a_move_within_a_full_evening_counts_itself_only_once(evening):
    treatment, therapist, _room = evening
    rule(therapist, most_sessions=2, rest_after=1, rest_minutes=30)
    own = booked(evening, "16:00")
    booked(evening, "20:00")

    moved = move(appointment=own, starts_at=at(TUESDAY, "17:00"), now=NOW)

    assert moved.starts_at == at(TUESDAY, "17:00")
    assert walls(offered(treatment)) == []


@pytest.mark.parametrize(
    ("starts", "moves"), [("18:15", True), ("18:30", False), ("21:45", True)]
)
def test_a_move_leaves_the_rest_between_sessions(evening, starts, moves):
    """Another lasts from 20:00 to 21:15, and its own would need 75 minutes, too."""
    _treatment, therapist, _room = evening
    rule(therapist, rest_after=1, rest_minutes=30)
    therapist.opening_hours.update(closes="23:00")
    own = booked(evening, "16:00")
    booked(evening, "20:00")
    starts_at = at(TUESDAY, starts)

    if moves:
        assert move(appointment=own, starts_at=starts_at, now=NOW)
    else:
        with pytest.raises(SlotTaken):
            move(appointment=own, starts_at=starts_at, now=NOW)


def test_the_offers_are_what_the_second_look_allows(evening):
    treatment, therapist, room = evening
    clinic = Clinic.objects.current()
    therapist.opening_hours.update(opens="20:00", closes="03:00")
    booked(evening, "23:30", day=MONDAY)
    booked(evening, "01:00")
    booked(evening, "20:00")
    unruled = {
        slot.starts_at for slot in offered(treatment, since=MONDAY, days=2).slots
    }
    rule(therapist, most_sessions=3, rest_after=2, rest_minutes=45)

    found = starts_of(offered(treatment, since=MONDAY, days=2))

    starts = [at(MONDAY, "20:00") + n * timedelta(minutes=15) for n in range(4 * 31)]
    seen_twice = {
        start
        for start in starts
        if is_free(
            clinic=clinic,
            treatment=treatment,
            therapist=therapist,
            room=room,
            starts_at=start,
            now=NOW,
        )
    }
    assert found == seen_twice
    assert set() < found < unruled


def test_a_row_that_began_the_evening_before_is_read_along(evening):
    treatment, therapist, _room = evening
    rule(therapist, rest_after=2, rest_minutes=60)
    therapist.opening_hours.update(opens="00:00", closes="00:00")
    booked(evening, "21:30", day=MONDAY)
    booked(evening, "22:45", day=MONDAY)

    found = offered(treatment, since=TUESDAY)

    assert walls(found)[0] == "01:00"


@pytest.mark.parametrize("therapists", [1, 4])
def test_rules_cost_no_query(evening, django_assert_num_queries, therapists):
    treatment, therapist, _room = evening
    for _number in range(1, therapists):
        make_therapist(treatments=[treatment])
    Therapist.objects.update(most_sessions=3, rest_after=2, keep_together=True)
    booked(evening, "16:00")

    with django_assert_num_queries(6):
        offered(treatment, days=30)


# Keep my evening together


def test_of_two_with_equally_few_the_one_whose_evening_it_keeps_together(evening):
    treatment, first, _room = evening
    keeping = make_therapist(treatments=[treatment], keep_together=True)
    other_room = make_room()
    booked(evening, "16:00")
    booked(evening, "20:15", therapist=keeping, room=other_room)

    beside = offered(treatment).best_pair(SEVEN)
    apart = offered(treatment).best_pair(at(TUESDAY, "18:00"))

    assert beside[0] == keeping
    assert apart[0] == first


def test_who_has_fewer_sessions_still_comes_first(evening):
    treatment, idle, _room = evening
    keeping = make_therapist(treatments=[treatment], keep_together=True)
    booked(evening, "20:15", therapist=keeping, room=make_room())

    assert offered(treatment).best_pair(SEVEN)[0] == idle
