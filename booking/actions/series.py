"""Book the same time every week or fortnight: hold its dates, and cancel the rest."""

from collections.abc import Sequence
from datetime import datetime

from booking.actions.alongside import give_back_others, hold_dates, keep
from booking.actions.changing import call_off
from booking.actions.problems import BookingClosed, NotAllowed
from booking.actions.steps import change, lock, reread, tell
from booking.actions.verb import verb
from booking.models import Appointment, Clinic, Message, Room, Series, Status

MOST = 8  # dates of a series, the first among them


@verb
def hold_series(
    *,
    appointment: Appointment,
    every: int,
    starts: Sequence[datetime],
    now: datetime,
    revision: int | None = None,
) -> Appointment:
    """Hold these later dates along with a hold, in place of those it had; all or none.

    `starts` may be other times than the plan's, each after the first; none gives the
    series up. Raises SlotTaken, BookingClosed, HoldExpired, NotAllowed, Stale.
    """
    lock(therapists=[appointment.therapist_id], rooms=_all_rooms())
    clinic = Clinic.objects.current()
    held = keep(appointment, now=now, clinic=clinic, revision=revision)
    wanted = sorted(set(starts))
    if held.client_id is not None or held.is_offer or len(wanted) >= MOST:
        raise NotAllowed(held.status)
    if wanted and wanted[0] <= held.starts_at:
        raise NotAllowed(held.status)
    if wanted and not clinic.booking_open:
        raise BookingClosed
    give_back_others(held, now=now)
    series = Series.objects.create(every=every, made_at=now) if wanted else None
    change(held, "series", now=now, series=series)
    hold_dates(held, wanted, clinic, now=now)
    return held


def _all_rooms() -> list[int]:
    return list(Room.objects.values_list("pk", flat=True))


@verb
def cancel_rest(
    *,
    appointment: Appointment,
    now: datetime,
    revision: int | None = None,
) -> Appointment:
    """Give this date of a series back, and all after it; each is late by itself.

    Told once. Raises NotAllowed, Stale.
    """
    later = Appointment.objects.filter(
        series__isnull=False,
        series=appointment.series_id,
        client__isnull=False,
        client=appointment.client_id,
        starts_at__gt=appointment.starts_at,
    ).order_by("starts_at")
    pairs = [(row.therapist_id, row.room_id) for row in [appointment, *later]]
    lock(therapists=[who for who, _ in pairs], rooms=[where for _, where in pairs])
    fresh = reread(appointment, revision)
    if not fresh.can_be_cancelled(now) or fresh.client_id is None:
        raise NotAllowed(fresh.status)
    for each in (fresh, *map(reread, later)):
        if each.can_be_cancelled(now) and each.status != Status.HELD:
            call_off(each, now=now)
    tell(fresh, Message.Kind.CANCELLED, now=now)
    return fresh
