"""The dates of a series, and when those that ask again may be answered: pure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from booking.times.clock import WEEK, local_date, opening

ANSWERED_BEFORE = timedelta(days=7)


def dates_of(
    starts_at: datetime, *, every: int, times: int, zone: ZoneInfo
) -> list[datetime]:
    """The start and its like, `every` weeks apart, on the same wall clock.

    A time that the clocks skip on one of these nights moves forward by what they skip.
    """
    wall, first = starts_at.astimezone(zone).time(), local_date(starts_at, zone)
    later = (first + n * every * WEEK for n in range(1, times))
    return [starts_at, *(opening(day, wall, zone) for day in later)]


def asks_again(
    starts_at: datetime, *, good_for: timedelta, now: datetime
) -> tuple[datetime, datetime]:
    """From when and until when to answer for a start, where answers hold `good_for`.

    Earlier answers would have run out again at the start. The last is a week before it,
    or halfway where that leaves less than a week.
    """
    opens = max(now, starts_at - good_for)
    return opens, starts_at - min(ANSWERED_BEFORE, (starts_at - opens) / 2)
