from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from booking.actions import cancel, complete, hold, mark_no_show
from booking.actions.problems import NotAllowed, Stale
from booking.models import Appointment, Message, Status
from tests.factories import (
    NOW,
    TUESDAY,
    at,
    make_confirmed,
    make_evening,
    make_held,
    make_user,
)

pytestmark = pytest.mark.django_db

SEVEN = at(TUESDAY, "19:00")


@pytest.fixture
def booked():
    treatment, therapist, room = make_evening()
    return make_confirmed(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )


def test_a_cancelled_time_is_free_at_once(booked):
    import uuid

    cancel(appointment=booked, now=NOW)

    held = hold(key=uuid.uuid4(), treatment=booked.treatment, starts_at=SEVEN, now=NOW)
    booked.refresh_from_db()
    assert booked.status == Status.CANCELLED
    assert held.starts_at == SEVEN


@pytest.mark.parametrize(
    ("before", "late"),
    [
        (timedelta(hours=8), False),
        (timedelta(hours=8) - timedelta(microseconds=1), True),
        (timedelta(minutes=5), True),
    ],
)
def test_late_is_marked_after_the_notice_agreed_at_booking(booked, before, late):
    ended = cancel(appointment=booked, now=SEVEN - before)

    assert ended.cancelled_late is late


def test_a_safety_cancellation_is_never_late(booked):
    ended = cancel(
        appointment=booked, now=SEVEN - timedelta(minutes=5), reason="safety"
    )

    assert not ended.cancelled_late


def test_cancelling_takes_back_what_waits_and_tells_it(booked):
    from booking.actions import move

    move(appointment=booked, starts_at=SEVEN + timedelta(days=1), now=NOW)

    cancel(appointment=booked, now=NOW)

    told = {m.kind: m.state for m in booked.messages.all()}
    assert told == {
        Message.Kind.MOVED: Message.State.CANCELLED,
        Message.Kind.REMINDER: Message.State.CANCELLED,
        Message.Kind.CANCELLED: Message.State.WAITING,
    }


def test_cancelling_twice_is_one_cancellation(booked):
    cancel(appointment=booked, now=NOW)
    cancel(appointment=booked, now=NOW, revision=1)

    assert booked.events.filter(what="cancelled").count() == 1


def test_a_stale_page_cancels_nothing(booked):
    with pytest.raises(Stale):
        cancel(appointment=booked, now=NOW, revision=9)


def test_a_session_that_began_is_not_cancelled(booked):
    with pytest.raises(NotAllowed):
        cancel(appointment=booked, now=SEVEN)


def test_letting_a_hold_go_tells_nobody():
    treatment, therapist, room = make_evening()
    held = make_held(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )

    cancel(appointment=held, now=NOW)

    assert Message.objects.count() == 0


def test_the_database_keeps_what_is_over_over(booked):
    cancel(appointment=booked, now=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(pk=booked.pk).update(status=Status.CONFIRMED)


def test_a_session_is_completed_and_may_turn_out_missed(booked):
    desk = make_user(role="Front desk")

    complete(appointment=booked, now=SEVEN + timedelta(hours=1), by=desk)
    missed = mark_no_show(appointment=booked, now=SEVEN + timedelta(hours=2), by=desk)

    assert missed.status == Status.NO_SHOW
    assert [e.what for e in missed.events.all()] == ["completed", "no_show"]


def test_nothing_is_completed_before_it_began(booked):
    with pytest.raises(NotAllowed):
        complete(appointment=booked, now=SEVEN - timedelta(microseconds=1))
