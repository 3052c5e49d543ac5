"""One evening of one therapist, painted row by row: what each row of a column shows.

The later coat covers the earlier one: shut, open, no room, gone by, away, buffers,
sessions. A session takes every row it touches. Where two meet in a row it is the
earlier one's, and one that is left without a row shares the cell before it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from booking.calendar.board import Away, Board, Session
from booking.calendar.cards import Card, buffer_words, card_of
from booking.calendar.scale import Scale
from booking.times import Span
from clinic.templatetags.vesper import clock


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """What a run of rows shows; two runs of the same kind are two marks."""

    kind: str
    words: str = ""
    spoken: str = ""
    span: Span | None = None
    cards: tuple[Card, ...] = ()


class Group(NamedTuple):
    """Sessions that share the rows `first` <= row < `end`; mostly one."""

    first: int
    end: int
    sessions: tuple[Session, ...]


@dataclass(slots=True)
class Column:
    """One evening while it is painted."""

    board: Board
    scale: Scale
    therapist: int
    day: date
    moments: list[datetime | None] = field(init=False)
    marks: list[Mark] = field(init=False)

    def __post_init__(self) -> None:
        self.moments = self.scale.moments(self.day)
        self.marks = []

    @property
    def sessions(self) -> Sequence[Session]:
        return self.board.sessions.get((self.therapist, self.day), ())

    def rows_of(self, span: Span) -> range:
        """Every row that a span touches."""
        first, end = (
            self.scale.row_of(span.starts_at, self.day),
            self.scale.row_after(span.ends_at, self.day),
        )
        return range(first, end)

    def whole_rows_of(self, span: Span) -> range:
        """The rows that lie in a span altogether."""
        first = self.scale.row_after(span.starts_at, self.day)
        return range(first, self.scale.row_of(span.ends_at, self.day))

    def paint(self, rows: Iterable[int], mark: Mark, over: Sequence[str] = ()) -> None:
        """Cover rows; only those of the kinds in `over` where any are named."""
        for row in rows:
            if not over or self.marks[row].kind in over:
                self.marks[row] = mark


def painted(board: Board, scale: Scale, therapist: int, day: date) -> Column:
    """What each row of that evening shows."""
    column = Column(board, scale, therapist, day)
    _paint_hours(column)
    _paint_rooms(column)
    _paint_past(column)
    for away in board.away_from(therapist):
        mark = Mark("off", away_words(away))
        column.paint(column.rows_of(away.change.span), mark)
    _paint_sessions(column)
    return column


def _paint_hours(column: Column) -> None:
    spans = column.board.open_on(column.therapist, column.day)
    if not spans:
        column.marks = [Mark("shut", _("Not working"))] * len(column.scale)
        return
    opens = min(spans).starts_at
    before = Mark("shut", _("Opens %(time)s") % {"time": clock(opens)})
    after = Mark("shut", spoken=_("Closed"))
    first = column.scale.row_of(opens, column.day)
    column.marks = [before] * first + [after] * (len(column.scale) - first)
    for span in spans:
        column.paint(column.rows_of(span), Mark("open", span=span))
    _paint_clock_change(column)


def _paint_clock_change(column: Column) -> None:
    """Rows the clock does not show on that night are no time at all."""
    forward, elsewhere = Mark("shut", _("The clocks go forward")), Mark("shut")
    for row, moment in enumerate(column.moments):
        if moment is None:
            mark = elsewhere if column.scale.rows[row].again else forward
            column.paint([row], mark, over=["open"])


def _paint_rooms(column: Column) -> None:
    for span in column.board.open_on(column.therapist, column.day):
        for stretch in column.board.without_room(span):
            mark = Mark("full", _("No room free"))
            column.paint(column.whole_rows_of(stretch), mark, over=["open"])


def _paint_past(column: Column) -> None:
    """Free time that has begun to pass is nothing to book any more."""
    now, mark = column.board.now, Mark("past")
    for row, moment in enumerate(column.moments):
        if moment is not None and moment < now:
            column.paint([row], mark, over=["open", "full"])


def away_words(away: Away) -> str:
    closed = away.change.kind == "closure"
    words = _("Clinic closed") if closed else _("Time off")
    return f"{words}, {away.note}" if away.note else words


def _paint_sessions(column: Column) -> None:
    groups = grouped(column)
    for group in groups:
        last = group.sessions[-1]
        if last.buffer:
            mark = Mark("buffer", buffer_words(last))
            until = column.scale.row_after(last.busy_until, column.day)
            column.paint(range(group.end, until), mark)
    taken = {row for group in groups for row in range(group.first, group.end)}
    for group in groups:
        rows = range(group.first, group.end)
        column.paint(rows, Mark("appt", cards=_cards(column, group, taken)))


def grouped(column: Column) -> list[Group]:
    """The rows of each session, in their order, none shared by two groups."""
    groups: list[Group] = []
    for session in column.sessions:
        rows = column.rows_of(Span(session.starts_at, session.ends_at))
        first = max(rows.start, groups[-1].end if groups else 0)
        if first < rows.stop:
            groups.append(Group(first, rows.stop, (session,)))
        elif groups:
            before = groups[-1]
            groups[-1] = before._replace(sessions=(*before.sessions, session))
    return groups


def _cards(column: Column, group: Group, taken: set[int]) -> tuple[Card, ...]:
    """A buffer that got no row of its own is told in the session's cell."""
    last, now, zone = group.sessions[-1], column.board.now, column.board.zone
    until = column.scale.row_after(last.busy_until, column.day)
    has_row = any(row not in taken for row in range(group.end, until))
    cards = []
    for session in group.sessions:
        card = card_of(session, now=now, zone=zone)
        if session.buffer and not (session is last and has_row):
            card = replace(card, buffer=buffer_words(session))
        cards.append(card)
    return tuple(cards)
