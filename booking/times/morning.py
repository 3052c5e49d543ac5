"""The morning after an evening: when it begins, and when it is over."""

from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from booking.times.clock import DAY, local_date, midnight, opening

NIGHT_ENDS = timedelta(hours=6)  # what begins before belongs to the evening before
EARLIEST, USUAL, LATEST = time(7), time(8), time(19)
OVER = time(20)


class Morning(NamedTuple):
    """`opens_at` the night has begun; `asks_at` somebody who wishes it is asked;
    `over_at` it is no morning any more; `closes_at` nothing more can be said.
    """

    opens_at: datetime
    asks_at: datetime
    over_at: datetime
    closes_at: datetime


def morning_after(
    starts_at: datetime, ends_at: datetime, waking: time | None, zone: ZoneInfo
) -> Morning:
    """The morning after a session, for somebody who gets up at `waking`.

    Nobody is asked before seven, or before the session is over.
    """
    day = local_date(starts_at - NIGHT_ENDS, zone) + DAY
    wall = min(max(waking or USUAL, EARLIEST), LATEST)
    return Morning(
        opens_at=max(midnight(day, zone), ends_at),
        asks_at=max(opening(day, wall, zone), ends_at),
        over_at=opening(day, OVER, zone),
        closes_at=midnight(day + DAY, zone),
    )
