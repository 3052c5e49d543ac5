"""A therapist's evening on paper: little enough to lose, and destroyed afterwards."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from booking.calendar.access import appointments_of, sees_cautions
from booking.calendar.board import Session, read_board
from booking.calendar.cards import said
from booking.calendar.cautions import Cautions, cautions_of
from booking.models import Status, Therapist
from clinic.models import User

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One session; `cautions` is None for who may not see them."""

    session: Session
    name: str
    room: str
    stands: str
    cautions: Cautions | None


def lines(therapist: Therapist, evening: date, user: User, now: datetime) -> list[Line]:
    """The evening in its order, holds and reviews as such."""
    board = read_board(
        therapists=[therapist], since=evening, until=evening + DAY, now=now
    )
    sessions = board.sessions.get((therapist.pk, evening), [])
    known = _cautions(user, [session.ref for session in sessions])
    return [
        Line(
            session=session,
            name=short_name(session.name),
            room=board.rooms[session.room],
            stands=""
            if session.status == Status.CONFIRMED
            else said(session, now=now, zone=board.zone),
            cautions=None if known is None else known.get(session.ref, Cautions()),
        )
        for session in sessions
    ]


def _cautions(user: User, refs: list[str]) -> dict[str, Cautions] | None:
    if not sees_cautions(user):
        return None
    rows = appointments_of(user).filter(ref__in=refs)
    rows = rows.select_related(
        "screening__questionnaire", "clearance", "arrival__questionnaire"
    )
    return {row.ref: cautions_of(row) for row in rows}


def short_name(name: str) -> str:
    """Hannah W."""
    first, _space, rest = name.strip().partition(" ")
    last = rest.split()[-1:]
    return " ".join([first, *(f"{each[0]}." for each in last)])
