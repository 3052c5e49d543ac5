"""Free time as one big integer: a bit per 5-minute step of UTC.

Bit 0 is the step that begins at the grid's origin. What is open is rounded inward to
whole steps, what is busy outward, so a time off the grid never offers too much.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache, reduce
from itertools import accumulate, count
from operator import add, or_
from typing import NamedTuple

from booking.times.clock import Span

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
        data = b"".join([day.to_bytes(size, "little") for day in days])
    except OverflowError:
        return union(day << DAY_STEPS * number for number, day in enumerate(days))
    return int.from_bytes(data, "little")


@lru_cache(maxsize=512)
def runs(mask: int, length: int) -> int:
    """The bits at which `length` neighbouring set bits begin.

    A bit stands for ever more neighbours: each shift at most doubles them, so about
    log2(length) shifts do. Kept, since many therapists keep the same hours.
    """
    known = 1
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
