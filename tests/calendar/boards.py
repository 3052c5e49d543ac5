"""Boards made by hand, without a database, and the table a browser makes of a sheet."""

from collections import defaultdict
from datetime import UTC, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from booking.calendar.board import Away, Board, Session
from booking.calendar.scale import evening_at
from booking.calendar.sheet import Head, sheet_of
from booking.models import Status, Therapist
from booking.times import Busy, Change, Span
from tests.factories import MONDAY, NOW

LONDON = ZoneInfo("Europe/London")
THERAPIST = Therapist(pk=1, slug="rowan", name="Rowan Blythe")
_refs = count(1)


def local(day, wall, *, fold=0):
    """A moment by the clock on a London wall, past midnight as 25:30."""
    hours, minutes = map(int, wall.split(":"))
    naive = datetime.combine(day, time(0)) + timedelta(hours=hours, minutes=minutes)
    return naive.replace(tzinfo=LONDON, fold=fold).astimezone(UTC)


def make_session(*, starts_at, minutes=60, buffer=15, name="Leo Marsh", **fields):
    ends_at = starts_at + timedelta(minutes=minutes)
    wanted = {
        "ref": f"ref{next(_refs):09}",
        "therapist": THERAPIST.pk,
        "room": 1,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "busy_until": ends_at + timedelta(minutes=buffer),
        "status": Status.CONFIRMED,
        "expires_at": None,
        "arrived_at": None,
        "revision": 1,
        "step_free": False,
        "treatment": "Evening calm",
        "client": 1,
        "name": name,
    } | fields
    return Session(**wanted)


def make_away(*, kind="time_off", starts_at, ends_at, note="", room=None):
    therapist = THERAPIST.pk if kind == "time_off" else None
    return Away(Change(kind, therapist, room, starts_at, ends_at), note)


def make_board(
    *,
    since=MONDAY,
    days=7,
    now=NOW,
    hours=None,
    sessions=(),
    away=(),
    rooms=(1, 2),
    others=(),
):
    """A week of one therapist: open from 16:00 to 22:00 unless hours are given."""
    dates = [since + timedelta(days=n) for n in range(days)]
    if hours is None:
        hours = [(d, Span(local(d, "16:00"), local(d, "22:00"))) for d in dates]
    found = defaultdict(list)
    for session in sorted(sessions, key=lambda session: session.starts_at):
        found[THERAPIST.pk, evening_at(session.starts_at, LONDON)].append(session)
    everyone = [*sessions, *others]
    return Board(
        zone=LONDON,
        now=now,
        since=since,
        until=since + timedelta(days=days),
        therapists=(THERAPIST,),
        rooms={pk: f"Room {pk}" for pk in rooms},
        hours={THERAPIST.pk: list(hours)},
        away=list(away),
        sessions=found,
        busy=[Busy(s.therapist, s.room, s.starts_at, s.busy_until) for s in everyone],
        rooms_in_use=tuple(rooms),
    )


def make_sheet(board):
    heads = [Head(f"{day:%A}", str(day.day), "#", is_today=False) for day in board.days]
    return sheet_of(board, [(THERAPIST, day) for day in board.days], heads)


def laid_out(sheet):
    """The cell at every place, laid out as HTML does: row by row, left to right.

    Fails where a cell finds no place, or two would share one.
    """
    width = len(sheet.heads)
    places = [[None] * width for _line in sheet.lines]
    for row, line in enumerate(sheet.lines):
        for cell in line.cells:
            column = places[row].index(None)
            for down in range(cell.rows):
                assert places[row + down][column] is None
                places[row + down][column] = cell
    assert all(cell is not None for line in places for cell in line)
    return places


def cards_of(sheet):
    cells = [cell for line in sheet.lines for cell in line.cells]
    return [card for cell in cells for card in cell.cards]


def column_of(sheet, number):
    """(clock of its first row, cell) for each cell of a column, from the top."""
    found = []
    for line, cells in zip(sheet.lines, laid_out(sheet), strict=True):
        cell = cells[number]
        if not any(cell is other for _clock, other in found):
            found.append((line.row.clock, cell))
    return found
