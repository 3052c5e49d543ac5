"""The rows of a calendar's table: quarters of an hour by the clock on the wall.

A row stands for the same wall-clock time in every column, counted in minutes from the
midnight at which the evening's date begins, so 25:30 is half past one at night. On the
night the clocks go back, the hour that comes twice has rows for both; in the columns of
other nights those are there, but stand for no moment. The same goes for the hour that
is skipped when they go forward.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from booking.times import Span

DAY = timedelta(days=1)
QUARTER = 15
HALF = 30
HOUR = 60
NIGHT_ENDS = timedelta(hours=6)
EMPTY = (16 * HOUR, 22 * HOUR)  # the rows of a week in which nothing is


class Row(NamedTuple):
    """Minutes from midnight; `again` where the clock shows them a second time."""

    minutes: int
    again: bool = False

    @property
    def clock(self) -> str:
        hours, minutes = divmod(self.minutes, HOUR)
        return f"{hours % 24:02}:{minutes:02}"

    @property
    def is_hour(self) -> bool:
        return self.minutes % HOUR == 0


def evening_at(moment: datetime, zone: ZoneInfo) -> date:
    """The evening a moment belongs to where no hours say so: nights end at six."""
    return (moment.astimezone(zone).replace(tzinfo=None) - NIGHT_ENDS).date()


def _wall(moment: datetime, day: date, zone: ZoneInfo) -> Row:
    """What the wall clock shows, in whole minutes from that date's midnight."""
    local = moment.astimezone(zone)
    days = (local.date() - day).days
    return Row(days * 24 * HOUR + local.hour * HOUR + local.minute, local.fold == 1)


def _moment(row: Row, day: date, zone: ZoneInfo) -> datetime | None:
    """When it is that on the evening of `day`; None where it never is."""
    wall = datetime.combine(day, time(0)) + timedelta(minutes=row.minutes)
    moment = wall.replace(tzinfo=zone, fold=row.again).astimezone(UTC)
    return moment if _wall(moment, day, zone) == row else None


@dataclass(frozen=True, slots=True)
class Scale:
    """The rows of one table, from the earliest thing in it to the latest.

    `order` is what they are found by: the pass of the clock, and the minutes.
    """

    zone: ZoneInfo
    rows: tuple[Row, ...]
    order: tuple[tuple[int, int], ...]

    @classmethod
    def over(cls, things: Iterable[tuple[date, Span]], zone: ZoneInfo) -> "Scale":
        """Rows for all of these, each on its own evening."""
        things = list(things)
        ends = [_reach(day, span, zone) for day, span in things]
        low = min((first for first, _last in ends), default=EMPTY[0])
        high = max((last for _first, last in ends), default=EMPTY[1])
        marks = range(low // HOUR * HOUR, -(-high // HALF) * HALF, QUARTER)
        days = {day for day, _span in things}
        twice = {m for day in days for m in _repeated(day, marks, zone)}
        rows = tuple(_in_order(marks, twice))
        return cls(zone, rows, tuple((_pass(row, rows), row.minutes) for row in rows))

    def __len__(self) -> int:
        return len(self.rows)

    def moments(self, day: date) -> list[datetime | None]:
        """When each row begins on that evening; None for a row that is not there."""
        return [_moment(row, day, self.zone) for row in self.rows]

    def row_of(self, moment: datetime, day: date) -> int:
        """The row a moment falls in: the first for what is earlier, their number
        for what is later."""
        wall = self._key(moment, day)
        if self.order and wall >= (self.order[-1][0], self.order[-1][1] + QUARTER):
            return len(self.rows)
        return max(0, bisect_right(self.order, wall) - 1)

    def row_after(self, moment: datetime, day: date) -> int:
        """The first row that begins at a moment or later; at most the table's end."""
        return bisect_left(self.order, self._key(moment, day))

    def _key(self, moment: datetime, day: date) -> tuple[int, int]:
        wall = _wall(moment, day, self.zone)
        return _pass(wall, self.rows), wall.minutes


def _pass(wall: Row, rows: tuple[Row, ...]) -> int:
    """1 in an hour that is shown again, 2 after it, else 0."""
    again = [row.minutes for row in rows if row.again]
    if wall.again and again:
        return 1
    return 2 if again and wall.minutes > again[-1] + QUARTER - 1 else 0


def _in_order(marks: Iterable[int], twice: set[int]) -> Iterable[Row]:
    """The hour that comes twice is passed once, then again, then the night goes on."""
    waiting: list[Row] = []
    for minutes in marks:
        if minutes not in twice:
            yield from waiting
            waiting = []
        else:
            waiting.append(Row(minutes, again=True))
        yield Row(minutes)
    yield from waiting


def _reach(day: date, span: Span, zone: ZoneInfo) -> tuple[int, int]:
    """From which minute to which the rows of a thing go."""
    first, last = (_wall(moment, day, zone) for moment in span)
    return first.minutes, last.minutes + HOUR * last.again


def _repeated(day: date, marks: Iterable[int], zone: ZoneInfo) -> list[int]:
    """The minutes of that evening which the clock shows twice."""
    noon = datetime.combine(day, time(12), zone)
    if noon.utcoffset() == (noon + DAY).utcoffset():
        return []
    return [m for m in marks if _moment(Row(m, again=True), day, zone) is not None]
