"""Two people at the desk at the same moment: one wins, and nothing is done twice."""

from datetime import timedelta

import pytest

from booking.actions import (
    Given,
    arrive,
    cancel,
    complete,
    complete_by_itself,
    end_at_door,
    mark_no_show,
    sign_note,
    take_payment,
)
from booking.models import Payment, Questionnaire, Screening, SessionNote, Status
from booking.models.questionnaires import parsed
from booking.screening.asked import keys_asked
from tests.experiments.at_once import at_once, done, refusals
from tests.factories import TUESDAY, at, make_confirmed, make_evening, make_user

pytestmark = pytest.mark.django_db(transaction=True)

SEVEN = at(TUESDAY, "19:00")
NEAR = SEVEN - timedelta(minutes=10)
OVER = SEVEN + timedelta(minutes=90)


@pytest.fixture
def booked():
    treatment, therapist, room = make_evening()
    return make_confirmed(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )


def given(booked, *ticks):
    document = parsed(Questionnaire.objects.published())
    facts = booked.treatment.facts
    return Given(
        shown=keys_asked(document, facts, "arrival", SEVEN - NEAR),
        answers={"today": list(ticks)},
        consents=(),
        stage="arrival",
    )


def test_two_arrivals_are_one(booked):
    def let_in():
        return arrive(appointment=booked, given=given(booked, "none"), now=NEAR)

    ends = at_once(let_in, let_in, let_in)

    assert refusals(ends) == []
    assert Screening.objects.filter(stage="arrival").count() == 1
    assert booked.events.filter(what="arrived").count() == 1


def test_who_arrives_while_it_is_cancelled_is_in_or_out_and_never_both(booked):
    ends = at_once(
        lambda: arrive(appointment=booked, given=given(booked, "none"), now=NEAR),
        lambda: cancel(
            appointment=booked, now=NEAR, by=None, reason="asked", revision=1
        ),
    )

    booked.refresh_from_db()
    assert len(done(ends)) == 1
    assert (booked.arrived_at is None) == (booked.status == Status.CANCELLED)


def test_complete_and_cancel_leave_one_of_the_two(booked):
    desk, half = make_user(), SEVEN + timedelta(minutes=30)

    ends = at_once(
        lambda: complete(appointment=booked, now=half, by=desk, revision=1),
        lambda: cancel(
            appointment=booked, now=half, by=desk, reason="clinic", revision=1
        ),
    )

    booked.refresh_from_db()
    assert len(done(ends)) == 1
    assert booked.status in (Status.COMPLETED, Status.CANCELLED)
    assert booked.events.count() == 1


def test_a_session_marked_as_it_completes_itself_is_marked_once(booked):
    ends = at_once(
        lambda: complete_by_itself(appointment=booked, now=OVER),
        lambda: mark_no_show(appointment=booked, now=OVER, by=make_user(), revision=1),
    )

    booked.refresh_from_db()
    assert len(done(ends)) == 1
    assert booked.events.count() == 1


def test_two_therapists_end_a_visit_once(booked):
    arrive(appointment=booked, given=given(booked, "changed"), now=NEAR)
    two = [make_user(), make_user()]

    ends = at_once(
        *(
            lambda by=by: end_at_door(appointment=booked, by=by, now=NEAR, revision=2)
            for by in two
        )
    )

    assert len(done(ends)) == 1
    assert booked.messages.count() == 1


def test_signing_twice_at_once_signs_one_note(booked):
    mina = make_user()

    def sign():
        return sign_note(appointment=booked, text="Slow", by=mina, now=OVER)

    ends = at_once(sign, sign, sign)

    assert refusals(ends) == []
    assert SessionNote.objects.count() == 1


def test_paying_twice_at_once_notes_one_payment(booked):
    desk = make_user()

    def pay():
        return take_payment(
            appointment=booked, how="card", cents=7000, by=desk, now=SEVEN
        )

    ends = at_once(pay, pay, pay)

    assert refusals(ends) == []
    assert Payment.objects.count() == 1


def test_two_amounts_at_once_note_one_of_them(booked):
    desk = make_user()

    ends = at_once(
        *(
            lambda cents=cents: take_payment(
                appointment=booked, how="card", cents=cents, by=desk, now=SEVEN
            )
            for cents in (6000, 7000)
        )
    )

    assert refusals(ends) == ["AlreadyPaid"]
    assert Payment.objects.count() == 1
