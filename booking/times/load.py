"""How much an evening may ask of a therapist: so many sessions, and a rest between.

Only therapists with such a rule pay for the looking.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from booking.times.days import Days
from booking.times.masks import DAY_STEPS, bits, join_days, steps_of, union
from booking.times.rows import Load

Session = tuple[int, int]
"""Its first step, which may lie before the grid, and the one after its last."""

Chain = tuple[int, int, int]
"""Sessions in a row: the first step, the one after the last, and how many they are."""


def too_much(
    days: Days, late: int, sessions: Sequence[Session], load: Load, whole: int
) -> int:
    """The steps at which one more session of `whole` steps would be too much.

    The sessions, in order, are those there are; steps in `late` belong to the evening
    before their own date. Buffers are no rest.
    """
    refused = 0
    if load.most is not None:
        refused |= _full_evenings(days, late, sessions, load.most)
    if load.rest_after is not None:
        rest = steps_of(load.rest)
        chains = _in_a_row(sessions, rest)
        refused |= _laid(_spoilt(chains, load.rest_after, rest, whole), days)
    return refused


def _full_evenings(
    days: Days, late: int, sessions: Sequence[Session], most: int
) -> int:
    """The steps of the evenings that have as many sessions as they may.

    A session belongs to the evening whose hours it begins in, or else to its date.
    """
    cuts = days.midnights
    if not late:
        own = _by_date(sessions, cuts)
        return union(
            bits(cuts[day], cuts[day + 1])
            for day in range(len(cuts) - 3)
            if own[day] >= most
        )
    own = _by_date([row for row in sessions if not _is_in(late, row)], cuts)
    after = _by_date([row for row in sessions if _is_in(late, row)], cuts)
    full = [day for day in range(len(cuts) - 3) if own[day] + after[day + 1] >= most]
    return (
        union(bits(cuts[day], cuts[day + 1]) for day in full) & ~late
        | union(bits(cuts[day + 1], cuts[day + 2]) for day in full) & late
    )


def _is_in(late: int, session: Session) -> bool:
    begins, _ends = session
    return begins >= 0 and bool(late >> begins & 1)


def _by_date(sessions: Sequence[Session], midnights: Sequence[int]) -> list[int]:
    """How many sessions begin on each date."""
    before = [bisect_left(sessions, (midnight,)) for midnight in midnights]
    return [after - count for count, after in zip(before, before[1:], strict=False)]


def _in_a_row(sessions: Sequence[Session], rest: int) -> list[Chain]:
    """Sessions joined where less than `rest` steps lie between two."""
    chains: list[Chain] = []
    first = last = count = 0
    for begins, ends in sessions:
        if count and begins - last < rest:
            count += 1
        else:
            if count:
                chains.append((first, last, count))
            first, count = begins, 1
        last = ends
    if count:
        chains.append((first, last, count))
    return chains


def _spoilt(
    chains: list[Chain], most: int, rest: int, whole: int
) -> Iterator[tuple[int, int]]:
    """Where one more would lengthen a full chain, or join two to one too long.

    What begins too early to lie between the two meets the first of them, so it is
    not free anyhow.
    """
    before_ends = before = 0
    for begins, ends, count in chains:
        joins = begins - rest - whole + 1
        if count >= most:
            yield joins, ends + rest
        elif before and before + count >= most:
            yield joins, before_ends + rest
        before_ends, before = ends, count


def _laid(stretches: Iterator[tuple[int, int]], days: Days) -> int:
    """The mask of stretches of steps, laid day by day, for numbers are quick small."""
    masks = [0] * (days.grid.steps // DAY_STEPS + 1)
    for first, last in stretches:
        first = max(first, 0)
        day, begins = divmod(first, DAY_STEPS)
        if first < last and day < len(masks):
            masks[day] |= ((1 << (last - first)) - 1) << begins
    return join_days(masks)
