"""Until when a review can be done, and from when a session can wait for one."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from booking.times.clock import DAY, Span, evening_span, local_date, merged

MARGIN = timedelta(hours=4)
LOOK_AHEAD_DAYS = 366


WeeklyHours = tuple[int, time, time]
"""Weekday (Monday is 0), opens and closes on the wall clock."""

Closure = tuple[datetime, datetime]


def deadline(
    *,
    hours: Sequence[WeeklyHours],
    zone: ZoneInfo,
    closures: Iterable[Closure],
    now: datetime,
    needed: timedelta,
    starts_at: datetime,
    margin: timedelta = MARGIN,
) -> datetime | None:
    """The moment by which `needed` review time has passed since now.

    Only review hours outside closures count, so the deadline lies within them; the
    moment they close is the last that does. None where less than `margin` would be
    left between it and the start.
    """
    moment = moment_after(
        hours=hours, zone=zone, closures=closures, now=now, needed=needed
    )
    return moment if moment and moment + margin <= starts_at else None


def earliest_start(
    *,
    hours: Sequence[WeeklyHours],
    zone: ZoneInfo,
    closures: Iterable[Closure],
    now: datetime,
    needed: timedelta,
    margin: timedelta = MARGIN,
) -> datetime | None:
    """The first start that a review asked for now can be done for.

    None where nobody reviews for as long as a year.
    """
    moment = moment_after(
        hours=hours, zone=zone, closures=closures, now=now, needed=needed
    )
    return moment + margin if moment else None


def time_left(
    *,
    hours: Sequence[WeeklyHours],
    zone: ZoneInfo,
    closures: Iterable[Closure],
    now: datetime,
    until: datetime,
) -> timedelta:
    """How much review time lies in [now, until)."""
    left = timedelta(0)
    for span in _review_spans(hours, zone, closures, now):
        if span.starts_at >= until:
            break
        left += min(span.ends_at, until) - span.starts_at
    return left


def moment_after(
    *,
    hours: Sequence[WeeklyHours],
    zone: ZoneInfo,
    closures: Iterable[Closure],
    now: datetime,
    needed: timedelta,
) -> datetime | None:
    """The moment at which `needed` review time has passed since now; None if never."""
    for span in _review_spans(hours, zone, closures, now):
        length = span.ends_at - span.starts_at
        if needed <= length:
            return span.starts_at + needed
        needed -= length
    return None


def _review_spans(
    hours: Sequence[WeeklyHours],
    zone: ZoneInfo,
    closures: Iterable[Closure],
    now: datetime,
) -> Iterator[Span]:
    """The review time from now on, in order, without closures, none of it twice."""
    shut = sorted(closures)
    since = local_date(now, zone) - DAY
    for span in merged(_weekly(hours, zone, since)):
        begins = max(span.starts_at, now)
        for shuts_at, reopens_at in shut:
            if shuts_at >= span.ends_at:
                break
            if begins < shuts_at:
                yield Span(begins, shuts_at)
            begins = max(begins, reopens_at)
        if begins < span.ends_at:
            yield Span(begins, span.ends_at)


def _weekly(
    hours: Sequence[WeeklyHours], zone: ZoneInfo, since: date
) -> Iterator[Span]:
    """Review hours by their beginning; yesterday's may run past midnight."""
    for day in (since + number * DAY for number in range(LOOK_AHEAD_DAYS)):
        spans = [
            evening_span(day, opens, closes, zone)
            for weekday, opens, closes in hours
            if weekday == day.weekday()
        ]
        yield from sorted(span for span in spans if span)
