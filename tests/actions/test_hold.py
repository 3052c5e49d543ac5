import uuid
from datetime import timedelta

import pytest

from booking.actions import extend, hold, tidy
from booking.actions.problems import (
    BookingClosed,
    HoldAtMaximum,
    HoldExpired,
    SlotTaken,
)
from booking.models import Appointment, Status
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    make_clinic,
    make_confirmed,
    make_evening,
    make_held,
    make_review,
    make_room,
    make_therapist,
    make_treatment,
)

pytestmark = pytest.mark.django_db

SEVEN = at(TUESDAY, "19:00")


def press(treatment, starts_at=SEVEN, *, key=None, **fields):
    return hold(
        key=key or uuid.uuid4(),
        treatment=treatment,
        starts_at=starts_at,
        **({"now": NOW} | fields),
    )


def test_a_free_time_is_held_for_twenty_minutes():
    treatment, therapist, room = make_evening()

    held = press(treatment)

    assert held.status == Status.HELD
    assert (held.therapist, held.room) == (therapist, room)
    assert held.expires_at == NOW + timedelta(minutes=20)
    assert held.ends_at == SEVEN + timedelta(minutes=60)
    assert held.busy_until == SEVEN + timedelta(minutes=75)
    assert held.price_cents == 7000
    assert [event.what for event in held.events.all()] == ["held"]


def test_a_held_time_is_refused_to_the_next():
    treatment, _therapist, _room = make_evening()
    press(treatment)

    with pytest.raises(SlotTaken):
        press(treatment, at(TUESDAY, "19:30"))

    assert Appointment.objects.count() == 1


@pytest.mark.parametrize("wall", ["17:45", "20:15"])
def test_times_that_touch_with_the_buffer_between_are_both_held(wall):
    treatment, _therapist, _room = make_evening()
    press(treatment)

    press(treatment, at(TUESDAY, wall))

    assert Appointment.objects.occupying().count() == 2


@pytest.mark.parametrize(
    ("wall", "why"),
    [
        ("15:45", "before opening"),
        ("21:15", "past closing"),
        ("19:05", "off the slot interval"),
    ],
)
def test_a_time_that_is_not_offered_cannot_be_held(wall, why):
    treatment, _therapist, _room = make_evening()

    with pytest.raises(SlotTaken):
        press(treatment, at(TUESDAY, wall))


def test_less_notice_than_the_lead_time_is_refused():
    treatment, _therapist, _room = make_evening()
    now = at(MONDAY, "17:15")

    with pytest.raises(SlotTaken):
        press(treatment, at(MONDAY, "19:00"), now=now)

    assert press(treatment, at(MONDAY, "19:15"), now=now)


def test_nothing_is_held_while_booking_is_closed():
    treatment, _therapist, _room = make_evening(booking_open=False)

    with pytest.raises(BookingClosed):
        press(treatment)


def test_a_second_press_of_the_same_form_finds_the_first_hold():
    treatment, _therapist, _room = make_evening()
    key = uuid.uuid4()

    first, second = press(treatment, key=key), press(treatment, key=key)

    assert first == second
    assert Appointment.objects.count() == 1


def test_another_time_from_the_same_form_gives_the_first_one_back():
    treatment, _therapist, _room = make_evening()
    key = uuid.uuid4()
    first = press(treatment, key=key)

    second = press(treatment, at(TUESDAY, "17:00"), key=key)

    assert second == first
    assert second.starts_at == at(TUESDAY, "17:00")
    assert press(treatment)


def test_another_tab_of_the_same_browser_moves_its_hold():
    treatment, _therapist, _room = make_evening()
    first = press(treatment)

    second = press(treatment, at(TUESDAY, "19:15"), mine=[first.ref])

    assert second == first
    assert second.revision > first.revision
    assert Appointment.objects.count() == 1


def test_going_back_after_booking_finds_what_was_booked():
    treatment, therapist, room = make_evening()
    key = uuid.uuid4()
    booked = make_confirmed(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN, key=key
    )

    again = press(treatment, at(TUESDAY, "17:00"), key=key)

    assert again == booked
    assert again.starts_at == SEVEN


def test_a_form_whose_hold_ran_out_and_was_tidied_can_hold_again():
    treatment, _therapist, _room = make_evening()
    key = uuid.uuid4()
    first = press(treatment, key=key)
    later = NOW + timedelta(minutes=30)
    tidy(appointment=first, now=later)

    second = press(treatment, key=key, now=later)
    third = press(treatment, key=key, now=later)

    assert second.status == Status.HELD
    assert third == second


def test_a_hold_that_ran_out_is_closed_for_the_next_without_any_job():
    treatment, _therapist, _room = make_evening()
    first = press(treatment)

    second = press(treatment, now=NOW + timedelta(minutes=20))

    first.refresh_from_db()
    assert first.status == Status.EXPIRED
    assert second.is_live(NOW + timedelta(minutes=20))


