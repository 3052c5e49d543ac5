"""Slots as pages show them: how well they fit a bedtime, in words, and with whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils import dateformat
from django.utils.translation import (
    get_language,
    gettext,
    gettext_lazy,
    ngettext,
)

from booking.models import Clinic, Treatment
from booking.offers import Offers
from booking.public.wants import BY_TIME
from booking.times import Fit, Slot, by_evening, fit, gap_text, rank

BEST_SHOWN = 3
NAMES_SHOWN = 2
DAY = timedelta(days=1)

LABELS = {
    "best": gettext_lazy("Best fit"),
    "good": gettext_lazy("Good fit"),
    "near": gettext_lazy("Near bedtime"),
    "early": gettext_lazy("Early evening"),
    "very_close": gettext_lazy("Very near bedtime"),
    "far": gettext_lazy("Not close to bedtime"),
}


@dataclass(frozen=True, slots=True)
class ShownSlot:
    """One button: pressing it keeps the time.

    `together` ranks it among times that fit equally well, and is never told.
    """

    starts_at: datetime
    ends_at: datetime
    evening: date
    fit: Fit
    why: str
    with_whom: str
    together: bool

    @property
    def is_before_bed(self) -> bool:
        return bool(self.fit.gap and self.fit.gap > timedelta(0))


@dataclass(frozen=True, slots=True)
class Evening:
    """A day's heading and its times: the best in full, the rest small.

    Beside a best one the rest is folded; by the clock it is all there is.
    """

    day: date
    name: str
    first: tuple[ShownSlot, ...]
    rest: tuple[ShownSlot, ...]

    @property
    def count(self) -> int:
        return len(self.first) + len(self.rest)


def fit_of(
    treatment: Treatment, ends_at: datetime, bedtime: time, clinic: Clinic
) -> Fit:
    """How well the end of a session of `treatment` fits a bedtime."""
    return fit(
        ends_at=ends_at,
        bedtime=bedtime,
        zone=clinic.zone,
        ideal=timedelta(minutes=treatment.bedtime_ideal),
        least=timedelta(minutes=treatment.bedtime_least),
    )


def why(fit: Fit) -> str:
    """Best fit, 2 h 30 before your bedtime"""
    if fit.gap is None:
        return gettext("Tell us your bedtime to see how it fits")
    gap = gap_text(fit.gap)
    if fit.gap < timedelta(0):
        return gettext("Ends %(gap)s after your bedtime") % {"gap": gap}
    label = str(LABELS[fit.label])
    if not fit.gap:
        return gettext("%(label)s, ends at your bedtime") % {"label": label}
    return gettext("%(label)s, %(gap)s before your bedtime") % {
        "label": label,
        "gap": gap,
    }


def with_whom(names: Sequence[str]) -> str:
    """With Rowan; With Rowan or Tom; With Rowan, Tom or 3 others"""
    first, others = names[:NAMES_SHOWN], len(names) - NAMES_SHOWN
    if others > 0:
        words = ngettext(
            "With %(names)s or %(others)d other",
            "With %(names)s or %(others)d others",
            others,
        )
        return words % {"names": ", ".join(first), "others": others}
    return gettext("With %(names)s") % {"names": gettext(" or ").join(first)}


def shown(found: Offers, slots: Iterable[Slot], bedtime: time) -> list[ShownSlot]:
    """Slots of these offers, in the order given."""
    around = (bedtime, found.treatment.bedtime_ideal, found.treatment.bedtime_least)
    zone, language = found.clinic.zone, get_language()
    slots = list(slots)
    together = {start for _who, start in found.together(slots)}
    return [
        _shown(
            *slot[:3],
            tuple(found.names(slot)),
            *around,
            zone,
            language,
            slot.starts_at in together,
        )
        for slot in slots
    ]


@lru_cache(maxsize=8192)
def _shown(
    starts_at: datetime,
    ends_at: datetime,
    evening: date,
    names: tuple[str, ...],
    bedtime: time,
    ideal: int,
    least: int,
    zone: ZoneInfo,
    language: str | None,
    together: bool,
) -> ShownSlot:
    """Kept between requests: the same slots come again with every reader."""
    fits = fit(
        ends_at=ends_at,
        bedtime=bedtime,
        zone=zone,
        ideal=timedelta(minutes=ideal),
        least=timedelta(minutes=least),
    )
    return ShownSlot(
        starts_at=starts_at,
        ends_at=ends_at,
        evening=evening,
        fit=fits,
        why=why(fits),
        with_whom=with_whom(names),
        together=together,
    )


def evenings(
    found: Offers, *, bedtime: time, today: date, sort: str = ""
) -> list[Evening]:
    """The evenings that have a time, each with its best three first.

    By time, nothing is folded and every evening reads from early to late.
    """
    return [
        evening_of(day, shown(found, slots, bedtime), today=today, sort=sort)
        for day, slots in by_evening(found.slots).items()
    ]


def evening_of(
    day: date, times: Sequence[ShownSlot], *, today: date, sort: str = ""
) -> Evening:
    name = evening_name(day, today)
    if sort == BY_TIME:
        return Evening(day, name, (), tuple(times))
    first = tuple(sorted(times, key=_by_fit)[:BEST_SHOWN])
    shown_first = {slot.starts_at for slot in first}
    rest = tuple(slot for slot in times if slot.starts_at not in shown_first)
    return Evening(day, name, first, rest)


def _by_fit(slot: ShownSlot) -> tuple[int, bool, int, bool, datetime]:
    return rank(slot.fit, slot.starts_at, together=slot.together)


def nearest(
    found: Offers, starts_at: datetime, *, bedtime: time, count: int = BEST_SHOWN
) -> list[ShownSlot]:
    """The times nearest to one that has gone, the earlier of two equally near."""
    by_distance = sorted(
        found.slots, key=lambda slot: (abs(slot.starts_at - starts_at), slot.starts_at)
    )
    return shown(found, by_distance[:count], bedtime)


def evening_name(day: date, today: date) -> str:
    """Tonight, Tomorrow, or nothing for a day that its date names best."""
    names = {today: gettext("Tonight"), today + DAY: gettext("Tomorrow")}
    return names.get(day, "")


def week_name(first: date, last: date) -> str:
    """8 to 14 December, or 28 December to 3 January"""
    # Translators: day, and day with month, in Django's date format.
    short, long = gettext("j"), gettext("j F")
    same_month = (first.year, first.month) == (last.year, last.month)
    return gettext("%(first)s to %(last)s") % {
        "first": dateformat.format(first, short if same_month else long),
        "last": dateformat.format(last, long),
    }
