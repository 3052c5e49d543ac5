"""Move and cancel an appointment, and close it when it is over."""

from datetime import datetime, timedelta
from typing import Any

from booking.actions.problems import (
    AnswersRunOut,
    NotAllowed,
    QuestionsFirst,
    SlotTaken,
    TrainingNeeded,
)
from booking.actions.proposing import give_way
from booking.actions.reminding import expect_review
from booking.actions.screened import review_deadline, still_to_ask
from booking.actions.steps import (
    change,
    enter,
    lock,
    reread,
    settle,
    take,
    tell,
    untell,
)
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
from booking.models.appointment import GIVEN
from booking.offers import offers_around
from booking.times import local_date, midnight
from clinic.models import User

PAIRS_TRIED = 3
# Reasons of the clinic: nothing is owed, and nothing is late.
OURS = ("safety", "clinic")


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
    back in time, nothing is told. Raises QuestionsFirst where more must be asked (the old time stays), SlotTaken,
    AnswersRunOut, TrainingNeeded, NoReviewInTime, NotAllowed, Stale.
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
    if fresh.status not in (Status.REVIEW, Status.CONFIRMED):
        raise NotAllowed(fresh.status)
    if not fresh.can_be_moved(now):
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
    if fresh.status == Status.REVIEW and not fresh.waits_for_answers:
        tell(fresh, Message.Kind.RING, now=now, channel=Message.Channel.CALL)
        expect_review(fresh, clinic, now=now)
    return fresh


def _move_and_tell(
    fresh: Appointment, fields: dict[str, Any], *, now: datetime, by: User | None
) -> None:
    """Tell the client, unless they know of no other time than the one it is now."""
    was_at = fresh.starts_at
    known = take_back_news(fresh, now=now) or was_at
    wait = news_can_wait(fresh, (was_at, known, fields["starts_at"]), now=now)
    untell(fresh)
    reason = known.isoformat()
    change(fresh, "moved", now=now, by=by, reason=reason, **fields)
    if by is not None and known == fresh.starts_at:
        return
    due_in = UNDONE_WITHIN if by is not None and wait else timedelta(0)
    tell(fresh, Message.Kind.MOVED, now=now, due_in=due_in, was_at=was_at)


def _still_screened(
    fresh: Appointment, clinic: Clinic, *, starts_at: datetime, now: datetime
) -> dict[str, Any]:
    """What a confirmed time needs asked, and until when a review now runs."""
    screening = fresh.screening
    if fresh.status == Status.CONFIRMED:
        sections = still_to_ask(screening, fresh.treatment, starts_at, now)
        if sections:
            raise QuestionsFirst(sections)
        if fresh.cleared_until is None or fresh.cleared_until < starts_at:
            raise AnswersRunOut
        return {}
    said_yes = bool((fresh.review or {}).get("doctor"))
    doctor = bool(screening and screening.doctor_needed and not said_yes)
    until = review_deadline(clinic, starts_at=starts_at, now=now, doctor=doctor)
    return {"expires_at": until}


@verb
def cancel(
    *,
    appointment: Appointment,
    now: datetime,
    by: User | None = None,
    reason: str = "",
    revision: int | None = None,
) -> Appointment:
    """Give the time back. Late is marked, and no money moves; never late for safety,
    or where the clinic cannot. Staff may do it until the session ends.

    A cancelled one stays as it is. Raises NotAllowed, Stale.
    """
    lock(therapists=[appointment.therapist_id], rooms=[appointment.room_id])
    fresh = reread(appointment)
    if fresh.status == Status.CANCELLED:
        return fresh
    fresh = reread(appointment, revision)
    if not (fresh.can_be_cancelled(now) or (by and fresh.is_under_way(now))):
        raise NotAllowed(fresh.status)
    was_confirmed = fresh.status == Status.CONFIRMED
    late = was_confirmed and reason not in OURS and fresh.is_late_to_cancel(now)
    untell(fresh)
    enter(
        fresh,
        Status.CANCELLED,
        now=now,
        by=by,
        reason=reason,
        cancelled_late=late,
    )
    kind = Message.Kind.SORRY if reason == "clinic" else Message.Kind.CANCELLED
    tell(fresh, kind, now=now, heard_from=by if reason == "asked" else None)
    return fresh


@verb
def complete(
    *,
    appointment: Appointment,
    now: datetime,
    by: User | None = None,
    revision: int | None = None,
) -> Appointment:
    """The session was given. Raises NotAllowed before it began, Stale."""
    return _close(appointment, Status.COMPLETED, now=now, by=by, revision=revision)


@verb
def complete_by_itself(*, appointment: Appointment, now: datetime) -> Appointment:
    """Nobody marked it, and it is over for a while. Raises NotAllowed otherwise."""
    lock(therapists=[appointment.therapist_id], rooms=[appointment.room_id])
    fresh = reread(appointment)
    if not Appointment.objects.unmarked(now).filter(pk=fresh.pk).exists():
        raise NotAllowed(fresh.status)
    enter(fresh, Status.COMPLETED, now=now, reason="by itself")
    return fresh


@verb
def mark_no_show(
    *,
    appointment: Appointment,
    now: datetime,
    by: User | None = None,
    revision: int | None = None,
) -> Appointment:
    """The client did not come. Raises NotAllowed before the start, Stale."""
    return _close(appointment, Status.NO_SHOW, now=now, by=by, revision=revision)


def _close(
    appointment: Appointment,
    status: str,
    *,
    now: datetime,
    by: User | None,
    revision: int | None,
) -> Appointment:
    """What was marked may be marked the other way until midnight of that evening."""
    lock(therapists=[appointment.therapist_id], rooms=[appointment.room_id])
    fresh = reread(appointment)
    if fresh.status == status:
        return fresh
    fresh = reread(appointment, revision)
    if fresh.status not in GIVEN or now < fresh.starts_at:
        raise NotAllowed(fresh.status)
    if fresh.status != Status.CONFIRMED and now >= midnight_after(fresh):
        raise NotAllowed(fresh.status)
    enter(fresh, status, now=now, by=by)
    return fresh


def midnight_after(appointment: Appointment) -> datetime:
    """The end of the local day on which a session ends."""
    zone = Clinic.objects.current().zone
    return midnight(local_date(appointment.ends_at, zone) + timedelta(days=1), zone)
