"""Ask a client to take another time or therapist: nobody is moved without a yes.

The time asked about is kept as a hold that is nobody's yet, so the database guards it
like any other. Whatever becomes of the question, exactly one of the two times stays.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any

from booking.actions.problems import (
    AgainstWish,
    AlreadyAsked,
    Answered,
    NotAllowed,
    SlotTaken,
    TrainingNeeded,
)
from booking.actions.steps import (
    change,
    lock,
    record,
    reread,
    settle,
    take,
)
from booking.actions.telling import tell
from booking.actions.verb import verb
from booking.models import (
    Appointment,
    Clinic,
    Message,
    Proposal,
    Room,
    Therapist,
)
from booking.models.appointment import ASKABLE
from booking.offers import offers_around
from clinic.models import User

Kind, State = Message.Kind, Proposal.State

ROOMS_TRIED = 3
AS_BOOKED = (
    "wish",
    "step_free",
    "bedtime",
    "treatment_name",
    "minutes",
    "price_cents",
    "currency",
    "notice_hours",
)
HOUR = timedelta(hours=1)
LEAST_TO_ANSWER = timedelta(minutes=15)


def answer_by(appointment: Appointment, starts_at: datetime, now: datetime) -> datetime:
    """By when a client answers: an hour before the first of the two times.

    Where that leaves less than a quarter of an hour, until that first time itself.
    """
    first = min(appointment.starts_at, starts_at)
    return first - HOUR if first - HOUR - now >= LEAST_TO_ANSWER else first


def earliest(appointment: Appointment, clinic: Clinic, now: datetime) -> datetime:
    """The first start a client may be asked to take.

    Who comes that evening anyway needs no lead time, but for coming earlier.
    """
    return min(appointment.starts_at, now + clinic.lead_time)


def propose(
    *,
    appointment: Appointment,
    therapist: Therapist,
    starts_at: datetime,
    why: str,
    by: User,
    now: datetime,
    batch: uuid.UUID | None = None,
    revision: int | None = None,
) -> Proposal:
    """Keep a time with a therapist who fits, and ask the client to take it.

    Raises SlotTaken, AlreadyAsked, TrainingNeeded, AgainstWish, NotAllowed, Stale.
    """
    same = appointment if starts_at == appointment.starts_at else None
    rooms = free_rooms(appointment, therapist, starts_at, now, ignoring=same)
    for room in rooms[:ROOMS_TRIED]:
        try:
            return _propose_in(
                appointment=appointment,
                therapist=therapist,
                room=room,
                starts_at=starts_at,
                why=why,
                batch=batch or uuid.uuid4(),
                by=by,
                now=now,
                revision=revision,
            )
        except SlotTaken:
            continue
    raise SlotTaken


def free_rooms(
    appointment: Appointment,
    therapist: Therapist,
    starts_at: datetime,
    now: datetime,
    ignoring: Appointment | None = None,
) -> list[Room]:
    """The rooms free for it, chosen before any transaction; their own one first."""
    fits(appointment, therapist)
    found = offers_around(
        starts_at,
        treatment=appointment.treatment,
        now=now,
        wish=appointment.wish,
        trainings=appointment.trainings,
        step_free=appointment.step_free,
        ignoring=ignoring,
        kept=True,
    )
    slot = found.at(starts_at)
    if slot is None or therapist.pk not in slot.therapists:
        return []
    own = appointment.room_id
    return [
        found.rooms[pk] for pk in sorted(slot.rooms, key=lambda pk: (pk != own, pk))
    ]


def fits(appointment: Appointment, therapist: Therapist) -> None:
    """Raises TrainingNeeded, AgainstWish."""
    if not therapist.holds(appointment.trainings):
        raise TrainingNeeded
    if not therapist.meets(appointment.wish):
        raise AgainstWish


@verb
def _propose_in(
    *,
    appointment: Appointment,
    therapist: Therapist,
    room: Room,
    starts_at: datetime,
    why: str,
    batch: uuid.UUID,
    by: User,
    now: datetime,
    revision: int | None,
) -> Proposal:
    clinic = Clinic.objects.current()
    lock(
        therapists=[appointment.therapist_id, therapist.pk],
        rooms=[appointment.room_id, room.pk],
    )
    fresh = askable(reread(appointment), now)
    if fresh.proposals.waiting().exists():
        raise AlreadyAsked
    fresh = reread(appointment, revision)
    _may_be_asked(fresh, therapist, room, starts_at, clinic, now)
    until = answer_by(fresh, starts_at, now)
    shares_room = room == fresh.room and starts_at == fresh.starts_at
    fields = take(
        clinic=clinic,
        treatment=fresh.treatment,
        therapist=therapist,
        room=room,
        starts_at=starts_at,
        now=now,
        mine=fresh if shares_room else None,
        kept=True,
    )
    fields |= {"shares_room": shares_room, "expires_at": until}
    offer = _keep_for(fresh, fields, now=now, by=by)
    return _ask(fresh, offer, why=why, batch=batch, by=by, now=now)


def _ask(
    fresh: Appointment,
    offer: Appointment,
    *,
    why: str,
    batch: uuid.UUID,
    by: User,
    now: datetime,
) -> Proposal:
    until = answer_by(fresh, offer.starts_at, now)
    asked = Proposal.objects.create(
        batch=batch,
        appointment=fresh,
        offer=offer,
        why=why,
        asked_by=by,
        asked_at=now,
        answer_by=until,
    )
    change(fresh, "proposed", now=now, by=by, reason=why)
    tell(fresh, Kind.PROPOSED, now=now)
    _ring(fresh, now=now, call_by=until)
    return asked


def askable(fresh: Appointment, now: datetime) -> Appointment:
    """Raises NotAllowed where it is over, or has begun."""
    if fresh.status not in ASKABLE or not fresh.can_be_moved(now):
        raise NotAllowed(fresh.status)
    return fresh


def _may_be_asked(
    fresh: Appointment,
    therapist: Therapist,
    room: Room,
    starts_at: datetime,
    clinic: Clinic,
    now: datetime,
) -> None:
    """Raises TrainingNeeded, AgainstWish, SlotTaken."""
    fits(fresh, therapist)
    if fresh.step_free and not room.step_free:
        raise AgainstWish
    if starts_at < earliest(fresh, clinic, now):
        raise SlotTaken
    if (fresh.therapist_id, fresh.starts_at) == (therapist.pk, starts_at):
        raise SlotTaken


def _keep_for(
    fresh: Appointment,
    fields: dict[str, Any],
    *,
    now: datetime,
    by: User,
) -> Appointment:
    """The hold behind the question; no browser knows it.

    In the very room and time of the appointment it may lie beside it: that one keeps
    the room for both, and of the two only one takes place.
    """
    fields |= {name: getattr(fresh, name) for name in AS_BOOKED}
    offer = Appointment.objects.create(held_at=now, **fields)
    record(offer, "held", now=now, by=by, reason="proposed")
    return offer


def _ring(fresh: Appointment, *, now: datetime, call_by: datetime) -> None:
    """A line on the call list too, however far away the evening is."""
    client, calls = fresh.client, fresh.messages.filter(channel=Message.Channel.CALL)
    is_rung = calls.filter(kind=Kind.PROPOSED, state=Message.State.WAITING)
    if client is None or not client.phone or is_rung.exists():
        return
    fresh.messages.get_or_create(
        key=f"{fresh.ref}:{Kind.PROPOSED}:{fresh.revision}:call",
        defaults={
            "channel": Message.Channel.CALL,
            "kind": Kind.PROPOSED,
            "recipient": client.phone,
            "due_at": now,
            "call_by": call_by,
        },
    )


# What is there to be answered


def locked(proposal: Proposal) -> Proposal:
    """The question as it is now, locked with both its times."""
    rows = Proposal.objects.select_related("appointment", "offer")
    known = rows.get(pk=proposal.pk)
    pair = (known.appointment, known.offer)
    lock(
        therapists=[row.therapist_id for row in pair],
        rooms=[row.room_id for row in pair],
    )
    fresh = reread(known.appointment)
    asked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    asked.appointment, asked.offer = fresh, reread(known.offer)
    return asked


def give_way(
    appointment: Appointment,
    therapist: Therapist,
    starts_at: datetime,
    *,
    now: datetime,
) -> bool:
    """The time kept for an answer is free for the client's own choice.

    Whether that is the very time they were asked to take, and they are in time.
    """
    asked = appointment.proposals.waiting().select_related("offer").first()
    if asked is None:
        return False
    kept = (asked.offer.therapist_id, asked.offer.starts_at)
    same = kept == (therapist.pk, starts_at) and now < asked.answer_by
    settle(appointment, State.ACCEPTED if same else State.OTHER_TIME, now=now)
    return same


@verb
def withdraw_proposal(
    *, proposal: Proposal, now: datetime, by: User | None = None
) -> Appointment:
    """Take the question back; the appointment stays as it was. Raises Answered."""
    asked = locked(proposal)
    if asked.state != State.WAITING:
        raise Answered(asked.state)
    fresh = asked.appointment
    settle(fresh, State.WITHDRAWN, now=now)
    fresh.messages.filter(kind=Kind.PROPOSED, state=Message.State.WAITING).update(
        state=Message.State.CANCELLED
    )
    change(fresh, "withdrawn", now=now, by=by)
    return fresh
