"""How long a freed time is kept for one who waits: shorter as its start nears."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from booking.times.clock import DAY, local_date, opening
from booking.times.quiet import QUIET_FROM, QUIET_UNTIL

HOUR = timedelta(hours=1)
# More than this is left until the start: so long somebody has to answer.
TO_ANSWER = (
    (3 * DAY, DAY),
    (DAY, 4 * HOUR),
    (6 * HOUR, HOUR),
    (timedelta(0), HOUR / 2),
)
LEAST = timedelta(minutes=15)
ANSWERED_FROM = time(9)  # nobody has to be up earlier to say yes


def is_asked_now(now: datetime, zone: ZoneInfo) -> bool:
    """Whether anybody is asked at all: not in the quiet hours of the clinic's clock."""
    return QUIET_UNTIL <= now.astimezone(zone).time() < QUIET_FROM


def answer_until(
    starts_at: datetime, *, now: datetime, zone: ZoneInfo, lead_time: timedelta
) -> datetime | None:
    """Until when a time offered now is kept; None where it is not offered now.

    Nothing is offered in the quiet hours. What would run out in the night runs until
    nine, and nothing runs into the lead time.
    """
    if not is_asked_now(now, zone):
        return None
    left = starts_at - now
    given = next((given for more, given in TO_ANSWER if left > more), timedelta(0))
    until = min(_by_day(now + given, zone), starts_at - lead_time)
    return until if until - now >= LEAST else None


def _by_day(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment itself, or nine in the morning after the night it lies in."""
    wall, day = moment.astimezone(zone).time(), local_date(moment, zone)
    if ANSWERED_FROM <= wall < QUIET_FROM:
        return moment
    return opening(day if wall < ANSWERED_FROM else day + DAY, ANSWERED_FROM, zone)
