"""The dates of a series as a page shows them: which fit, and what else is near."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from booking.actions import MOST
from booking.models import Appointment, Clinic, Series, Status
from booking.offers import Offers, offers
from booking.times import Span
from booking.times.series import dates_of

FEWEST, USUAL = 2, 4
SHOWN = 3
DAY = timedelta(days=1)
NEAR = timedelta(days=3)  # so that what is near one date is not near the next


@dataclass(frozen=True, slots=True)
class Wished:
    """How often and how many, as the address says; nonsense is the usual."""

    every: int
    times: int


@dataclass(frozen=True, slots=True)
class PlannedDate:
    """One date of the plan: its own time where it fits, else up to three near it.

    `chosen` are those of them that are held along already.
    """

    span: Span
    fits: bool = False
    near: tuple[Span, ...] = ()
    chosen: tuple[datetime, ...] = ()
    is_beyond: bool = False


def read_wished(query: Mapping[str, str]) -> Wished | None:
    """None before anything was chosen."""
    if "every" not in query and "times" not in query:
        return None
    every, times = query.get("every", ""), query.get("times", "")
    weeks = {str(value): value for value in Series.Every.values}
    counts = {str(count): count for count in range(FEWEST, MOST + 1)}
    usual = Series.Every.WEEK.value
    return Wished(weeks.get(every, usual), counts.get(times, USUAL))


def plan(held: Appointment, wished: Wished, now: datetime) -> list[PlannedDate]:
    """The dates after the first; the browser's own holds count as free."""
    clinic = Clinic.objects.current()
    _first, *later = dates_of(
        held.starts_at, every=wished.every, times=wished.times, zone=clinic.zone
    )
    last_day = timezone.localdate(now) + (clinic.booking_horizon_days - 1) * DAY
    own = [row.starts_at for row in held_along(held) if row.is_live(now)]
    found = _found(held, later[-1], now)
    return [_planned(held, start, found, own, last_day) for start in later]


def _planned(
    held: Appointment,
    starts_at: datetime,
    found: Offers,
    own: Collection[datetime],
    last_day: date,
) -> PlannedDate:
    length = held.ends_at - held.starts_at
    span = Span(starts_at, starts_at + length)
    if starts_at in own or found.at(starts_at):
        return PlannedDate(span, fits=True)
    if timezone.localdate(starts_at) > last_day:
        return PlannedDate(span, is_beyond=True)
    free = [slot.starts_at for slot in found.slots]
    near = sorted(
        (start for start in free if _is_near(start, starts_at, held)),
        key=lambda start: (abs(start - starts_at), start),
    )[:SHOWN]
    chosen = tuple(start for start in own if _is_near(start, starts_at, held))
    shown = sorted({*near, *chosen})
    spans = tuple(Span(start, start + length) for start in shown)
    return PlannedDate(span, near=spans, chosen=chosen)


def _is_near(start: datetime, wished: datetime, held: Appointment) -> bool:
    return abs(start - wished) <= NEAR and start >= held.busy_until


def _found(held: Appointment, last: datetime, now: datetime) -> Offers:
    """The times of the therapist who gives the first, up to the last date."""
    return offers(
        treatment=held.treatment,
        now=now,
        since=timezone.localdate(held.starts_at) - DAY,
        until=timezone.localdate(last + NEAR) + DAY,
        wish=held.therapist.slug,
        trainings=held.trainings,
        step_free=held.step_free,
    )


def held_along(held: Appointment) -> list[Appointment]:
    """The later dates of a hold, those that were lost too."""
    return list(Appointment.objects.held_with(held))


def times_of(held: Appointment, along: Sequence[Appointment]) -> int:
    """How many dates were looked at, those left out too."""
    if held.series is None or not along:
        return USUAL
    weeks = (along[-1].starts_at - held.starts_at + NEAR) // timedelta(weeks=1)
    return max(FEWEST, min(MOST, weeks // held.series.every + 1))


def has_others(refs: Collection[str]) -> bool:
    """Whether a hold of this browser has later dates with it."""
    rows = Appointment.objects.filter(
        ref__in=refs,
        status=Status.HELD,
        client__isnull=True,
        series__isnull=False,
    )
    return bool(refs) and rows.exists()


def along_words(held: Appointment) -> dict[str, Any]:
    """What a page on the way says of the other dates: kept, and gone."""
    rows = held_along(held)
    gone = [row for row in rows if row.status == Status.EXPIRED]
    return {
        "along": [row for row in rows if row not in gone],
        "along_gone": gone,
        "along_times": times_of(held, rows),
        "may_repeat": held.status == Status.HELD and held.client_id is None,
    }


@dataclass(frozen=True, slots=True)
class SeriesDate:
    """One date on its client's page; whether it asks them something now."""

    appointment: Appointment
    is_this: bool
    asks: bool


def series_words(appointment: Appointment, now: datetime) -> dict[str, Any]:
    """All dates of the series of one client, and those that can go with this one."""
    dates = _dates(appointment, now)
    later = [
        date.appointment
        for date in dates
        if date.appointment.starts_at > appointment.starts_at
        and date.appointment.can_be_cancelled(now)
    ]
    lost = Appointment.objects.lost_from(appointment) if dates else []
    return {
        "series_dates": dates if len(dates) > 1 or lost else [],
        "series_later": later,
        "series_lost": lost,
    }


def _dates(appointment: Appointment, now: datetime) -> list[SeriesDate]:
    if appointment.series_id is None or appointment.client_id is None:
        return []
    rows = Appointment.objects.filter(
        series=appointment.series_id, client=appointment.client_id
    ).select_related("screening")
    return [
        SeriesDate(row, row.pk == appointment.pk, row.takes_answers(now))
        for row in rows.order_by("starts_at")
    ]
