"""Eight threads call the verbs themselves: one evening, whatever the way to it."""

import uuid
from datetime import timedelta
from functools import partial

import pytest

from booking.actions import (
    Person,
    answer,
    answer_to_move,
    book,
    cancel,
    clear_review,
    decline_review,
    extend,
    hold,
    hold_instead,
    move,
    read_answers,
    tidy,
)
from booking.models import Appointment, Client, Message, Status
from tests.experiments.at_once import RUNNERS, at_once, done, refusals
from tests.factories import (
    MONDAY,
    NOW,
    at,
    given,
    make_confirmed,
    make_evening,
    make_held,
    make_review,
    make_room,
    make_therapist,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)
SEVEN = at(MONDAY + 5 * DAY, "19:00")
QUARTER = NOW + timedelta(days=90)
HANNAH = Person(name="Hannah", email="hannah@whitlock.example", phone="01632 960201")


@pytest.fixture
def evening():
    """Who gives what, and where: the fields of an appointment's own row."""
    treatment, therapist, room = make_evening()
    return {"treatment": treatment, "therapist": therapist, "room": room}


def days_later(number):
    return SEVEN + number * DAY


def holding(evening, *, key=None, starts_at=SEVEN, **fields):
    return partial(
        hold,
        key=key or uuid.uuid4(),
        treatment=evening["treatment"],
        starts_at=starts_at,
        now=NOW,
        **fields,
    )


def taken_at(starts_at):
    return Appointment.objects.occupying().filter(starts_at=starts_at)


def test_eight_hold_one_time_and_one_has_it(evening):
    ends = at_once(*[holding(evening) for _thread in range(RUNNERS)])

    assert taken_at(SEVEN).get() == done(ends)[0]
    assert refusals(ends) == ["SlotTaken"] * (RUNNERS - 1)


def test_eight_presses_of_one_form_make_one_appointment(evening):
    key = uuid.uuid4()

    ends = at_once(*[holding(evening, key=key) for _thread in range(RUNNERS)])

    assert ends == [Appointment.objects.get()] * RUNNERS


def test_eight_move_to_one_time_and_one_gets_there(evening):
    booked = [
        make_confirmed(starts_at=days_later(number), **evening)
        for number in range(1, RUNNERS + 1)
    ]

    ends = at_once(
        *[partial(move, appointment=one, starts_at=SEVEN, now=NOW) for one in booked]
    )

    stayed = Appointment.objects.exclude(starts_at=SEVEN)
    assert taken_at(SEVEN).get() == done(ends)[0]
    assert refusals(ends) == ["SlotTaken"] * (RUNNERS - 1)
    assert stayed.filter(status=Status.CONFIRMED).count() == RUNNERS - 1


def test_whatever_the_way_to_one_time_one_gets_there(evening):
    booked = [make_confirmed(starts_at=days_later(n), **evening) for n in (1, 2)]
    held = [make_held(starts_at=days_later(n), **evening) for n in (3, 4)]
    asked = make_confirmed(starts_at=days_later(5), **evening)
    run_out = make_held(starts_at=SEVEN, now=NOW - timedelta(hours=1), **evening)
    fresh = given(treatment=evening["treatment"], starts_at=SEVEN)

    ends = at_once(
        *[partial(move, appointment=one, starts_at=SEVEN, now=NOW) for one in booked],
        *[
            partial(hold_instead, appointment=one, starts_at=SEVEN, now=NOW)
            for one in held
        ],
        partial(
            answer_to_move,
            appointment=asked,
            given=fresh,
            therapist=evening["therapist"],
            room=evening["room"],
            starts_at=SEVEN,
            now=NOW,
        ),
        partial(extend, appointment=run_out, now=NOW),
        holding(evening),
        holding(evening, wish=evening["therapist"].slug),
    )

    assert taken_at(SEVEN).get() == done(ends)[0]
    assert set(refusals(ends)) <= {"SlotTaken", "HoldExpired"}
    assert len(refusals(ends)) == RUNNERS - 1


def test_one_button_pressed_eight_times_books_and_tells_once(evening):
    held = make_held(starts_at=SEVEN, **evening)
    answers = given(treatment=held.treatment, starts_at=SEVEN)
    held = answer(appointment=held, given=answers, now=NOW)

    ends = at_once(
        *[
            partial(book, appointment=held, person=HANNAH, now=NOW)
            for _thread in range(RUNNERS)
        ]
    )

    held.refresh_from_db()
    assert held.status == Status.CONFIRMED
    assert refusals(ends) == ["NotAllowed"] * (RUNNERS - 1)
    assert Client.objects.count() == 1
    assert [m.kind for m in Message.objects.all()] == ["confirmed", "reminder"]


def test_of_clearing_declining_and_cancelling_one_thing_happens(evening):
    review, ines = make_review(starts_at=SEVEN, **evening), make_user(role="Therapist")
    review.review |= {"doctor": {"practice": "Mill Lane", "said_on": "2026-12-01"}}
    review.save()
    read_answers(screening=review.screening, by=ines, why="to decide", now=NOW)
    deciding = [
        partial(clear_review, valid_until=QUARTER, by=ines, revision=review.revision),
        partial(decline_review, by=ines, revision=review.revision),
        partial(cancel, revision=review.revision),
    ]

    ends = at_once(
        *[partial(verb, appointment=review, now=NOW) for verb in deciding * 2]
    )

    review.refresh_from_db()
    statuses = {end.status for end in done(ends)}
    assert statuses == {review.status}
    assert review.events.last().status == review.status
    assert review.messages.filter(state=Message.State.WAITING).count() == 1


def test_the_tidying_job_and_the_client_who_comes_back_agree(evening):
    """Either the hold was closed first and came back, or it never was."""
    run_out = make_held(starts_at=SEVEN, now=NOW - timedelta(hours=1), **evening)

    at_once(
        *[partial(tidy, appointment=run_out, now=NOW)] * 4,
        *[partial(extend, appointment=run_out, now=NOW)] * 4,
    )

    run_out.refresh_from_db()
    assert run_out.status == Status.HELD
    assert run_out.expires_at == NOW + timedelta(minutes=20)


def test_moves_that_cross_each_other_never_lock_each_other_out(evening):
    """Four go from the first therapist to the second and four the other way."""
    other = make_therapist(treatments=[evening["treatment"]])
    there = evening | {"therapist": other, "room": make_room()}
    crossing = [(evening, other.slug), (there, evening["therapist"].slug)]
    booked = [
        make_confirmed(starts_at=days_later(number), wish=wish, **place)
        for place, wish in crossing
        for number in range(1, 5)
    ]

    ends = at_once(
        *[
            partial(
                move,
                appointment=one,
                starts_at=one.starts_at + timedelta(hours=1, minutes=30),
                now=NOW,
            )
            for one in booked
        ]
    )

    assert refusals(ends) == []
    for before, after in zip(booked, ends, strict=True):
        assert after.therapist_id != before.therapist_id
