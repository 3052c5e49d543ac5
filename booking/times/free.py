"""The steps at which a session can start, one mask per therapist and per room."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from booking.times.clock import DAY, local_date
from booking.times.days import Days, Open, extra, lay_out, weekly
from booking.times.masks import (
    DAY_STEPS,
    STEP_SECONDS,
    Grid,
    join_days,
    runs,
    steps_of,
    union,
)
from booking.times.rows import Busy, Change, Hours, Rules


@dataclass(frozen=True, slots=True)
class FreeStarts:
    """Where a session of `length` can start, a mask per therapist and per room.

    A therapist's mask holds only steps at which some room is free. The steps of
    `late` belong to the evening before their own date.
    """

    days: Days
    length: timedelta
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


@dataclass(slots=True)
class Session:
    """The steps of a treatment, and of a treatment with its buffer."""

    grid: Grid
    treatment: int
    whole: int
    _fits_open: dict[int, int] = field(default_factory=dict)

    def fits(self, opened: int, occupied: int) -> int:
        """Where the treatment is open throughout, and it and its buffer are free.

        Many therapists keep the same hours, and most rooms are always open.
        """
        if opened not in self._fits_open:
            self._fits_open[opened] = runs(opened, self.treatment)
        return self._fits_open[opened] & runs(self.grid.full & ~occupied, self.whole)


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
) -> FreeStarts | None:
    """The masks behind `free_slots`; None where the horizon leaves no evening."""
    days = _days_in_reach(rules, since, until)
    if days is None:
        return None
    changes = list(changes)
    length = timedelta(minutes=minutes)
    whole = length + timedelta(minutes=buffer)
    session = Session(days.grid, steps_of(length), steps_of(whole))
    busy_therapists, busy_rooms = _occupied(busy, days.grid, therapists, rooms)
    free_rooms = _rooms(changes, busy_rooms, session)
    earliest = days.grid.ceil(rules.now + rules.lead_time)
    any_room = union(free_rooms.values()) >> earliest << earliest
    free_therapists, late = {}, 0
    for therapist, opened in _opened(days, hours, changes, therapists).items():
        steps = session.fits(opened.steps, busy_therapists[therapist])
        steps &= any_room & days.starts_in(opened)
        late |= steps & opened.late
        free_therapists[therapist] = steps
    return FreeStarts(days, length, free_therapists, free_rooms, late)


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


def _occupied(
    busy: Iterable[Busy], grid: Grid, therapists: Sequence[int], rooms: Sequence[int]
) -> tuple[dict[int, int], dict[int, int]]:
    """The steps that occupied time touches, per therapist and per room.

    The busiest loop of all: so `Grid.busy` is written out in it, and each day of the
    grid has a small number of its own until the end.
    """
    count = grid.steps // DAY_STEPS + 1
    of_therapist = {key: [0] * count for key in therapists}
    of_room = {key: [0] * count for key in rooms}
    origin = grid.origin
    for therapist, room, starts_at, busy_until in busy:
        begins = starts_at - origin
        ends = origin - busy_until
        day, first = begins.days, begins.seconds // STEP_SECONDS
        last = -(ends.days + day) * DAY_STEPS - ends.seconds // STEP_SECONDS
        if day < 0:
            last += day * DAY_STEPS
            day = first = 0
        if last > first and day < count:
            span = ((1 << (last - first)) - 1) << first
            if therapist in of_therapist:
                of_therapist[therapist][day] |= span
            if room in of_room:
                of_room[room][day] |= span
    return (
        {key: join_days(days) for key, days in of_therapist.items()},
        {key: join_days(days) for key, days in of_room.items()},
    )


def _rooms(
    changes: Iterable[Change], occupied: dict[int, int], session: Session
) -> dict[int, int]:
    """Where a session can start in each room, whoever gives it."""
    usable = dict.fromkeys(occupied, session.grid.full)
    for change in changes:
        if change.kind == "room_out" and change.room in usable:
            usable[change.room] &= ~session.grid.busy(change.span)
    return {room: session.fits(usable[room], mask) for room, mask in occupied.items()}


def _opened(
    days: Days,
    hours: Iterable[Hours],
    changes: Sequence[Change],
    therapists: Sequence[int],
) -> dict[int, Open]:
    """Weekly and extra hours of each therapist, minus time off and closures."""
    steps = dict.fromkeys(therapists, 0)
    late = dict.fromkeys(therapists, 0)
    for row in hours:
        if row.therapist in steps:
            opened = weekly(days, *row[1:])
            steps[row.therapist] |= opened.steps
            late[row.therapist] |= opened.late
    for change in changes:
        if change.kind == "extra" and change.therapist in steps:
            opened = extra(days, change.span)
            steps[change.therapist] |= opened.steps
            late[change.therapist] |= opened.late
    away = _away(days.grid, changes, therapists)
    return {who: Open(steps[who] & ~away[who], late[who]) for who in steps}


def _away(
    grid: Grid, changes: Iterable[Change], therapists: Sequence[int]
) -> dict[int, int]:
    """The steps that a therapist's time off or a closure of the clinic touches."""
    closed = 0
    away = dict.fromkeys(therapists, 0)
    for change in changes:
        if change.kind == "closure":
            closed |= grid.busy(change.span)
        elif change.kind == "time_off" and change.therapist in away:
            away[change.therapist] |= grid.busy(change.span)
    return {who: mask | closed for who, mask in away.items()}
