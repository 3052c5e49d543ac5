"""One evening of one therapist as a list, and who is now and next."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from booking.calendar.board import Board, Session
from booking.calendar.cards import Card, card_of
from booking.calendar.painting import away_words
from booking.models import Status, Therapist
from booking.times import Span, gap_text

SHORTEST = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list. `kind` is session, free, full, off or now."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    words: str = ""
    url: str = ""
    card: Card | None = None
    room: str = ""
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Next:
    """Who is in, or who comes next; `then` is who comes after somebody who is in."""

    session: Session
    room: str
    when: str
    then: Session | None


def entries(board: Board, therapist: Therapist, day: date) -> list[Entry]:
    """Sessions, free time, and what takes time away, in the order of the evening."""
    found = [
        *_sessions(board, therapist.pk, day),
        *_free(board, therapist, day),
        *_off(board, therapist.pk, day),
    ]
    if found and board.tonight == day:
        minute = _minute(board.now)
        found.append(Entry("now", minute, minute))
    return sorted(found, key=lambda entry: (entry.starts_at, entry.kind != "now"))


def _sessions(board: Board, therapist: int, day: date) -> Iterator[Entry]:
    for session in board.sessions.get((therapist, day), ()):
        yield Entry(
            "session",
            session.starts_at,
            session.ends_at,
            card=card_of(session, now=board.now, zone=board.zone),
            room=board.rooms[session.room],
            is_over=session.ends_at <= board.now,
        )


def _free(board: Board, therapist: Therapist, day: date) -> Iterator[Entry]:
    """What can still be booked, and where only a room is missing."""
    taken = [away.change.span for away in board.away_from(therapist.pk)]
    sessions = board.sessions.get((therapist.pk, day), ())
    taken += [Span(session.starts_at, session.busy_until) for session in sessions]
    for opened in board.open_on(therapist.pk, day):
        full = board.without_room(opened)
        for span in _left(opened, [*taken, *full], board.now):
            query = {"therapist": therapist.slug, "start": span.starts_at.isoformat()}
            url = f"{reverse('calendar:book')}?{urlencode(query)}"
            yield Entry("free", *span, words=_("Free"), url=url)
        for stretch in full:
            for span in _left(stretch, taken, board.now):
                yield Entry("full", *span, words=_("No room free"))


def _left(span: Span, taken: Iterable[Span], now: datetime) -> Iterator[Span]:
    """What of it is still to come and not taken, where a session could fit."""
    reached = max(span.starts_at, _next_quarter(now))
    for begins, ends in sorted(taken):
        if min(begins, span.ends_at) - reached >= SHORTEST:
            yield Span(reached, min(begins, span.ends_at))
        reached = max(reached, ends)
    if span.ends_at - reached >= SHORTEST:
        yield Span(reached, span.ends_at)


def _next_quarter(moment: datetime) -> datetime:
    """The first quarter of an hour at or after it, as the rows of the week."""
    return moment + (datetime.min.replace(tzinfo=UTC) - moment) % SHORTEST


def _minute(moment: datetime) -> datetime:
    """The whole minute it lies in, as a clock shows it."""
    return moment.replace(second=0, microsecond=0)


def _off(board: Board, therapist: int, day: date) -> Iterator[Entry]:
    """Time off and closures, as far as they meet the hours of that evening."""
    for away in board.away_from(therapist):
        for opened in board.open_on(therapist, day):
            begins = max(away.change.starts_at, opened.starts_at)
            ends = min(away.change.ends_at, opened.ends_at)
            if begins < ends:
                yield Entry("off", begins, ends, words=away_words(away))


def now_and_next(board: Board, therapist: Therapist) -> Next | None:
    """Of tonight: whoever is in, else the next to come; None where nobody is left."""
    tonight = board.sessions.get((therapist.pk, board.tonight), ())
    expected = [
        session
        for session in tonight
        if session.status == Status.CONFIRMED and session.ends_at > board.now
    ]
    if not expected:
        return None
    first, *others = expected
    is_in = first.starts_at <= board.now
    return Next(
        session=first,
        room=board.rooms[first.room],
        when=_("Now:") if is_in else _before(first.starts_at - board.now),
        then=others[0] if others and is_in else None,
    )


def _before(length: timedelta) -> str:
    if length < timedelta(minutes=1):
        return _("Nobody now. In less than a minute:")
    return _("Nobody now. In %(gap)s:") % {"gap": gap_text(length)}
