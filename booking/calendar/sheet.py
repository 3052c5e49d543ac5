"""The calendar as a table: evenings side by side, a row for each quarter of an hour.

Every row of it adds up: a cell stands in the row it begins in and covers `rows` rows
of its column, and every row of a column is covered once.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _

from booking.calendar.board import Board
from booking.calendar.cards import Card
from booking.calendar.painting import Column, painted
from booking.calendar.scale import QUARTER, Row, Scale
from booking.models import Therapist
from booking.times import Span
from clinic.templatetags.vesper import span as from_to

STEP = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Cell:
    """`start` is its first moment in UTC, for what is dropped on it; `now` the classes
    that put the line for now where it belongs."""

    kind: str
    rows: int
    words: str = ""
    spoken: str = ""
    cards: tuple[Card, ...] = ()
    start: str = ""
    url: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """Over a column: a day with its number, or a therapist."""

    name: str
    number: str
    url: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class Line:
    row: Row
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    heads: list[Head]
    lines: list[Line]


def sheet_of(
    board: Board, columns: Sequence[tuple[Therapist, date]], heads: list[Head]
) -> Sheet:
    """A column for each therapist and evening."""
    scale = Scale.over(_things(board, columns), board.zone)
    lines = [Line(row, []) for row in scale.rows]
    for therapist, day in columns:
        column = painted(board, scale, therapist.pk, day)
        for first, cell in cells_of(column, therapist):
            lines[first].cells.append(cell)
    return Sheet(heads, lines)


def _things(
    board: Board, columns: Iterable[tuple[Therapist, date]]
) -> Iterator[tuple[date, Span]]:
    for therapist, day in columns:
        for span in board.open_on(therapist.pk, day):
            yield day, span
        for session in board.sessions.get((therapist.pk, day), ()):
            yield day, Span(session.starts_at, session.busy_until)


def cells_of(column: Column, therapist: Therapist) -> Iterator[tuple[int, Cell]]:
    """The cells of a column with the rows they begin in, from the top."""
    now = _row_of_now(column)
    for _key, run in groupby(range(len(column.marks)), key=_same_cell(column, now)):
        rows = list(run)
        yield rows[0], _cell(column, rows, therapist, now)


def _same_cell(
    column: Column, now: int | None
) -> Callable[[int], tuple[int, int, bool]]:
    """Free time has a link for each hour; only a session goes on behind the line."""
    hours = [0]
    for row in column.scale.rows[1:]:
        hours.append(hours[-1] + row.is_hour)

    def key(row: int) -> tuple[int, int, bool]:
        mark = column.marks[row]
        hour = hours[row] if mark.kind == "open" else 0
        is_past = now is not None and row < now and mark.kind != "appt"
        return id(mark), hour, is_past

    return key


def _row_of_now(column: Column) -> int | None:
    if column.board.tonight != column.day or not column.marks:
        return None
    row = column.scale.row_of(column.board.now, column.day)
    begins = column.moments[0]
    early = begins is not None and column.board.now < begins
    return None if early or row >= len(column.marks) else row


def _cell(
    column: Column, rows: list[int], therapist: Therapist, now: int | None
) -> Cell:
    mark, begins = column.marks[rows[0]], column.moments[rows[0]]
    spoken, url = mark.spoken, ""
    free = _free_span(column, rows)
    if free:
        spoken = _("%(day)s %(times)s, book for a client") % {
            "day": dateformat.format(column.day, "l"),
            "times": from_to(free.starts_at, free.ends_at),
        }
        url = _book_url(therapist, free.starts_at)
    return Cell(
        kind=mark.kind,
        rows=len(rows),
        words=mark.words,
        spoken=spoken,
        cards=mark.cards,
        start=_utc(begins) if begins else "",
        url=url,
        now=_now_classes(column, rows, now),
    )


def _free_span(column: Column, rows: list[int]) -> Span | None:
    """The free time a cell stands for; it ends with the hours, not with the row."""
    mark = column.marks[rows[0]]
    begins, last = column.moments[rows[0]], column.moments[rows[-1]]
    if mark.kind != "open" or mark.span is None or not begins or not last:
        return None
    ends = min(last + timedelta(minutes=QUARTER), mark.span.ends_at)
    return Span(max(begins, mark.span.starts_at), ends)


def _book_url(therapist: Therapist, starts_at: datetime) -> str:
    query = urlencode({"therapist": therapist.slug, "start": _utc(starts_at)})
    return f"{reverse('calendar:book')}?{query}"


def _now_classes(column: Column, rows: list[int], now: int | None) -> str:
    """Which row of the cell the line lies in, and which third of that row."""
    if now is None or now not in rows:
        return ""
    minute = column.board.now.astimezone(column.board.zone).minute
    third = timedelta(minutes=minute % QUARTER) // STEP
    return f"now-row-{now - rows[0]} now-part-{third}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
