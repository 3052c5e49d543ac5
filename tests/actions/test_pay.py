"""Money at the desk: noted once, undone, never changed."""

from datetime import timedelta

import pytest

from booking.actions import cancel, take_payment, undo_payment
from booking.actions.problems import AlreadyPaid, NotAllowed
from booking.models import Payment
from tests.factories import TUESDAY, at, make_confirmed, make_evening, make_user

pytestmark = pytest.mark.django_db

SEVEN = at(TUESDAY, "19:00")


@pytest.fixture
def booked():
    treatment, therapist, room = make_evening()
    return make_confirmed(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )


def pay(booked, *, how="card", cents=7000, by=None, now=SEVEN):
    by = by or make_user()
    return take_payment(appointment=booked, how=how, cents=cents, by=by, now=now)


def test_what_was_paid_is_noted_in_the_currency_of_the_booking(booked):
    desk = make_user()

    paid = pay(booked, by=desk)

    assert (paid.how, paid.cents, paid.currency) == ("card", 7000, booked.currency)
    assert (paid.taken_at, paid.taken_by) == (SEVEN, desk)


def test_pressing_twice_is_paying_once(booked):
    once = pay(booked)

    twice = pay(booked, now=SEVEN + timedelta(seconds=1))

    assert twice == once
    assert Payment.objects.count() == 1


def test_another_amount_does_not_pass_for_the_one_noted(booked):
    pay(booked)

    with pytest.raises(AlreadyPaid):
        pay(booked, cents=100)


def test_a_payment_undone_makes_room_for_the_right_one(booked):
    desk = make_user()
    undone = undo_payment(payment=pay(booked), by=desk, now=SEVEN)

    paid = pay(booked, how="cash")

    assert (undone.undone_at, undone.undone_by) == (SEVEN, desk)
    assert booked.payments.get(undone_at__isnull=True) == paid


def test_undoing_twice_is_undoing_once(booked):
    paid, desk = pay(booked), make_user()
    undo_payment(payment=paid, by=desk, now=SEVEN)

    again = undo_payment(payment=paid, by=make_user(), now=SEVEN + timedelta(hours=1))

    assert (again.undone_at, again.undone_by) == (SEVEN, desk)


def test_nothing_is_due_for_a_session_that_was_not_given(booked):
    cancel(appointment=booked, now=SEVEN - timedelta(days=1))

    with pytest.raises(NotAllowed):
        pay(booked)


def test_the_log_says_that_it_was_paid_and_undone(booked):
    undo_payment(payment=pay(booked), by=make_user(), now=SEVEN)

    assert [event.what for event in booked.events.all()] == ["paid", "unpaid"]
