"""When somebody is reminded of a session."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from booking.times.clock import DAY, local_date, opening
from booking.times.quiet import QUIET_FROM, QUIET_UNTIL

BEFORE_THE_NIGHT = time(21)


def day_before(starts_at: datetime, zone: ZoneInfo) -> datetime:
    """A day before the start; in the quiet hours, the evening before them at nine.

    Never less than a day: who is asked then whether anything is new leaves a therapist
    the time to look, and who books within the day needs no second mail.
    """
    moment = starts_at - DAY
    wall = moment.astimezone(zone).time()
    if QUIET_UNTIL <= wall < QUIET_FROM:
        return moment
    day = local_date(moment, zone)
    return opening(day - DAY if wall < QUIET_UNTIL else day, BEFORE_THE_NIGHT, zone)
