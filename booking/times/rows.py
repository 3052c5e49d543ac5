"""What goes into the calculation of free time, and what comes out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from booking.times.clock import Span, weekly_spans

SLOT_INTERVALS = (5, 10, 15, 20, 30, 60)


class Hours(NamedTuple):
    """Weekly wall-clock hours of a therapist: Monday is 0, validity is inclusive.

    Every second week is counted from the week of `valid_from`.
    """

    therapist: int
    weekday: int
    opens: time
    closes: time
    valid_from: date | None = None
    valid_until: date | None = None
    every_second_week: bool = False

    def evenings(
        self, zone: ZoneInfo, since: date, until: date
    ) -> Iterator[tuple[date, Span]]:
        """Each evening of these hours, `since <= evening < until`."""
        return weekly_spans(
            weekday=self.weekday,
            opens=self.opens,
            closes=self.closes,
            zone=zone,
            since=since,
            until=until,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            every_second_week=self.every_second_week,
        )


class Change(NamedTuple):
    """A dated exception to the hours.

    `kind` is "extra" or "time_off" (of one therapist), "closure" (of the whole
    clinic) or "room_out" (of one room).
    """

    kind: str
    therapist: int | None
    room: int | None
    starts_at: datetime
    ends_at: datetime

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)


class Busy(NamedTuple):
    """Occupied time of a therapist and a room, buffer included."""

    therapist: int
    room: int
    starts_at: datetime
    busy_until: datetime


class Load(NamedTuple):
    """What an evening may ask of a therapist; None is no bound.

    At most `most` sessions, and after `rest_after` of them in a row `rest` without
    one. Two are in a row where less than `rest` lies between them, buffers aside.
    """

    most: int | None
    rest_after: int | None
    rest: timedelta


NO_LOADS: Mapping[int, Load] = MappingProxyType({})


class Slot(NamedTuple):
    """A start that can be offered; any of its therapists goes with any of its rooms."""

    starts_at: datetime
    ends_at: datetime
    evening: date
    therapists: tuple[int, ...]
    rooms: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """What a clinic lets be booked; `slot_interval` is in minutes."""

    zone: ZoneInfo
    now: datetime
    lead_time: timedelta
    horizon_days: int
    slot_interval: int
    latest_start: time | None = None

    def __post_init__(self) -> None:
        if self.slot_interval not in SLOT_INTERVALS:
            raise ValueError(f"The slot interval must be one of {SLOT_INTERVALS}.")
