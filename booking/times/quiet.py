"""Quiet hours: what can wait is not told in the night."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from booking.times.clock import DAY, local_date, opening

QUIET_FROM, QUIET_UNTIL = time(22), time(7)


def after_the_night(
    moment: datetime, zone: ZoneInfo, *, until: datetime | None = None
) -> datetime:
    """The moment itself; in the quiet hours of the clinic's clock, their end.

    Not where its use is over by then: `until` is when it is of use no more.
    """
    wall = moment.astimezone(zone).time()
    if QUIET_UNTIL <= wall < QUIET_FROM:
        return moment
    day = local_date(moment, zone)
    morning = opening(day if wall < QUIET_UNTIL else day + DAY, QUIET_UNTIL, zone)
    return moment if until is not None and until <= morning else morning
