"""Wall clock to UTC.

Wall-clock times become UTC here, first; durations are added to UTC only. Adding
them to a local datetime would add wall-clock time, which on a night when the clocks
change is not the time that passes.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
WEEK = 7 * DAY
MINUTE = timedelta(minutes=1)
QUARTER_DAY = timedelta(hours=6)


class Span(NamedTuple):
    """Half-open: `starts_at` is inside, `ends_at` is not. Both aware UTC."""

    starts_at: datetime
    ends_at: datetime


@lru_cache(maxsize=4096)
def opening(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The UTC moment of an opening time: in a fold the first of the two.

    A time that the clocks skip moves forward by what they skip.
    """
    return datetime.combine(day, wall.replace(fold=0), zone).astimezone(UTC)


@lru_cache(maxsize=4096)
def closing(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The UTC moment of a closing time: in a fold the second of the two.

    A time that the clocks skip moves forward by what they skip: with `fold=1`
    zoneinfo would move it backward, and is then the earlier of the two.
    """
    second = datetime.combine(day, wall.replace(fold=1), zone).astimezone(UTC)
    return max(opening(day, wall, zone), second)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The UTC moment a local date begins: after 00:00 where the clocks skip that."""
    return opening(day, time(0), zone)


def local_date(moment: datetime, zone: ZoneInfo) -> date:
    """The date on the clinic's clock."""
    return moment.astimezone(zone).date()


def evening_span(day: date, opens: time, closes: time, zone: ZoneInfo) -> Span | None:
    """The hours that open on `day`; `closes <= opens` means past midnight.

    None where the clocks skip so much that nothing is left of them.
    """
    last_day = day if closes > opens else day + DAY
    span = Span(opening(day, opens, zone), closing(last_day, closes, zone))
    return span if span.starts_at < span.ends_at else None


def weekly_spans(
    *,
    weekday: int,
    opens: time,
    closes: time,
    zone: ZoneInfo,
    since: date,
    until: date,
    valid_from: date | None = None,
    valid_until: date | None = None,
    every_second_week: bool = False,
) -> Iterator[tuple[date, Span]]:
    """Each evening of weekly hours, `since <= evening < until`, Monday being 0.

    `valid_from` and `valid_until` are both inside; None leaves that side open. Every
    second week is counted from the Monday-to-Sunday week that `valid_from` lies in.
    """
    first = max(since, valid_from or since)
    last = min(until - DAY, valid_until or until)
    day = first + DAY * ((weekday - first.weekday()) % 7)
    turn = 2 * WEEK if every_second_week and valid_from else WEEK
    if valid_from:
        day += (_monday(day) - _monday(valid_from)) % turn
    while day <= last:
        span = evening_span(day, opens, closes, zone)
        if span:
            yield day, span
        day += turn


def _monday(day: date) -> date:
    return day - day.weekday() * DAY


def merged(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans in the order of their beginning, overlapping and touching ones joined."""
    current: Span | None = None
    for span in spans:
        if current and span.starts_at <= current.ends_at:
            current = Span(current.starts_at, max(current.ends_at, span.ends_at))
        else:
            if current:
                yield current
            current = span
    if current:
        yield current


def offsets(
    zone: ZoneInfo, starts_at: datetime, ends_at: datetime
) -> list[tuple[Span, timedelta]]:
    """The stretches of constant offset from UTC between two moments, in order."""
    found: list[tuple[Span, timedelta]] = []
    begins = moment = starts_at
    while moment < ends_at:
        later = min(moment + QUARTER_DAY, ends_at)
        if _offset(begins, zone) != _offset(later, zone):
            change = _change(moment, later, zone)
            found.append((Span(begins, change), _offset(begins, zone)))
            begins = change
        moment = later
    if begins < ends_at:
        found.append((Span(begins, ends_at), _offset(begins, zone)))
    return found


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).replace(tzinfo=UTC) - moment


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first minute with the offset of `after`, by halving."""
    new = _offset(after, zone)
    while after - before > MINUTE:
        middle = before + (after - before) // MINUTE // 2 * MINUTE
        if _offset(middle, zone) == new:
            after = middle
        else:
            before = middle
    return after


def evenings_of(moment: datetime, zone: ZoneInfo) -> tuple[date, date]:
    """`since` and `until` of the evenings a moment can belong to.

    They are its own local date and, as hours run past midnight, the one before.
    """
    day = local_date(moment, zone)
    return day - DAY, day + DAY


def reach(since: date, until: date, zone: ZoneInfo) -> Span:
    """The moments of which rows can matter to the evenings `since <= d < until`.

    Hours begun on the last evening run into the next date, and a session across
    the joint with that date's own hours, or its buffer, may run a little further.
    """
    return Span(midnight(since, zone), midnight(until + 2 * DAY, zone))
