"""This evening cannot happen: everyone booked is asked to take another time."""

from datetime import datetime

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from booking.calendar.access import calendar_page, get_therapist
from booking.calendar.evenings import evening_of, part_of, to_come
from booking.calendar.pages import show
from booking.cleaning import read_clock, read_day
from booking.models import Appointment, Clinic, Status, Therapist
from booking.times import Span


@require_safe
@calendar_page()
def cannot_happen(request: HttpRequest, slug: str) -> HttpResponse:
    therapist, now = get_therapist(request, slug), timezone.now()
    span = _span(request, therapist, now)
    rows = booked_in(therapist, span, now)
    context = {"therapist": therapist, "span": span, "cases": rows}
    return show(request, "cannot_happen", **context)


def _span(request: HttpRequest, therapist: Therapist, now: datetime) -> Span:
    """What the address names of an evening that is not over; today without a date."""
    asked, clinic = request.GET, Clinic.objects.current()
    day = read_day(asked["on"]) if "on" in asked else timezone.localdate(now)
    if day is None:
        raise BadRequest("on")
    part = part_of(
        evening_of(therapist, day, clinic),
        day,
        clinic,
        begins=read_clock(asked.get("from", "")),
        ends=read_clock(asked.get("until", "")),
    )
    span = to_come(part, now) if part else None
    if span is None:
        raise BadRequest("this evening is over")
    return span


def booked_in(therapist: Therapist, span: Span, now: datetime) -> QuerySet[Appointment]:
    """Their sessions to come that a stretch of time meets, the first one first."""
    rows = Appointment.objects.live(now).filter(
        therapist=therapist,
        status__in=(Status.REVIEW, Status.CONFIRMED),
        starts_at__gt=now,
        starts_at__lt=span.ends_at,
        ends_at__gt=span.starts_at,
    )
    return rows.select_related("client", "treatment", "room", "screening").order_by(
        "starts_at"
    )
