"""Slots: the starts that can be offered, with whom and where."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import compress, repeat
from typing import NamedTuple

from booking.times.clock import DAY
from booking.times.days import Days
from booking.times.free import FreeStarts, free_starts
from booking.times.masks import STEP
from booking.times.rows import NO_LOADS, Busy, Change, Hours, Load, Rules, Slot
from booking.times.sieve import Sieve


def free_slots(
    *,
    hours: Iterable[Hours],
    changes: Iterable[Change],
    busy: Iterable[Busy],
    therapists: Sequence[int],
    rooms: Sequence[int],
    minutes: int,
    buffer: int,
    rules: Rules,
    since: date,
    until: date,
    loads: Mapping[int, Load] = NO_LOADS,
) -> list[Slot]:
    """The slots of the evenings `since` <= d < `until`, in the order of their start.

    The treatment must fit open hours, free of occupied time; the buffer after it only
    needs to be free of occupied time, of the therapist and of the room. So a buffer
    may run past closing, and likewise into time off, a closure or a room's outage:
    they bound what is open, and nobody is waiting there. `loads` bound what is asked
    of a therapist.
    """
    free = free_starts(
        hours=hours,
        changes=changes,
        busy=busy,
        therapists=therapists,
        rooms=rooms,
        minutes=minutes,
        buffer=buffer,
        rules=rules,
        since=since,
        until=until,
        loads=loads,
    )
    return slots_of(free) if free else []


def slots_of(free: FreeStarts) -> list[Slot]:
    """The slots behind the masks, in the order of their start."""
    steps = free.steps
    if not steps:
        return []
    sieve, starts, ends, dates = _stage(free.days, free.window, free.length)
    marks = sieve.lanes([steps])
    evenings = list(compress(dates, marks))
    if free.late:
        for at, late in enumerate(compress(sieve.lanes([free.late]), marks)):
            evenings[at] -= late * DAY
    rooms = {room: mask & steps for room, mask in free.rooms.items()}
    rows = zip(
        compress(starts, marks),
        compress(ends, marks),
        evenings,
        sieve.holders(free.therapists, marks),
        sieve.holders(rooms, marks),
        strict=True,
    )
    return list(map(tuple.__new__, repeat(Slot), rows))


class Stage(NamedTuple):
    """What a slot can begin as: for each step of a sieve start, end and local date."""

    sieve: Sieve
    starts: list[datetime]
    ends: list[datetime]
    dates: list[date]


@lru_cache(maxsize=16)
def _stage(days: Days, window: int, length: timedelta) -> Stage:
    """Depends on hours and dates, not on what is free, so it is kept."""
    sieve = Sieve.around(window, days.interval)
    steps = sieve.steps()
    starts = [days.grid.origin + STEP * step for step in steps]
    ends = [start + length for start in starts]
    dates = [days.dates[bisect_right(days.midnights, step) - 1] for step in steps]
    return Stage(sieve, starts, ends, dates)


def by_evening(slots: Iterable[Slot]) -> dict[date, list[Slot]]:
    """The slots of each evening that has one, in the order of the evenings."""
    found: dict[date, list[Slot]] = {}
    for slot in slots:
        found.setdefault(slot.evening, []).append(slot)
    return dict(sorted(found.items()))


def first_evening(slots: Iterable[Slot]) -> date | None:
    """The first evening that has a slot."""
    return min((slot.evening for slot in slots), default=None)
