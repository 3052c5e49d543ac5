"""What is open: the hours of therapists and rooms, before anything is booked."""

from collections.abc import Iterable, Sequence

from booking.times.days import Days, Open, extra, weekly
from booking.times.masks import Grid
from booking.times.rows import Change, Hours


def open_hours(
    days: Days,
    hours: Iterable[Hours],
    changes: Sequence[Change],
    therapists: Sequence[int],
) -> dict[int, Open]:
    """Weekly and extra hours of each therapist, minus time off and closures."""
    steps = dict.fromkeys(therapists, 0)
    late = dict.fromkeys(therapists, 0)
    for therapist, *row in hours:
        if therapist in steps:
            opened = weekly(days, *row)
            steps[therapist] |= opened.steps
            late[therapist] |= opened.late
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


def usable_rooms(
    grid: Grid, changes: Iterable[Change], rooms: Sequence[int]
) -> dict[int, int]:
    """The steps in which each room is not out of use."""
    usable = dict.fromkeys(rooms, grid.full)
    for change in changes:
        if change.kind == "room_out" and change.room in usable:
            usable[change.room] &= ~grid.busy(change.span)
    return usable
