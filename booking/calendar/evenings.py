"""Which stretch of time a page is about: one evening of a therapist, or part of it."""

from datetime import date, datetime, time

from booking.models import Clinic, HoursChange, OpeningHours, Therapist
from booking.times import Span, local_date, midnight
from booking.times.clock import DAY, closing, evening_span, opening, weekly_spans


def evening_of(therapist: Therapist, day: date, clinic: Clinic) -> Span:
    """From the first opening of that evening to its last closing.

    The whole local date where nothing is open, so that what is booked lies in it.
    """
    opened = [*_weekly(therapist, day, clinic), *_extra(therapist, day, clinic)]
    if not opened:
        return Span(midnight(day, clinic.zone), midnight(day + DAY, clinic.zone))
    return Span(min(opened).starts_at, max(span.ends_at for span in opened))


def _weekly(therapist: Therapist, day: date, clinic: Clinic) -> list[Span]:
    found = []
    for row in OpeningHours.objects.filter(therapist=therapist):
        spans = weekly_spans(
            weekday=row.weekday,
            opens=row.opens,
            closes=row.closes,
            zone=clinic.zone,
            since=day,
            until=day + DAY,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            every_second_week=row.every_second_week,
        )
        found += [span for _day, span in spans]
    return found


def _extra(therapist: Therapist, day: date, clinic: Clinic) -> list[Span]:
    rows = HoursChange.objects.filter(
        kind=HoursChange.Kind.EXTRA,
        therapist=therapist,
        starts_at__gte=midnight(day, clinic.zone),
        starts_at__lt=midnight(day + DAY, clinic.zone),
    )
    return [
        Span(row.starts_at, row.ends_at)
        for row in rows
        if local_date(row.starts_at, clinic.zone) == day
    ]


def part_of(
    evening: Span,
    day: date,
    clinic: Clinic,
    *,
    begins: time | None = None,
    ends: time | None = None,
) -> Span | None:
    """The evening from and until a time of the clock, where they are given.

    An end at or before the beginning lies past midnight. None where nothing is left.
    """
    if begins and ends:
        return evening_span(day, begins, ends, clinic.zone)
    since = opening(day, begins, clinic.zone) if begins else evening.starts_at
    until = closing(day, ends, clinic.zone) if ends else evening.ends_at
    if ends and until <= since:
        until = closing(day + DAY, ends, clinic.zone)
    return Span(since, until) if since < until else None


def to_come(span: Span, now: datetime) -> Span | None:
    """What is left of it; None where it is over."""
    since = max(span.starts_at, now.replace(second=0, microsecond=0))
    return Span(since, span.ends_at) if since < span.ends_at else None


def stretch(
    since_on: date,
    since_at: time | None,
    until_on: date,
    until_at: time | None,
    clinic: Clinic,
) -> Span | None:
    """From a date to a date, both whole unless a time of the clock is given.

    None where the end does not come after the start.
    """
    zone = clinic.zone
    since = opening(since_on, since_at, zone) if since_at else midnight(since_on, zone)
    if until_at:
        until = closing(until_on, until_at, zone)
    else:
        until = midnight(until_on + DAY, zone)
    return Span(since, until) if since < until else None
