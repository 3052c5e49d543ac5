"""How well the end of a session fits a bedtime.

A comfort guide, not medicine: no study has compared times of day for massage. The
numbers are the clinic's catalogue's, the labels those of its bedtime rule.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from booking.times.clock import DAY, MINUTE, closing, opening
from booking.times.rows import Slot

JUST_PAST = timedelta(hours=3)
LATEST_SCORED = timedelta(hours=5)
WITHIN_BEST = timedelta(minutes=30)
WITHIN_GOOD = timedelta(minutes=60)
VERY_CLOSE_AT_MOST = 40
NONE = timedelta(0)
POINT = 2 * MINUTE
SAME_FIT = {"best": 0, "good": 1}
OTHER_FIT = len(SAME_FIT)

MOONS = {
    "best": "moon-best",
    "good": "moon-good",
    "near": "moon-near",
    "early": "moon-early",
    "very_close": "moon-close",
    "far": "moon-far",
    "after_bedtime": "moon-after",
}


class Fit(NamedTuple):
    """A label, a score from 0 to 100, and the time between end and bedtime.

    Without a bedtime the label is "unknown" and there is neither score nor gap.
    """

    label: str
    score: int | None
    gap: timedelta | None

    @property
    def moon(self) -> str:
        """The class of the moon's phase; empty where no bedtime is known."""
        return MOONS.get(self.label, "")


UNKNOWN = Fit("unknown", None, None)


class RankedSlot(NamedTuple):
    slot: Slot
    fit: Fit


def fit(
    *,
    ends_at: datetime,
    bedtime: time | None,
    zone: ZoneInfo,
    ideal: timedelta,
    least: timedelta,
) -> Fit:
    """`ideal` is the best gap before bed, `least` the smallest that is comfortable."""
    if bedtime is None:
        return UNKNOWN
    gap = gap_before(ends_at, bedtime, zone)
    return Fit(_label(gap, ideal, least), _score(gap, ideal, least), gap)


def gap_before(ends_at: datetime, bedtime: time, zone: ZoneInfo) -> timedelta:
    """The time that really passes from the end to bed, on clock-change nights too.

    The bedtime is the next one, or one that the clock shows as at most three hours
    ago: then the gap is negative. Of a bedtime that the clocks repeat, it is the
    nearer on that side.
    """
    end = ends_at.astimezone(zone).replace(tzinfo=None)
    bed = datetime.combine(end.date(), bedtime)
    ahead = (bed - end + JUST_PAST) % DAY - JUST_PAST
    night = (end + ahead).date()
    first, second = opening(night, bedtime, zone), closing(night, bedtime, zone)
    if ahead >= NONE:
        return (first if first >= ends_at else second) - ends_at
    return (second if second <= ends_at else first) - ends_at


def _score(gap: timedelta, ideal: timedelta, least: timedelta) -> int:
    """100 at the ideal gap, one less for every two minutes off it, rounded down."""
    if gap < NONE or gap > LATEST_SCORED:
        return 0
    off = -(-abs(gap - ideal) // POINT)
    score = max(0, 100 - off)
    return min(score, VERY_CLOSE_AT_MOST) if gap < least else score


def _label(gap: timedelta, ideal: timedelta, least: timedelta) -> str:
    """The first that holds."""
    off = abs(gap - ideal)
    if gap < NONE:
        return "after_bedtime"
    if gap < least:
        return "very_close"
    if off <= WITHIN_BEST:
        return "best"
    if off <= WITHIN_GOOD:
        return "good"
    if gap < ideal:
        return "near"
    return "early" if gap <= LATEST_SCORED else "far"


def ranked(
    slots: Iterable[Slot],
    *,
    bedtime: time | None,
    zone: ZoneInfo,
    ideal: timedelta,
    least: timedelta,
    together: Collection[datetime] = (),
) -> list[RankedSlot]:
    """Every slot with its fit in the order of `rank`; `together` are starts."""
    rows = [
        RankedSlot(
            slot,
            fit(
                ends_at=slot.ends_at,
                bedtime=bedtime,
                zone=zone,
                ideal=ideal,
                least=least,
            ),
        )
        for slot in slots
    ]
    return sorted(
        rows,
        key=lambda row: rank(
            row.fit, row.slot.starts_at, together=row.slot.starts_at in together
        ),
    )


def rank(
    fits: Fit, starts_at: datetime, *, together: bool = False
) -> tuple[int, bool, int, bool, datetime]:
    """The best first: by score, then the earlier start.

    Of times that read as fitting equally well, all best or all good, those that keep
    an evening together come first; further off only where the score is the same.
    """
    group = SAME_FIT.get(fits.label, OTHER_FIT)
    first = together and group < OTHER_FIT
    return group, not first, -(fits.score or 0), not together, starts_at


def gap_text(gap: timedelta) -> str:
    """How long a gap is, before or after: "2 h 30", "2 h", "45 min"."""
    hours, minutes = divmod(abs(gap) // MINUTE, 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes:02}" if minutes else f"{hours} h"


def ask_if_night(bedtime: time) -> bool:
    """Whether to ask "do you mean at night?": 10:30 may come from a 12-hour clock."""
    return time(9, 30) <= bedtime <= time(17, 30)
