"""The local dates of a question, laid once on a grid of UTC steps.

Everything here follows from zone, dates and settings alone, so it is kept between
questions: every therapist, and every later question about the same days, shares it.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache, reduce
from operator import or_
from typing import NamedTuple
from zoneinfo import ZoneInfo

from booking.times.clock import (
    DAY,
    Span,
    closing,
    local_date,
    midnight,
    offsets,
    reach,
    weekly_spans,
)
from booking.times.masks import STEP, STEP_MINUTES, Grid, bits, every, union


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """The evenings asked for, and the two dates they can run into.

    `dates` begin with the first evening asked for; the last three are the first not
    asked for, the next, and the one at whose midnight the grid ends. `midnights` are
    their first steps. A session may start at `starts` on the evening of that date
    itself, and at `late_starts` on the evening before, every `interval` steps by the
    local clock.
    """

    zone: ZoneInfo
    dates: tuple[date, ...]
    midnights: tuple[int, ...]
    grid: Grid
    interval: int
    starts: int
    late_starts: int

    def starts_in(self, opened: "Open") -> int:
        """The steps at which a session may start in these hours."""
        if not opened.late:
            return self.starts
        return self.starts & ~opened.late | self.late_starts & opened.late


class Open(NamedTuple):
    """Open steps, and which of them belong to the evening before their own date."""

    steps: int
    late: int

    def __or__(self, other: "Open") -> "Open":
        return Open(self.steps | other.steps, self.late | other.late)


CLOSED = Open(0, 0)


@lru_cache(maxsize=32)
def lay_out(
    zone: ZoneInfo,
    since: date,
    until: date,
    slot_interval: int,
    latest_start: time | None,
) -> Days:
    """The grid of these evenings and the steps at which a session may start."""
    grid = Grid.over(reach(since, until, zone))
    dates = tuple(since + n * DAY for n in range((until - since).days + 3))
    midnights = tuple(grid.ceil(midnight(day, zone)) for day in dates)
    starts = late_starts = _on_interval(grid, zone, slot_interval)
    starts &= bits(0, midnights[-3])
    late_starts &= bits(midnights[1], midnights[-2])
    if latest_start is not None:
        starts &= _until_latest(grid, zone, dates, latest_start)
        late_starts = 0
    interval = slot_interval // STEP_MINUTES
    return Days(zone, dates, midnights, grid, interval, starts, late_starts)


def _until_latest(
    grid: Grid, zone: ZoneInfo, dates: tuple[date, ...], latest_start: time
) -> int:
    """The steps of each date up to the latest start, itself included.

    It is a time of the evening's own date, so nothing after midnight is among them.
    """
    return union(
        bits(
            grid.ceil(midnight(day, zone)),
            grid.floor(closing(day, latest_start, zone)) + 1,
        )
        for day in dates
    )


def _on_interval(grid: Grid, zone: ZoneInfo, minutes: int) -> int:
    """The steps at which the local clock shows a whole multiple of the interval.

    Each step has one local time: what the clocks skip is not there, what they repeat
    is there twice.
    """
    interval = timedelta(minutes=minutes)
    mask = 0
    for span, offset in offsets(zone, grid.origin, grid.moment(grid.steps)):
        local = span.starts_at + offset
        to_next = -timedelta(minutes=local.minute, seconds=local.second) % interval
        first = span.starts_at + to_next
        if (first - grid.origin) % STEP:
            continue
        mask |= every(
            minutes // STEP_MINUTES, grid.ceil(first), grid.ceil(span.ends_at)
        )
    return mask


@lru_cache(maxsize=1024)
def weekly(
    days: Days,
    weekday: int,
    opens: time,
    closes: time,
    valid_from: date | None,
    valid_until: date | None,
    every_second_week: bool,
) -> Open:
    """The open steps of one row of weekly hours.

    The evening before the first one asked for, and those after the last, count too:
    they run into the grid, and a session may run from one into the next.
    """
    evenings = weekly_spans(
        weekday=weekday,
        opens=opens,
        closes=closes,
        zone=days.zone,
        since=days.dates[0] - DAY,
        until=days.dates[-1],
        valid_from=valid_from,
        valid_until=valid_until,
        every_second_week=every_second_week,
    )
    return reduce(or_, (hours_of(days, day, span) for day, span in evenings), CLOSED)


def hours_of(days: Days, day: date, span: Span) -> Open:
    """The open steps of hours that begin on `day`."""
    steps = days.grid.open(span)
    next_midnight = days.grid.ceil(midnight(day + DAY, days.zone))
    return Open(steps, steps >> next_midnight << next_midnight)


def extra(days: Days, span: Span) -> Open:
    """The open steps of extra hours, on the evening of the local date they begin."""
    return hours_of(days, local_date(span.starts_at, days.zone), span)
