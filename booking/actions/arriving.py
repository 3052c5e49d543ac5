"""The client comes to the door: the arrival list, and what it comes to."""

from datetime import datetime

from booking.actions.problems import (
    NotAllowed,
    NotScreened,
    OwnBooking,
    TrainingNeeded,
    Unread,
)
from booking.actions.screened import Given, cleared_by, store
from booking.actions.steps import change, enter, lock, reread, untell
from booking.actions.telling import tell
from booking.actions.verb import verb
from booking.models import (
    AccessRecord,
    Appointment,
    Clearance,
    Message,
    Outcome,
    Screening,
    Status,
)
from booking.screening.outcome import Result, worse
from clinic.models import User


@verb
def arrive(
    *,
    appointment: Appointment,
    given: Given,
    now: datetime,
    by: User | None = None,
    revision: int | None = None,
) -> Appointment:
    """Take the answers of the door; the worse of them and the booking's stands.

    Clear and adapt let the client in, clearance waits for a therapist, and not_now
    ends the visit. Who is in stays in. Raises NotScreened, NotAllowed, Stale.
    """
    fresh = _at_the_door(appointment, revision, now)
    if fresh.arrived_at is not None:
        return fresh
    if fresh.arrival is not None or given.stage != Screening.Stage.ARRIVAL:
        raise NotAllowed(fresh.status)
    screening = store(
        fresh, given, treatment=fresh.treatment, starts_at=fresh.starts_at, now=now
    )
    outcome = worse(Result(_standing(fresh)), Result(screening.outcome)).outcome
    if outcome == Outcome.NOT_NOW:
        _end(fresh, now=now, by=by, arrival=screening)
    elif outcome == Outcome.CLEARANCE or not _trained(fresh, screening):
        change(fresh, "door", now=now, by=by, arrival=screening)
    else:
        change(fresh, "arrived", now=now, by=by, arrival=screening, arrived_at=now)
    return fresh


@verb
def clear_at_door(
    *,
    appointment: Appointment,
    by: User,
    now: datetime,
    adaptations: list[str] | None = None,
    revision: int | None = None,
) -> Appointment:
    """A therapist has read the answers: the client may come in, this once.

    Raises OwnBooking, Unread, TrainingNeeded, NotAllowed, Stale.
    """
    fresh = _waiting_at_door(appointment, revision, now)
    screening = fresh.arrival
    if screening is None:
        raise NotAllowed(fresh.status)
    if fresh.client and fresh.client.user_id == by.pk:
        raise OwnBooking
    if not AccessRecord.objects.filter(screening=screening, who=by).exists():
        raise Unread
    if not _trained(fresh, screening):
        raise TrainingNeeded
    kept = screening.content["adaptations"]
    fields = cleared_by(
        screening,
        now=now,
        by=by,
        basis=Clearance.Basis.THERAPIST,
        valid_until=fresh.ends_at,
        changes={"adaptations": kept if adaptations is None else adaptations},
    )
    fields["screening"] = fresh.screening
    change(fresh, "arrived", now=now, by=by, reason="looked", arrived_at=now, **fields)
    return fresh


@verb
def end_at_door(
    *, appointment: Appointment, by: User, now: datetime, revision: int | None = None
) -> Appointment:
    """A therapist has looked: not this evening. Nothing is owed. NotAllowed, Stale."""
    fresh = _waiting_at_door(appointment, revision, now)
    _end(fresh, now=now, by=by)
    return fresh


@verb
def say_late(*, appointment: Appointment, by: User, now: datetime) -> Appointment:
    """Note once that the client comes late; the status stays. Raises NotAllowed."""
    fresh = reread(appointment)
    if fresh.status != Status.CONFIRMED or fresh.arrived_at is not None:
        raise NotAllowed(fresh.status)
    if not fresh.events.filter(what="late").exists():
        change(fresh, "late", now=now, by=by, same_page=True)
    return fresh


def _at_the_door(
    appointment: Appointment, revision: int | None, now: datetime
) -> Appointment:
    """A confirmed one about to begin or under way, locked.

    Who is let in already is shown so, whatever page was open.
    """
    lock(therapists=[appointment.therapist_id], rooms=[appointment.room_id])
    fresh = reread(appointment)
    if fresh.arrived_at is None:
        fresh = reread(appointment, revision)
    if not fresh.is_door_open(now):
        raise NotAllowed(fresh.status)
    return fresh


def _waiting_at_door(
    appointment: Appointment, revision: int | None, now: datetime
) -> Appointment:
    fresh = _at_the_door(appointment, revision, now)
    if not fresh.waits_at_door:
        raise NotAllowed(fresh.status)
    return fresh


def _standing(appointment: Appointment) -> str:
    """What the answers of the booking come to now: a clearance settles them."""
    screening, clearance = appointment.screening, appointment.clearance
    if screening is None or clearance is None:
        raise NotScreened
    by_rules = clearance.basis == Clearance.Basis.RULES
    return screening.outcome if by_rules else Outcome.ADAPT


def _trained(appointment: Appointment, screening: Screening) -> bool:
    return appointment.therapist.holds(screening.training_needed)


def _end(
    appointment: Appointment,
    *,
    now: datetime,
    by: User | None,
    arrival: Screening | None = None,
) -> None:
    """Cancelled by the clinic for safety: never late, and nothing is owed.

    The client is there and hears it, so nobody needs to ring.
    """
    untell(appointment)
    fields = {"arrival": arrival} if arrival else {}
    enter(appointment, Status.CANCELLED, now=now, by=by, reason="safety", **fields)
    tell(appointment, Message.Kind.CANCELLED, now=now, heard_from=by)
