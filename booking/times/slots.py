"""Slots: the starts that can be offered, with whom and where."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import repeat

from booking.times.clock import DAY
from booking.times.days import Days
from booking.times.free import FreeStarts, free_starts
from booking.times.masks import holders, set_bits
from booking.times.rows import Busy, Change, Hours, Rules, Slot


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
) -> list[Slot]:
    """The slots of the evenings `since` <= d < `until`, in the order of their start.

    The treatment must fit open hours, free of occupied time; the buffer after it only
    needs to be free of occupied time, of the therapist and of the room. So a buffer
    may run past closing, and likewise into time off, a closure or a room's outage:
    they bound what is open, and nobody is waiting there.
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
    )
    return slots_of(free) if free else []


def slots_of(free: FreeStarts) -> list[Slot]:
    """The slots behind the masks, in the order of their start."""
    mask = free.steps
    if not mask:
        return []
    steps = set_bits(mask)
    evenings, places = _dates(free.days, steps)
    for at, step in enumerate(steps if free.late else ()):
        if free.late >> step & 1:
            evenings[at] -= DAY
    starts = [free.days.moments[step] for step in steps]
    rows = zip(
        starts,
        [start + free.length for start in starts],
        evenings,
        holders(free.therapists, mask, places),
        holders(free.rooms, mask, places),
        strict=True,
    )
    return list(map(tuple.__new__, repeat(Slot), rows))


def _dates(days: Days, steps: list[int]) -> tuple[list[date], list[slice]]:
    """The local date of each step, and the bytes of a mask that hold each date's."""
    dates: list[date] = []
    places = []
    begins = done = 0
    for day, midnight in zip(days.dates, days.midnights[1:], strict=False):
        ends = bisect_left(steps, midnight, begins)
        if ends > begins:
            dates += [day] * (ends - begins)
            done = max(steps[begins] // 8, done)
            places.append(slice(done, steps[ends - 1] // 8 + 1))
            done = places[-1].stop
        begins = ends
    return dates, places


def by_evening(slots: Iterable[Slot]) -> dict[date, list[Slot]]:
    """The slots of each evening that has one, in the order of the evenings."""
    found: dict[date, list[Slot]] = {}
    for slot in slots:
        found.setdefault(slot.evening, []).append(slot)
    return dict(sorted(found.items()))


def first_evening(slots: Iterable[Slot]) -> date | None:
    """The first evening that has a slot."""
    return min((slot.evening for slot in slots), default=None)
