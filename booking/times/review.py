"""By when a therapist can have looked: deadlines that count review hours only."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from booking.times.clock import evening_span, local_date

# So long ahead a review is looked for at most: closures may fill weeks.
LOOK_AHEAD_DAYS = 120

WeeklyHours = tuple[int, time, time]
Closure = tuple[datetime, datetime]


def deadline(
    *,
    hours: Sequence[WeeklyHours],
    zone: ZoneInfo,
    closures: Iterable[Closure],
    now: datetime,
    needed: timedelta,
    starts_at: datetime,
    margin: timedelta,
) -> datetime | None:
    """The moment `needed` review time has passed, `margin` or more before the start.

    It lies within review hours, their closing moment included; None where there is
    no such moment.
    """
    latest = starts_at - margin
    moment = _passed(hours, zone, closures, now, needed)
    return moment if moment is not None and moment <= latest else None


def earliest_start(
    *,
    hours: Sequence[WeeklyHours],
    zone: ZoneInfo,
    closures: Iterable[Closure],
    now: datetime,
    needed: timedelta,
    margin: timedelta,
) -> datetime | None:
    """The first start a review can be done before; None without review hours."""
    moment = _passed(hours, zone, closures, now, needed)
    return None if moment is None else moment + margin


def _passed(
    hours: Sequence[WeeklyHours],
    zone: ZoneInfo,
    closures: Iterable[Closure],
    now: datetime,
    needed: timedelta,
) -> datetime | None:
    """When so much review time has passed since now."""
    shut = sorted(closures)
    reached, left = now, needed
    for begins, ends in _spans(hours, zone, now):
        for opens, closes in _without(shut, max(begins, reached), ends):
            if closes - opens >= left:
                return opens + left
            left -= closes - opens
            reached = closes
    return None


def _spans(
    hours: Sequence[WeeklyHours], zone: ZoneInfo, now: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """The review hours of each day from yesterday on, in order of their opening."""
    first = local_date(now, zone) - timedelta(days=1)
    for offset in range(LOOK_AHEAD_DAYS):
        day = first + timedelta(days=offset)
        spans = (
            evening_span(day, opens, closes, zone)
            for weekday, opens, closes in hours
            if weekday == day.weekday()
        )
        yield from sorted((s[0], s[1]) for s in spans if s is not None)


def _without(
    shut: Sequence[Closure], begins: datetime, ends: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """What closures leave of a span."""
    for closed_from, closed_until in shut:
        if closed_until <= begins or closed_from >= ends:
            continue
        if begins < closed_from:
            yield begins, closed_from
        begins = max(begins, closed_until)
    if begins < ends:
        yield begins, ends
