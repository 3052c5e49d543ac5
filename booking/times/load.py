"""How much an evening may ask of a therapist: so many sessions, and a rest between.

Only therapists with such a rule pay for the looking.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from booking.times.days import Days, Open
from booking.times.masks import (
    DAY_STEPS,
    STEP_SECONDS,
    Grid,
    bits,
    steps_of,
    union,
)
from booking.times.rows import Busy, Load

Session = tuple[int, int]
"""Its first step, which may lie before the grid, and the one after its last."""

Chain = tuple[int, int, int]
"""Sessions in a row: the first step, the one after the last, and how many they are."""


def too_much(
    days: Days,
    opened: Mapping[int, Open],
    busy: Iterable[Busy],
    loads: Mapping[int, Load],
    whole: int,
) -> dict[int, int]:
    """The steps at which one more session of `whole` steps would be too much.

    Of each therapist with a rule. Buffers are no rest.
    """
    refused = {}
    for who, sessions in _sessions(busy, days.grid, loads.keys() & opened).items():
        most, rest_after, rest = loads[who]
        refused[who] = 0
        if most is not None:
            refused[who] |= _full_evenings(days, opened[who].late, sessions, most)
        if rest_after is not None:
            chains = _in_a_row(sessions, steps_of(rest))
            refused[who] |= _without_rest(chains, rest_after, steps_of(rest), whole)
    return refused


def _sessions(
    busy: Iterable[Busy], grid: Grid, whose: Iterable[int]
) -> dict[int, list[Session]]:
    """The sessions of some therapists in order, rounded outward to whole steps."""
    found: dict[int, list[Session]] = {who: [] for who in whose}
    just_after = grid.origin + timedelta.resolution
    for therapist, _room, starts_at, busy_until in busy:
        if therapist in found:
            begins, last = starts_at - grid.origin, busy_until - just_after
            found[therapist].append(
                (
                    begins.days * DAY_STEPS + begins.seconds // STEP_SECONDS,
                    last.days * DAY_STEPS + last.seconds // STEP_SECONDS + 1,
                )
            )
    for sessions in found.values():
        sessions.sort()
    return found


def _full_evenings(days: Days, late: int, sessions: list[Session], most: int) -> int:
    """The steps of the evenings that have as many sessions as they may.

    A session belongs to the evening whose hours it begins in, or else to its date.
    """
    midnights = days.midnights
    counts = Counter(
        bisect_right(midnights, begins) - 1 - (late >> begins & 1 if late else 0)
        for begins, _ends in sessions
        if begins >= 0
    )
    asked = range(len(midnights) - 3)
    full = [day for day in asked if counts[day] >= most]
    own = union(bits(midnights[day], midnights[day + 1]) for day in full)
    if not late:
        return own
    after = union(bits(midnights[day + 1], midnights[day + 2]) for day in full)
    return own & ~late | after & late


def _in_a_row(sessions: Iterable[Session], rest: int) -> list[Chain]:
    """Sessions, in order, joined where less than `rest` steps lie between two."""
    chains: list[Chain] = []
    for begins, ends in sessions:
        if chains and begins - chains[-1][1] < rest:
            first, last, count = chains[-1]
            chains[-1] = (first, max(last, ends), count + 1)
        else:
            chains.append((begins, ends, 1))
    return chains


def _without_rest(chains: list[Chain], most: int, rest: int, whole: int) -> int:
    """The steps from which a session would make a chain of more than `most`."""
    return union(
        bits(max(first, 0), last) for first, last in _spoilt(chains, most, rest, whole)
    )


def _spoilt(
    chains: list[Chain], most: int, rest: int, whole: int
) -> Iterator[tuple[int, int]]:
    """Where it would lengthen a full chain, or make one of two beside each other.

    A start too early to lie between the two meets the first of them, so it is not
    free anyhow.
    """
    before_ends = before = 0
    for begins, ends, count in chains:
        joins = begins - rest - whole + 1
        if count >= most:
            yield joins, ends + rest
        elif before and before + count >= most:
            yield joins, before_ends + rest
        before_ends, before = ends, count
