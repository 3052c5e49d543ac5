"""The steps at which a session can start, one mask per therapist and per room."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from booking.times.clock import DAY, local_date
from booking.times.days import Days, lay_out
from booking.times.hours import open_hours, usable_rooms
from booking.times.load import Session, too_much
from booking.times.masks import (
    DAY_STEPS,
    STEP,
    STEP_SECONDS,
    Grid,
    bits,
    join_days,
    runs,
    steps_of,
    union,
)
from booking.times.rows import NO_LOADS, Busy, Change, Hours, Load, Rules

ONES = [(1 << steps) - 1 for steps in range(DAY_STEPS)]


@dataclass(frozen=True, slots=True)
class FreeStarts:
    """The steps at which a session of `length` can start, with whom and where.

    A therapist's mask holds only steps at which some room is free; a room's, all at
    which the room is. Therapists' steps lie in `window`, which the hours alone decide;
    those in `late` belong to the evening before their own date.
    """

    days: Days
    length: timedelta
    window: int
    therapists: dict[int, int]
    rooms: dict[int, int]
    late: int

    @property
    def steps(self) -> int:
        """The steps at which any therapist can start."""
        return union(self.therapists.values())

    def therapist_starts(self) -> int:
        """How many pairs of a therapist and a start there are."""
        return sum(mask.bit_count() for mask in self.therapists.values())


def free_starts(
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
) -> FreeStarts | None:
    """The masks behind `free_slots`; None where the horizon leaves no evening."""
    days = _days_in_reach(rules, since, until)
    if days is None:
        return None
    changes = list(changes)
    length = timedelta(minutes=minutes)
    steps, whole = steps_of(length), steps_of(length + timedelta(minutes=buffer))
    sessions: dict[int, list[Session]] = {who: [] for who in loads}
    met, met_in_room = _met(busy, days.grid, whole, sessions)
    usable = usable_rooms(days.grid, changes, rooms)
    in_rooms = {
        room: runs(mask, steps) & ~join_days(met_in_room[room])
        for room, mask in usable.items()
    }
    earliest = days.grid.ceil(rules.now + rules.lead_time)
    any_room = union(in_rooms.values()) >> earliest << earliest
    opened = open_hours(days, hours, changes, therapists)
    window = {
        who: runs(own.steps, steps) & days.starts_in(own) for who, own in opened.items()
    }
    free = {who: mask & any_room & ~join_days(met[who]) for who, mask in window.items()}
    for who in loads.keys() & free:
        given = sorted(sessions[who])
        free[who] &= ~too_much(days, opened[who].late, given, loads[who], whole)
    late = union(free[who] & own.late for who, own in opened.items())
    return FreeStarts(days, length, union(window.values()), free, in_rooms, late)


def _days_in_reach(rules: Rules, since: date, until: date) -> Days | None:
    """The evenings asked for that are neither over nor beyond the booking horizon.

    Hours run past midnight, so yesterday's may not be over; one more date for safety.
    """
    today = local_date(rules.now, rules.zone)
    first = max(since, today - 2 * DAY)
    last = min(until, today + rules.horizon_days * DAY)
    if first >= last:
        return None
    return lay_out(rules.zone, first, last, rules.slot_interval, rules.latest_start)


def _met(
    busy: Iterable[Busy],
    grid: Grid,
    whole: int,
    sessions: Mapping[int, list[Session]],
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """The starts from which a session would meet occupied time, day by day.

    Per therapist and per room. A session of `whole` steps fits wherever so many
    neighbours are free, and that is wherever it starts neither in an occupied step
    nor less than `whole` before one: each occupied time is laid so much longer.
    It is the busiest loop of all, so `Grid.busy` is written out in it, and each day
    of the grid has a small number of its own. On the way it fills in the `sessions`
    of therapists with load rules.
    """
    count = grid.steps // DAY_STEPS + 1
    by_therapist: dict[int, list[int]] = defaultdict(lambda: [0] * count)
    by_room: dict[int, list[int]] = defaultdict(lambda: [0] * count)
    earlier = grid.origin + (whole - 1) * STEP
    just_after = grid.origin + timedelta.resolution
    for therapist, room, starts_at, busy_until in busy:
        begins = starts_at - earlier
        ends = busy_until - just_after
        day, first = begins.days, begins.seconds // STEP_SECONDS
        steps = (ends.days - day) * DAY_STEPS + ends.seconds // STEP_SECONDS + 1 - first
        if therapist in sessions:
            begun = day * DAY_STEPS + first
            sessions[therapist].append((begun + whole - 1, begun + steps))
        if day < 0:
            steps += day * DAY_STEPS + first
            day = first = 0
        if steps > 0 and day < count:
            ones = ONES[steps] if steps < DAY_STEPS else bits(0, min(steps, grid.steps))
            span = ones << first
            by_therapist[therapist][day] |= span
            by_room[room][day] |= span
    return by_therapist, by_room