def test_until_its_last_moment_a_hold_keeps_its_time():
    treatment, _therapist, _room = make_evening()
    press(treatment)

    with pytest.raises(SlotTaken):
        press(treatment, now=NOW + timedelta(minutes=20, microseconds=-1))


def test_anyone_goes_to_whoever_has_fewest_sessions_that_evening():
    treatment, busy, room = make_evening()
    idle = make_therapist(treatments=[treatment])
    make_room()
    make_held(
        treatment=treatment,
        therapist=busy,
        room=room,
        starts_at=at(TUESDAY, "16:30"),
    )

    held = press(treatment)

    assert held.therapist == idle


def test_three_free_therapists_and_three_rooms_give_three_holds():
    treatment, _therapist, _room = make_evening()
    for _n in range(2):
        make_therapist(treatments=[treatment])
        make_room()

    held = [press(treatment) for _n in range(3)]

    assert len({row.therapist_id for row in held}) == 3
    with pytest.raises(SlotTaken):
        press(treatment)


def test_two_free_therapists_and_one_room_give_one_hold():
    treatment, _therapist, _room = make_evening()
    make_therapist(treatments=[treatment])

    press(treatment)

    with pytest.raises(SlotTaken):
        press(treatment)


@pytest.mark.parametrize(
    ("wish", "listed_as", "held"),
    [
        ("woman", "woman", True),
        ("woman", "man", False),
        ("woman", "neither", False),
        ("man", "man", True),
        ("anyone", "neither", True),
    ],
)
def test_a_wish_binds(wish, listed_as, held):
    make_clinic(booking_open=True)
    treatment = make_treatment()
    make_therapist(treatments=[treatment], listed_as=listed_as)
    make_room()

    if held:
        assert press(treatment, wish=wish).wish == wish
    else:
        with pytest.raises(SlotTaken):
            press(treatment, wish=wish)


def test_a_wish_for_one_therapist_is_kept_to():
    treatment, _therapist, _room = make_evening()
    wanted = make_therapist(treatments=[treatment])

    held = press(treatment, wish=wanted.slug)

    assert held.therapist == wanted


def test_a_therapist_who_does_not_give_the_treatment_is_never_chosen():
    treatment, _therapist, _room = make_evening()
    other = make_therapist(treatments=[])

    with pytest.raises(SlotTaken):
        press(treatment, wish=other.slug)


def test_step_free_access_needs_a_step_free_room():
    treatment, _therapist, _room = make_evening()

    with pytest.raises(SlotTaken):
        press(treatment, step_free=True)

    level = make_room(step_free=True)
    assert press(treatment, step_free=True).room == level


def test_a_hold_is_extended_ten_times_and_for_two_hours_at_most():
    treatment, _therapist, _room = make_evening()
    held = press(treatment)

    for minutes in range(10, 110, 10):
        held = extend(appointment=held, now=NOW + timedelta(minutes=minutes))

    assert held.expires_at == NOW + timedelta(minutes=120)
    with pytest.raises(HoldAtMaximum):
        extend(appointment=held, now=NOW + timedelta(minutes=105))


def test_more_time_is_never_less_time():
    treatment, _therapist, _room = make_evening(
        hold_minutes=30, hold_maximum_minutes=30
    )
    held = press(treatment)

    with pytest.raises(HoldAtMaximum):
        extend(appointment=held, now=NOW + timedelta(minutes=5))


def test_a_hold_that_ran_out_is_taken_again_in_silence_while_its_time_is_free():
    treatment, _therapist, _room = make_evening()
    held = press(treatment)
    later = NOW + timedelta(minutes=45)

    again = extend(appointment=held, now=later)

    assert again == held
    assert again.is_live(later)


def test_a_hold_that_ran_out_and_was_taken_is_gone():
    treatment, _therapist, _room = make_evening()
    held = press(treatment)
    later = NOW + timedelta(minutes=45)
    press(treatment, now=later)

    with pytest.raises(HoldExpired):
        extend(appointment=held, now=later)


def test_tidying_leaves_a_live_hold_alone():
    treatment, _therapist, _room = make_evening()
    held = press(treatment)

    assert not tidy(appointment=held, now=NOW)
    assert tidy(appointment=held, now=NOW + timedelta(minutes=20))
    held.refresh_from_db()
    assert held.status == Status.EXPIRED
    assert held.expires_at is None


def test_a_review_that_ran_out_does_not_come_back_as_a_hold():
    treatment, therapist, room = make_evening()
    review = make_review(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )
    tidy(appointment=review, now=review.expires_at)

    with pytest.raises(HoldExpired):
        extend(appointment=review, now=NOW + timedelta(hours=24))
