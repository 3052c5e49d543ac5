"""The desk and the website want the same minute: one has it, whoever is first."""

import uuid
from functools import partial

import pytest

from booking.actions import Person, give_back, hold, hold_for, note_call, send_link
from booking.actions.steps import tell
from booking.models import Appointment, CallTry, Client, Message
from tests.experiments.at_once import RUNNERS, at_once, done, refusals
from tests.factories import (
    MONDAY,
    NOW,
    at,
    make_client,
    make_confirmed,
    make_evening,
    make_room,
    make_therapist,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)

SEVEN = at(MONDAY, "19:00")


@pytest.fixture
def evening():
    treatment, therapist, room = make_evening()
    return {"treatment": treatment, "therapist": therapist, "room": room}


@pytest.fixture
def desk():
    return make_user(role="Front desk")


def at_desk(evening, desk, *, key=None, client=None, starts_at=SEVEN):
    return partial(
        hold_for,
        key=key or uuid.uuid4(),
        treatment=evening["treatment"],
        therapist=evening["therapist"],
        starts_at=starts_at,
        client=client or Person(name="Ben Ashe", phone="01632 960111"),
        by=desk,
        now=NOW,
    )


def online(evening, starts_at=SEVEN):
    return partial(
        hold,
        key=uuid.uuid4(),
        treatment=evening["treatment"],
        starts_at=starts_at,
        now=NOW,
    )


def test_desk_and_website_want_one_time_and_one_has_it(evening, desk):
    half = RUNNERS // 2
    ways = [online(evening) for _n in range(half)]
    ways += [at_desk(evening, desk) for _n in range(half)]

    ends = at_once(*ways)

    assert Appointment.objects.occupying().get() == done(ends)[0]
    assert refusals(ends) == ["SlotTaken"] * (RUNNERS - 1)
    assert Client.objects.count() <= 1


def test_one_form_pressed_eight_times_keeps_one_time_for_one_client(evening, desk):
    key = uuid.uuid4()

    ends = at_once(*[at_desk(evening, desk, key=key) for _n in range(RUNNERS)])

    assert set(done(ends)) == {Appointment.objects.get()}
    assert len(done(ends)) == RUNNERS
    assert Client.objects.count() == 1


def test_the_last_room_goes_to_one_of_two_therapists(evening, desk):
    other = make_therapist(treatments=[evening["treatment"]])
    ways = [at_desk(evening, desk), at_desk(evening | {"therapist": other}, desk)]

    ends = at_once(*ways)

    assert len(done(ends)) == 1
    assert refusals(ends) == ["SlotTaken"]


def test_a_link_sent_while_the_time_is_given_back_leaves_one_of_the_two(evening, desk):
    make_room()
    held = at_desk(evening, desk, client=make_client())()

    ends = at_once(
        partial(send_link, appointment=held, by=desk, now=NOW),
        partial(give_back, appointment=held, by=desk, now=NOW),
    )

    held.refresh_from_db()
    assert held.status == "cancelled"
    assert not held.messages.filter(state="waiting").exists()
    assert set(refusals(ends)) <= {"NotAllowed", "HoldExpired"}


def test_eight_note_one_call_and_one_try_is_written(evening, desk):
    row = make_confirmed(starts_at=SEVEN, client=make_client(email=""), **evening)
    tell(row, Message.Kind.CONFIRMED, now=NOW)
    call = Message.objects.get()

    at_once(
        *[
            partial(
                note_call, message=call, result="reached", by=desk, now=NOW, tries=0
            )
            for _n in range(RUNNERS)
        ]
    )

    assert CallTry.objects.count() == 1


def test_one_person_is_booked_into_one_room_by_two_of_the_team(evening, desk):
    other = make_therapist(treatments=[evening["treatment"]])
    make_room()
    hannah = make_client()
    ways = [
        at_desk(evening, desk, client=hannah),
        at_desk(evening | {"therapist": other}, desk, client=hannah),
    ]

    ends = at_once(*ways)

    assert len(done(ends)) == 1
    assert set(refusals(ends)) <= {"AtTheSameTime", "SlotTaken"}
