"""Free time as one big integer: a bit per 5-minute step of UTC.

Bit 0 is the step that begins at the grid's origin. What is open is rounded inward to
whole steps, what is busy outward, so a time off the grid never offers too much.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache, reduce
from itertools import accumulate, compress, count
from operator import add, or_
from typing import NamedTuple

from booking.times.clock import Span

Keys = tuple[int, ...]

STEP_MINUTES = 5
STEP_SECONDS = 60 * STEP_MINUTES
STEP = timedelta(seconds=STEP_SECONDS)
DAY_STEPS = 24 * 60 // STEP_MINUTES


class Grid(NamedTuple):
    """A number of steps from a UTC origin that stands on a whole step."""

    origin: datetime
    steps: int

    @classmethod
    def over(cls, span: Span) -> "Grid":
        """The grid that covers a span; its ends are rounded outward."""
        seconds = span.starts_at.minute * 60 + span.starts_at.second
        micros = span.starts_at.microsecond
        origin = span.starts_at - timedelta(
            seconds=seconds % STEP_SECONDS, microseconds=micros
        )
        return cls(origin, steps_of(span.ends_at - origin))

    @property
    def full(self) -> int:
        return (1 << self.steps) - 1

    def floor(self, moment: datetime) -> int:
        """The step a moment falls in, kept within the grid."""
        passed = moment - self.origin
        step = passed.days * DAY_STEPS + passed.seconds // STEP_SECONDS
        return max(0, min(step, self.steps))

    def ceil(self, moment: datetime) -> int:
        """The first step at or after a moment, kept within the grid."""
        return max(0, min(steps_of(moment - self.origin), self.steps))

    def open(self, span: Span) -> int:
        """The whole steps inside a span."""
        return bits(self.ceil(span.starts_at), self.floor(span.ends_at))

    def busy(self, span: Span) -> int:
        """Every step that a span touches."""
        return bits(self.floor(span.starts_at), self.ceil(span.ends_at))

    def moment(self, step: int) -> datetime:
        return self.origin + timedelta(seconds=STEP_SECONDS * step)


def steps_of(duration: timedelta) -> int:
    """How many steps hold a duration: rounded up."""
    back = -duration
    return -(back.days * DAY_STEPS + back.seconds // STEP_SECONDS)


def bits(first: int, last: int) -> int:
    """Set bits `first` <= bit < `last`; none where `last` is not later."""
    return ((1 << (last - first)) - 1) << first if last > first else 0


def every(interval: int, first: int, last: int) -> int:
    """Each `interval`-th bit from `first` on, below `last`."""
    if last <= first:
        return 0
    count = -((first - last) // interval)
    return ((1 << (interval * count)) - 1) // ((1 << interval) - 1) << first


def union(masks: Iterable[int]) -> int:
    return reduce(or_, masks, 0)


def join_days(days: list[int]) -> int:
    """One mask of the masks of single days, of which each may run into the next."""
    size = DAY_STEPS // 8
    try:
        return int.from_bytes(
            b"".join([day.to_bytes(size, "little") for day in days]), "little"
        )
    except OverflowError:
        return union(day << DAY_STEPS * number for number, day in enumerate(days))


def runs(mask: int, length: int, *, known: int = 1) -> int:
    """The bits at which `length` neighbouring set bits begin.

    A bit of `mask` stands for `known` neighbours already; each shift at most doubles
    that, so about log2(length) shifts find them all.
    """
    while known < length:
        shift = min(known, length - known)
        mask &= mask >> shift
        known += shift
    return mask


def set_bits(mask: int) -> list[int]:
    """The numbers of the set bits, upward.

    Read off the binary text: before the k-th stand k others and the zeros so far.
    """
    zeros = f"{mask:b}"[::-1].split("1")
    zeros.pop()
    return list(map(add, accumulate(map(len, zeros)), count()))


def holders(masks: dict[int, int], steps: int, places: list[slice]) -> list[Keys]:
    """For each step of `steps`, upward, the keys of the masks that hold it.

    `places` are the stretches of bytes that hold all of `steps`: what lies between
    them costs nothing.
    """
    keys = tuple(masks)
    groups = [keys[at : at + 8] for at in range(0, len(keys), 8)]
    columns = []
    for group in groups:
        held = [masks[key] & steps for key in group]
        codes = _lanes(held, places)
        if len(groups) == 1 and union(held) == steps:
            codes = codes.translate(None, b"\0")
        else:
            codes = bytes(compress(codes, _lanes([steps], places)))
        columns.append(list(map(_names(group).__getitem__, codes)))
    return reduce(lambda left, right: list(map(add, left, right)), columns)


def _lanes(masks: list[int], places: list[slice]) -> bytes:
    """A byte per step of `places`, in which bit j says what `masks[j]` says.

    At most eight masks. Written as binary text a mask has a byte for each bit, and
    eight such lanes lie side by side in one number.
    """
    size = max((place.stop for place in places), default=0)
    width = 8 * sum(place.stop - place.start for place in places)
    ones = int.from_bytes(b"\1" * width, "little")
    lanes = 0
    for lane, mask in enumerate(masks):
        data = mask.to_bytes(size, "little")
        dense = int.from_bytes(b"".join(map(data.__getitem__, places)), "little")
        text = f"{dense:0{width}b}".encode()
        lanes |= (int.from_bytes(text, "big") & ones) << lane
    return lanes.to_bytes(width, "little")


@lru_cache(maxsize=256)
def _names(keys: Keys) -> list[Keys]:
    """The keys that a code names by its bits, for every code."""
    return [
        tuple(key for bit, key in enumerate(keys) if code >> bit & 1)
        for code in range(1 << len(keys))
    ]
