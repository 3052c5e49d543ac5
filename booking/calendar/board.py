"""What the calendar's pages are made of: plain rows, by one query per table.

Nothing here opens what is encrypted, so nothing of it can get onto a page.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils import timezone

from booking.calendar.scale import evening_at
from booking.models import (
    Appointment,
    HoursChange,
    Room,
    Status,
    Therapist,
)
from booking.rows import LONGEST, hours_of
from booking.times import Busy, Change, Span, no_room, open_spans, reach

MOVABLE = (Status.REVIEW, Status.CONFIRMED)


class Session(NamedTuple):
    """An appointment that takes its time, as a calendar shows it; no health in it."""

    ref: str
    therapist: int
    room: int
    starts_at: datetime
    ends_at: datetime
    busy_until: datetime
    status: str
    expires_at: datetime | None
    arrived_at: datetime | None
    revision: int
    step_free: bool
    treatment: str
    client: int | None
    name: str

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

    @property
    def buffer(self) -> timedelta:
        return self.busy_until - self.ends_at

    def can_be_moved(self, now: datetime) -> bool:
        return self.status in MOVABLE and now < self.starts_at


class Away(NamedTuple):
    """A change that takes time away, with what the team noted about it."""

    change: Change
    note: str


@dataclass(frozen=True, slots=True)
class Board:
    """The evenings `since` <= d < `until` of some therapists."""

    zone: ZoneInfo
    now: datetime
    since: date
    until: date
    therapists: tuple[Therapist, ...]
    rooms: dict[int, str]
    hours: dict[int, list[tuple[date, Span]]]
    away: list[Away]
    sessions: dict[tuple[int, date], list[Session]]
    busy: list[Busy]
    rooms_in_use: tuple[int, ...]

    @property
    def tonight(self) -> date:
        return evening_at(self.now, self.zone)

    @property
    def days(self) -> list[date]:
        length = (self.until - self.since).days
        return [self.since + timedelta(days=n) for n in range(length)]

    def open_on(self, therapist: int, day: date) -> list[Span]:
        return [span for evening, span in self.hours[therapist] if evening == day]

    def without_room(self, span: Span) -> list[Span]:
        """The stretches of it in which every room is taken or out of use."""
        changes = [away.change for away in self.away]
        return no_room(self.rooms_in_use, changes, self.busy, span)

    def away_from(self, therapist: int) -> Iterable[Away]:
        """Closures, and the time off of that therapist."""
        for away in self.away:
            if away.change.kind == "closure" or (
                away.change.kind == "time_off" and away.change.therapist == therapist
            ):
                yield away


def read_board(
    *, therapists: Sequence[Therapist], since: date, until: date, now: datetime
) -> Board:
    """Hours, changes, rooms and appointments: a query for each."""
    zone = ZoneInfo(timezone.get_default_timezone_name())
    begin, end = reach(since, until, zone)
    away = _changes(begin, end)
    changes = [row.change for row in away]
    weekly = hours_of(who.pk for who in therapists)
    # The evening before runs into the first one, and what is on it stays there.
    first = since - timedelta(days=1)
    hours = {
        who.pk: open_spans(weekly, changes, who.pk, first, until, zone)
        for who in therapists
    }
    rooms = list(Room.objects.order_by("name").values_list("pk", "name", "active"))
    rows = _sessions(begin, end, now)
    return Board(
        zone=zone,
        now=now,
        since=since,
        until=until,
        therapists=tuple(therapists),
        rooms={pk: name for pk, name, _active in rooms},
        hours=hours,
        away=away,
        sessions=_by_evening(rows, hours, zone),
        busy=[Busy(s.therapist, s.room, s.starts_at, s.busy_until) for s in rows],
        rooms_in_use=tuple(pk for pk, _name, active in rooms if active),
    )


def _changes(begin: datetime, end: datetime) -> list[Away]:
    rows = HoursChange.objects.filter(starts_at__lt=end, ends_at__gt=begin)
    columns = ("kind", "therapist_id", "room_id", "starts_at", "ends_at", "note")
    return [
        Away(Change(*row), note)
        for *row, note in rows.order_by("starts_at").values_list(*columns)
    ]


def _sessions(begin: datetime, end: datetime, now: datetime) -> list[Session]:
    """Of everybody: those of other columns say which rooms are free."""
    rows = Appointment.objects.live(now).filter(
        starts_at__lt=end, starts_at__gte=begin - LONGEST, busy_until__gt=begin
    )
    columns = rows.order_by("starts_at", "pk").values_list(
        "ref",
        "therapist_id",
        "room_id",
        "starts_at",
        "ends_at",
        "busy_until",
        "status",
        "expires_at",
        "arrived_at",
        "revision",
        "step_free",
        "treatment_name",
        "client_id",
        "client__name",
    )
    return [Session._make([*row, name or ""]) for *row, name in columns]


def _by_evening(
    rows: Iterable[Session],
    hours: dict[int, list[tuple[date, Span]]],
    zone: ZoneInfo,
) -> dict[tuple[int, date], list[Session]]:
    """Those of the columns shown, each on the evening its hours open."""
    found: dict[tuple[int, date], list[Session]] = defaultdict(list)
    for row in rows:
        if row.therapist in hours:
            evening = _evening(row, hours[row.therapist], zone)
            found[row.therapist, evening].append(row)
    return found


def _evening(
    session: Session, hours: Iterable[tuple[date, Span]], zone: ZoneInfo
) -> date:
    """That of the hours it begins in; else nights end at six."""
    for evening, span in hours:
        if span.starts_at <= session.starts_at < span.ends_at:
            return evening
    return evening_at(session.starts_at, zone)
