"""Starts that touch a session of a therapist who keeps the evening together."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from booking.times.rows import Busy, Slot

Pair = tuple[int, datetime]
"""A therapist and a start."""


def beside(
    slots: Iterable[Slot],
    *,
    busy: Iterable[Busy],
    therapists: Collection[int],
    buffer: timedelta,
    interval: timedelta,
) -> set[Pair]:
    """The starts next to a session of one of these therapists, with whom.

    Next to it means that no other start would fit between: less than the interval
    lies between a session, its buffer included, and the other.
    """
    rows = [row for row in busy if row.therapist in therapists]
    begins, ends = {}, {}
    for who in therapists:
        begins[who] = sorted(row.starts_at for row in rows if row.therapist == who)
        ends[who] = sorted(row.busy_until for row in rows if row.therapist == who)
    return {
        (who, slot.starts_at)
        for slot in slots
        for who in slot.therapists
        if who in begins
        and (
            _is_soon_after(ends[who], slot.starts_at, interval)
            or _is_soon_before(begins[who], slot.ends_at + buffer, interval)
        )
    }


def _is_soon_after(
    moments: Sequence[datetime], moment: datetime, interval: timedelta
) -> bool:
    before = bisect_right(moments, moment)
    return before > 0 and moment - moments[before - 1] < interval


def _is_soon_before(
    moments: Sequence[datetime], moment: datetime, interval: timedelta
) -> bool:
    after = bisect_left(moments, moment)
    return after < len(moments) and moments[after] - moment < interval
