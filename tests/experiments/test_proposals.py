"""Several act on one question at once: one wins, and exactly one time stays."""

import uuid
from datetime import timedelta
from functools import partial

import pytest

from booking.actions import (
    accept_proposal,
    block,
    cancel,
    decline_proposal,
    hand_over,
    hold,
    lapse_proposal,
    move,
    propose,
    tidy,
)
from booking.models import Appointment, HoursChange, Message, Proposal, Status
from booking.times import Span
from tests.experiments.at_once import RUNNERS, at_once, done, refusals
from tests.factories import NOW, make_user
from tests.proposing import HOUR, SEVEN, ask, make_booked

pytestmark = pytest.mark.django_db(transaction=True)

State = Proposal.State
OPEN = (Status.CONFIRMED, Status.CANCELLED)


@pytest.fixture
def two():
    return make_booked()


@pytest.fixture
def asked(two):
    return ask(*two)


def settled(asked):
    """The question and its two rows; nothing is left hanging."""
    asked.refresh_from_db()
    booked = Appointment.objects.get(pk=asked.appointment_id)
    offer = Appointment.objects.get(pk=asked.offer_id)
    assert asked.state != State.WAITING
    assert booked.status in OPEN
    assert offer.status in (Status.CANCELLED, Status.EXPIRED)
    stands = booked.status == Status.CONFIRMED
    assert Appointment.objects.occupying().count() == int(stands)
    return asked.state, booked


def test_a_yes_and_the_round_that_lapses(asked):
    """By their own clocks each is right; one of the two happens."""
    just = asked.answer_by - timedelta(seconds=1)

    at_once(
        *[partial(accept_proposal, proposal=asked, now=just)] * 3,
        *[partial(lapse_proposal, proposal=asked, now=asked.answer_by)] * 3,
        *[partial(tidy, appointment=asked.offer, now=asked.answer_by)] * 2,
    )

    state, booked = settled(asked)
    yes = state == State.ACCEPTED
    assert yes == (booked.therapist.slug == "sadia")
    assert yes == (booked.status == Status.CONFIRMED)


def test_a_yes_and_the_client_who_cancels(asked):
    booked = asked.appointment

    ends = at_once(
        *[partial(accept_proposal, proposal=asked, now=NOW)] * 4,
        *[partial(cancel, appointment=booked, now=NOW)] * 4,
    )

    state, booked = settled(asked)
    assert booked.status == Status.CANCELLED
    assert state in (State.ACCEPTED, State.WITHDRAWN)
    assert set(refusals(ends)) <= {"Answered", "NotAllowed"}


def test_a_yes_and_a_no(asked):
    ends = at_once(
        *[partial(accept_proposal, proposal=asked, now=NOW)] * 4,
        *[partial(decline_proposal, proposal=asked, now=NOW)] * 4,
    )

    state, booked = settled(asked)
    assert len(refusals(ends)) == 4
    told = Message.objects.filter(state="waiting", channel="email").get()
    assert (state, booked.status, told.kind) in (
        (State.ACCEPTED, Status.CONFIRMED, "handed_over"),
        (State.DECLINED, Status.CANCELLED, "sorry"),
    )


def test_a_yes_and_another_time(asked):
    booked = asked.appointment
    nine = SEVEN + 2 * HOUR

    at_once(
        *[partial(accept_proposal, proposal=asked, now=NOW)] * 4,
        *[
            partial(
                move,
                appointment=booked,
                starts_at=nine,
                now=NOW,
                revision=Appointment.objects.get(pk=booked.pk).revision,
            )
        ]
        * 4,
    )

    state, booked = settled(asked)
    assert booked.starts_at == (SEVEN if state == State.ACCEPTED else nine)
    assert booked.status == Status.CONFIRMED


def test_two_of_the_team_ask_all_at_once(two):
    booked, sadia = two
    desk = make_user(role="Front desk")

    ends = at_once(
        *[
            partial(
                propose,
                appointment=booked,
                therapist=sadia,
                starts_at=SEVEN,
                why=Proposal.Why.EVENING,
                by=desk,
                now=NOW,
            )
            for _thread in range(RUNNERS)
        ]
    )

    assert len(done(ends)) == 1
    assert set(refusals(ends)) <= {"AlreadyAsked", "SlotTaken"}
    assert Proposal.objects.get().appointment == booked
    assert Appointment.objects.filter(status=Status.HELD).count() == 1
    assert Message.objects.filter(kind="proposed").count() == 2


def test_somebody_books_the_time_that_is_about_to_be_asked_about(two):
    booked, sadia = two
    desk = make_user(role="Front desk")
    asking = partial(
        propose,
        appointment=booked,
        therapist=sadia,
        starts_at=SEVEN,
        why=Proposal.Why.EVENING,
        by=desk,
        now=NOW,
    )
    holding = [
        partial(
            hold,
            key=uuid.uuid4(),
            treatment=booked.treatment,
            starts_at=SEVEN,
            wish="sadia",
            now=NOW,
        )
        for _thread in range(4)
    ]

    ends = at_once(*[asking] * 4, *holding)

    assert len(done(ends)) == 1
    held = Appointment.objects.get(status=Status.HELD)
    assert held.therapist == sadia


def test_a_yes_a_hand_over_and_time_off_of_who_would_take_it(asked, two):
    booked, sadia = two
    span = Span(SEVEN - HOUR, SEVEN + 2 * HOUR)
    ines = booked.therapist

    at_once(
        *[partial(accept_proposal, proposal=asked, now=NOW)] * 3,
        *[partial(block, therapist=sadia, spans=[span], now=NOW)] * 2,
        *[
            partial(
                hand_over,
                appointment=booked,
                therapist=sadia,
                starts_at=SEVEN,
                by=make_user(role="Front desk"),
                now=NOW,
            )
        ],
    )

    booked.refresh_from_db()
    off = HoursChange.objects.filter(therapist=sadia).count()
    assert off <= 1
    assert booked.therapist == (ines if off else sadia)
