"""What a client says to another time: yes, no, or nothing until it is too late."""

from datetime import datetime
from typing import Any

from booking.actions.handing_over import hand_to
from booking.actions.problems import Answered
from booking.actions.proposing import askable, locked
from booking.actions.steps import enter, lock, reread, settle
from booking.actions.telling import tell, untell
from booking.actions.verb import verb
from booking.models import Appointment, Message, Proposal, Status
from booking.models.appointment import ASKABLE
from clinic.models import User

State = Proposal.State


@verb
def accept_proposal(
    *, proposal: Proposal, now: datetime, by: User | None = None
) -> Appointment:
    """Take the time that was asked about; who said yes already stays as they are.

    `by` is who wrote down a yes on the phone. Raises Answered, QuestionsFirst,
    AnswersRunOut, TrainingNeeded, AgainstWish, NoReviewInTime, SlotTaken, NotAllowed.
    """
    asked = locked(proposal)
    fresh, offer = asked.appointment, asked.offer
    if asked.state == State.ACCEPTED:
        return fresh
    if asked.state != State.WAITING or now >= asked.answer_by:
        raise Answered(asked.state)
    settle(askable(fresh, now), State.ACCEPTED, now=now)
    return hand_to(
        fresh,
        therapist=offer.therapist,
        room=offer.room,
        starts_at=offer.starts_at,
        now=now,
        by=by,
        reason="by_phone" if by else "",
    )


@verb
def decline_proposal(
    *, proposal: Proposal, now: datetime, by: User | None = None
) -> Appointment:
    """They would rather not: cancelled by the clinic, never late, with an apology.

    Raises Answered.
    """
    asked = locked(proposal)
    if asked.state == State.DECLINED:
        return asked.appointment
    if asked.state != State.WAITING:
        raise Answered(asked.state)
    settle(asked.appointment, State.DECLINED, now=now)
    _say_sorry(asked.appointment, now=now, by=by)
    _no_need_to_ring(asked.appointment)
    return asked.appointment


def _no_need_to_ring(fresh: Appointment) -> None:
    """They said it themselves; the mail is enough for who reads mail."""
    if fresh.client and fresh.client.email:
        calls = fresh.messages.filter(channel=Message.Channel.CALL)
        calls.filter(state=Message.State.WAITING).update(state=Message.State.CANCELLED)


@verb
def lapse_proposal(*, proposal: Proposal, now: datetime) -> bool:
    """Nobody answered in time: the same. Whether there was anything to close."""
    asked = locked(proposal)
    if asked.state != State.WAITING or now < asked.answer_by:
        return False
    stands = asked.appointment.status in ASKABLE
    settle(asked.appointment, State.LAPSED if stands else State.WITHDRAWN, now=now)
    if stands:
        _say_sorry(asked.appointment, now=now)
    return True


@verb
def call_off(
    *,
    appointment: Appointment,
    now: datetime,
    by: User,
    words: str = "",
    revision: int | None = None,
) -> Appointment:
    """The clinic cancels, with an apology; `words` stand on the client's page only.

    Raises NotAllowed, Stale.
    """
    lock(therapists=[appointment.therapist_id], rooms=[appointment.room_id])
    fresh = reread(appointment)
    if fresh.status == Status.CANCELLED:
        return fresh
    askable(reread(appointment, revision), now)
    review = {**(fresh.review or {}), "words": words} if words else fresh.review
    _say_sorry(fresh, now=now, by=by, review=review)
    return fresh


def _say_sorry(
    fresh: Appointment, *, now: datetime, by: User | None = None, **fields: Any
) -> None:
    untell(fresh)
    enter(fresh, Status.CANCELLED, now=now, by=by, reason="clinic", **fields)
    tell(fresh, Message.Kind.SORRY, now=now)
