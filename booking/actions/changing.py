"""Cancel an appointment, and close it when it is over."""

from datetime import datetime, timedelta

from booking.actions.alongside import give_back_others, rooms_of
from booking.actions.mornings import expect_morning, forget_morning
from booking.actions.problems import (
    NotAllowed,
)
from booking.actions.reminding import forget_reminder
from booking.actions.steps import (
    enter,
    lock,
    reread,
    tell,
    untell,
)
from booking.actions.verb import verb
from booking.models import (
    Appointment,
    Clinic,
    Message,
    Status,
)
from booking.models.appointment import GIVEN
from booking.times import local_date, midnight
from clinic.models import User

# Reasons of the clinic: nothing is owed, and nothing is late.
OURS = ("safety", "clinic")


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
    lock(therapists=[appointment.therapist_id], rooms=rooms_of(appointment))
    fresh = reread(appointment)
    if fresh.status == Status.CANCELLED:
        return fresh
    fresh = reread(appointment, revision)
    if not (fresh.can_be_cancelled(now) or (by and fresh.is_under_way(now))):
        raise NotAllowed(fresh.status)
    give_back_others(fresh, now=now)
    call_off(fresh, now=now, by=by, reason=reason)
    kind = Message.Kind.SORRY if reason == "clinic" else Message.Kind.CANCELLED
    tell(fresh, kind, now=now, heard_from=by if reason == "asked" else None)
    return fresh


def call_off(
    appointment: Appointment,
    *,
    now: datetime,
    by: User | None = None,
    reason: str = "",
) -> None:
    """CANCELLED, with its late mark; what waited to be told is pointless."""
    was_confirmed = appointment.status == Status.CONFIRMED
    late = was_confirmed and reason not in OURS and appointment.is_late_to_cancel(now)
    untell(appointment)
    enter(
        appointment,
        Status.CANCELLED,
        now=now,
        by=by,
        reason=reason,
        cancelled_late=late,
    )


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
    forget_reminder(fresh)
    enter(fresh, Status.COMPLETED, now=now, reason="by itself")
    expect_morning(fresh, now=now)
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
    forget_reminder(fresh)
    enter(fresh, status, now=now, by=by)
    if status == Status.COMPLETED:
        expect_morning(fresh, now=now)
    else:
        forget_morning(fresh)
    return fresh


def midnight_after(appointment: Appointment) -> datetime:
    """The end of the local day on which a session ends."""
    zone = Clinic.objects.current().zone
    return midnight(local_date(appointment.ends_at, zone) + timedelta(days=1), zone)
