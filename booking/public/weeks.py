"""The evenings a page shows: a week of them, or the next one that has a time."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.urls import reverse
from django.utils import timezone

from booking.models import Clinic, Treatment
from booking.offers import Offers, offers
from booking.public.shown import (
    DAY,
    Evening,
    ShownSlot,
    evening_name,
    evening_of,
    evenings,
    nearest,
    shown,
    week_name,
)
from booking.public.wants import Wants
from booking.times import by_evening, first_evening

WEEK = 7 * DAY


@dataclass(frozen=True, slots=True)
class Week:
    """Seven evenings, and the ways on from them: None where there is none."""

    clinic: Clinic
    bedtime: time
    days: list[Evening]
    since: date
    earlier: date | None
    later: date | None
    first: date | None
    last_day: date
    is_beyond: bool

    @property
    def name(self) -> str:
        return week_name(self.days[0].day, self.days[-1].day) if self.days else ""

    @property
    def count(self) -> int:
        return sum(evening.count for evening in self.days)


@dataclass(frozen=True, slots=True)
class NextTimes:
    """The next evening with a time for one treatment; None where there is none."""

    clinic: Clinic
    treatment: Treatment
    wants: Wants
    bedtime: time
    evening: Evening | None

    @property
    def address(self) -> str:
        return reverse("booking:slot_list", args=[self.treatment.slug])

    @property
    def week_url(self) -> str:
        return self.address + self.wants.query()

    @property
    def evening_url(self) -> str:
        """All times of that evening."""
        day = self.evening.day if self.evening else None
        return self.address + self.wants.query(since=day)


def next_times(treatment: Treatment, *, wants: Wants, now: datetime) -> NextTimes:
    """Tonight's best times, or those of the first evening that has one."""
    today = timezone.localdate(now)
    wish = wants.wish
    found = offers(
        treatment=treatment, now=now, since=today - DAY, until=today + WEEK, wish=wish
    )
    if not found.slots:
        found = _all_offers(treatment, wish=wish, now=now, clinic=found.clinic)
    bedtime = wants.bedtime or found.clinic.assumed_bedtime
    evening = None
    if day := first_evening(found.slots):
        times = shown(found, by_evening(found.slots)[day], bedtime)
        evening = evening_of(day, times, today=today)
    return NextTimes(found.clinic, treatment, wants, bedtime, evening)


def week_of(
    treatment: Treatment, *, wants: Wants, now: datetime, **limits: Any
) -> Week:
    """The week that is asked for, or else the first that has a time.

    `limits` go to `offers`: trainings, step-free rooms, an appointment to ignore.

    An evening belongs to the date its hours open, so just after midnight yesterday's
    may still have a time: it then stands first.
    """
    today = timezone.localdate(now)
    since = max(wants.since or today, today)
    begin = today - DAY if since == today else since
    limits |= {"wish": wants.wish, "now": now}
    found = offers(treatment=treatment, since=begin, until=since + WEEK, **limits)
    last_day = _last_day(found.clinic, today)
    is_asked = wants.since is not None and today < wants.since <= last_day
    first = None
    if not found.slots:
        found = _all_offers(treatment, clinic=found.clinic, **limits)
        first = _first_from(found, since) or first_evening(found.slots)
        if not is_asked:
            since, first = first or today, None
    bedtime = wants.bedtime or found.clinic.assumed_bedtime
    free = evenings(found, bedtime=bedtime, today=today, sort=wants.sort)
    return Week(
        clinic=found.clinic,
        bedtime=bedtime,
        days=_seven(free, since, today=today, last_day=last_day),
        since=since,
        earlier=max(today, since - WEEK) if since > today else None,
        later=since + WEEK if since + WEEK <= last_day else None,
        first=first,
        last_day=last_day,
        is_beyond=wants.since is not None and wants.since > last_day,
    )


def nearest_times(
    treatment: Treatment, gone: datetime, *, wants: Wants, now: datetime
) -> list[ShownSlot]:
    """The three times nearest to one that has gone, in the order of their start."""
    found = _all_offers(
        treatment, wish=wants.wish, now=now, clinic=Clinic.objects.current()
    )
    bedtime = wants.bedtime or found.clinic.assumed_bedtime
    near = nearest(found, gone, bedtime=bedtime)
    return sorted(near, key=lambda slot: slot.starts_at)


def _all_offers(
    treatment: Treatment, *, now: datetime, clinic: Clinic, **limits: Any
) -> Offers:
    """Everything up to the booking horizon."""
    today = timezone.localdate(now)
    until = _last_day(clinic, today) + DAY
    return offers(
        treatment=treatment, now=now, since=today - DAY, until=until, **limits
    )


def _last_day(clinic: Clinic, today: date) -> date:
    """The last evening that can be booked; today counts."""
    return today + (clinic.booking_horizon_days - 1) * DAY


def _first_from(found: Offers, since: date) -> date | None:
    return first_evening(slot for slot in found.slots if slot.evening >= since)


def _seven(
    free: list[Evening], since: date, *, today: date, last_day: date
) -> list[Evening]:
    """Seven dates in order, those without a time too, none beyond the last day."""
    by_day = {evening.day: evening for evening in free}
    days = [since + n * DAY for n in range(7) if since + n * DAY <= last_day]
    if since == today and today - DAY in by_day:
        days.insert(0, today - DAY)
    return [
        by_day.get(day) or Evening(day, evening_name(day, today), (), ())
        for day in days
    ]
