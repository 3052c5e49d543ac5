"""The last two hours before bed, told backwards from a bedtime."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

USUAL = time(22, 30)
MIDSUMMER = datetime(2000, 6, 21)  # noqa: DTZ001, wall-clock arithmetic, no moment


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the card; `before` is how long before bed it comes."""

    at: time
    before: timedelta
    what: str
    words: str


def read_bedtime(typed: str) -> time:
    """The bedtime somebody typed as HH:MM; the usual one for anything else."""
    try:
        hours, minutes = typed[:5].split(":")
        return time(int(hours), int(minutes))
    except ValueError:
        return USUAL


def moments_before(bedtime: time) -> list[Moment]:
    lines = [
        (120, _("Come home"), _("The massage is over, or the work is. No hurry.")),
        (90, _("Lamps low"), _("Big light off. One or two small ones are enough.")),
        (75, _("A warm shower"), _("Only if you like one. Warm, not hot.")),
        (
            60,
            _("Screens away"),
            _("Lay out tomorrow’s clothes, pack the bag, and let the phone sleep."),
        ),
        (
            30,
            _("Slow hands, slow breath"),
            _("Ten quiet minutes of self-massage, or in for four and out for six."),
        ),
        (0, _("Bed"), _("At your usual time, not earlier.")),
    ]
    return [_moment(bedtime, minutes, what, words) for minutes, what, words in lines]


def _moment(bedtime: time, minutes: int, what: str, words: str) -> Moment:
    before = timedelta(minutes=minutes)
    at = (datetime.combine(MIDSUMMER, bedtime) - before).time()
    return Moment(at, before, what, words)
