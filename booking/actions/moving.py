"""Move an appointment to another time."""

from datetime import datetime, timedelta
from typing import Any

from booking.actions.deadlines import review_deadline
from booking.actions.problems import (
    AnswersRunOut,
    NotAllowed,
    QuestionsFirst,
    SlotTaken,
    TrainingNeeded,
)
from booking.actions.proposing import give_way
from booking.actions.reminding import expect_review, remind
from booking.actions.screened import (
    still_to_ask,
)
from booking.actions.steps import change, lock, reread, settle, take, tell, untell
from booking.actions.together import asking_at, expect_answers
from booking.actions.undoing import UNDONE_WITHIN, news_can_wait, take_back_news
from booking.actions.verb import verb
from booking.models import (
    Appointment,
    Clinic,
    Message,
    Proposal,
    Room,
    Status,
    Therapist,
)
from booking.models.appointment import ASKABLE
from booking.offers import offers_around
from clinic.models import User

PAIRS_TRIED = 3


def pair_for(
    appointment: Appointment,
    *,
    starts_at: datetime,
    now: datetime,
    treatment: Any = None,
    therapist: Therapist | None = None,
    by: User | None = None,
) -> tuple[Therapist, Room]:
    """Who and where at another time, by the wish and the needs of the client.

    Chosen before any transaction. Raises SlotTaken where nobody is free. What the
    client was asked to take is kept for them. Staff may say which therapist it is,
    whatever the wish, and need no lead time.
    """
    if therapist is not None:
        return _with(therapist, appointment, starts_at=starts_at, now=now, by=by)
    asked = appointment.proposals.waiting().filter(offer__starts_at=starts_at)
    kept = asked.select_related("offer__therapist", "offer__room").first()
    if kept and treatment in (None, appointment.treatment):
        return kept.offer.therapist, kept.offer.room
    found = offers_around(
        starts_at,
        treatment=treatment or appointment.treatment,
        now=now,
        wish=appointment.wish,
        trainings=appointment.trainings,
        step_free=appointment.step_free,
        ignoring=appointment,
    )
    pair = found.best_pair(starts_at)
    if pair is None:
        raise SlotTaken
    return pair


def _with(
    therapist: Therapist,
    appointment: Appointment,
    *,
    starts_at: datetime,
    now: datetime,
    by: User | None,
) -> tuple[Therapist, Room]:
    """That therapist, in the room it has where that is free. Raises SlotTaken."""
    found = offers_around(
        starts_at,
        treatment=appointment.treatment,
        now=now,
        wish=therapist.slug,
        step_free=appointment.step_free,
        ignoring=appointment,
        kept=by is not None,
    )
    slot = found.at(starts_at)
    if slot is None:
        raise SlotTaken
    own = appointment.room_id in slot.rooms
    return therapist, found.rooms[appointment.room_id if own else min(slot.rooms)]


def move(
    *,
    appointment: Appointment,
    starts_at: datetime,
    now: datetime,
    revision: int | None = None,
    by: User | None = None,
    therapist: Therapist | None = None,
) -> Appointment:
    """Another time for the same treatment: one UPDATE under the same guard.

    The client is told, a few minutes later where staff can still take it back. Moved
    back in time, nothing is told. Raises QuestionsFirst where more must be asked (the
    old time stays), SlotTaken, AnswersRunOut, TrainingNeeded, NoReviewInTime,
    NotAllowed, Stale.
    """
    for left in reversed(range(PAIRS_TRIED)):
        chosen, room = pair_for(
            appointment, starts_at=starts_at, now=now, therapist=therapist, by=by
        )
        try:
            return _move_to(
                appointment=appointment,
                therapist=chosen,
                room=room,
                starts_at=starts_at,
                now=now,
                revision=revision,
                by=by,
            )
        except SlotTaken:
            if not left:
                raise
    raise SlotTaken


@verb
def _move_to(
    *,
    appointment: Appointment,
    therapist: Therapist,
    room: Room,
    starts_at: datetime,
    now: datetime,
    revision: int | None,
    by: User | None,
) -> Appointment:
    clinic = Clinic.objects.current()
    lock(
        therapists=[appointment.therapist_id, therapist.pk],
        rooms=[appointment.room_id, room.pk],
    )
    fresh = reread(appointment, revision)
    if fresh.status not in ASKABLE or not fresh.can_be_moved(now):
        raise NotAllowed(fresh.status)
    fields = _still_screened(fresh, clinic, starts_at=starts_at, now=now)
    if not therapist.holds(fresh.trainings):
        raise TrainingNeeded
    was_kept = not by and give_way(fresh, therapist, starts_at, now=now)
    settle(fresh, Proposal.State.WITHDRAWN, now=now)
    fields |= take(
        clinic=clinic,
        treatment=fresh.treatment,
        therapist=therapist,
        room=room,
        starts_at=starts_at,
        now=now,
        mine=fresh,
        kept=was_kept or by is not None,
    )
    _move_and_tell(fresh, fields, now=now, by=by)
    remind(fresh, clinic, now=now)
    if fresh.status == Status.REVIEW and not fresh.waits_for_answers:
        tell(fresh, Message.Kind.RING, now=now, channel=Message.Channel.CALL)
        expect_review(fresh, clinic, now=now)
    expect_answers(fresh, now=now)
    return fresh


def _move_and_tell(
    fresh: Appointment, fields: dict[str, Any], *, now: datetime, by: User | None
) -> None:
    """Tell the client, unless they know of no other time than the one it is now."""
    was_at = fresh.starts_at
    untold = take_back_news(fresh, now=now)
    known = untold or was_at
    wait = news_can_wait(fresh, (was_at, known, fields["starts_at"]), now=now)
    untell(fresh)
    reason = known.isoformat()
    change(fresh, "moved", now=now, by=by, reason=reason, **fields)
    if by is not None and untold == fresh.starts_at:
        return
    due_in = UNDONE_WITHIN if by is not None and wait else timedelta(0)
    tell(fresh, Message.Kind.MOVED, now=now, due_in=due_in, was_at=was_at)


def _still_screened(
    fresh: Appointment, clinic: Clinic, *, starts_at: datetime, now: datetime
) -> dict[str, Any]:
    """What a confirmed time needs asked, and until when a review now runs."""
    if fresh.status == Status.CONFIRMED:
        sections = still_to_ask(fresh.screening, fresh.treatment, starts_at, now)
        if sections:
            raise QuestionsFirst(sections)
        if fresh.cleared_until is None or fresh.cleared_until < starts_at:
            raise AnswersRunOut
        return {}
    if fresh.asks_from is not None:
        return asking_at(fresh, starts_at, now=now)
    until = review_deadline(
        clinic, starts_at=starts_at, now=now, doctor=fresh.needs_doctor
    )
    return {"expires_at": until}
