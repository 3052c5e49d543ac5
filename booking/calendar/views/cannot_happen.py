"""This evening cannot happen: everyone booked is asked to take another time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from booking.actions import block
from booking.actions.problems import Strands
from booking.calendar.access import (
    calendar_page,
    get_therapist,
    sees_cautions,
    signed_in,
)
from booking.calendar.evenings import evening_of, part_of, to_come
from booking.calendar.options import Away, Case, find_cases
from booking.calendar.pages import show
from booking.calendar.settling import Choice, Outcome, carry_out, read_choice, say
from booking.cleaning import read_clock, read_day
from booking.models import Appointment, Clinic, Proposal, Status, Therapist
from booking.models.appointment import ASKABLE
from booking.times import Span
from booking.times.standing import around

CHANGED = _("Somebody booked or moved meanwhile. Nothing has happened yet: look again.")


@dataclass(frozen=True, slots=True)
class Evening:
    """Whose evening it is, which part of it, and everyone who is booked in it."""

    therapist: Therapist
    span: Span
    cases: list[Case]
    typing: int

    @property
    def to_ask(self) -> list[Case]:
        """Those nobody has asked, and those asked to come to this very evening."""
        return [case for case in self.cases if self.is_open(case)]

    def is_open(self, case: Case) -> bool:
        if case.asked is None:
            return True
        return case.asked.offer.therapist_id == self.therapist.pk and meets(
            self.span, case.asked.offer
        )

    @property
    def answered(self) -> list[Case]:
        return [case for case in self.cases if not self.is_open(case)]


def meets(span: Span, row: Appointment) -> bool:
    return row.starts_at < span.ends_at and span.starts_at < row.ends_at


@require_http_methods(["GET", "HEAD", "POST"])
@calendar_page()
def cannot_happen(request: HttpRequest, slug: str) -> HttpResponse:
    therapist, now = get_therapist(request, slug), timezone.now()
    span = _span(request, therapist, now)
    if span is None:
        return show(request, "cannot_happen", therapist=therapist, over=True)
    evening = _evening(request, therapist, span, now)
    if request.method == "POST":
        return _ask_all(request, evening, now)
    return _page(request, evening)


def _span(request: HttpRequest, therapist: Therapist, now: datetime) -> Span | None:
    """What the address names of an evening, today without a date; None once over."""
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
    return to_come(part, now) if part else None


def _evening(
    request: HttpRequest, therapist: Therapist, span: Span, now: datetime
) -> Evening:
    cases = find_cases(
        booked_in(therapist, span, now),
        away=Away((span,), therapist.pk),
        now=now,
        sees_cautions=sees_cautions(signed_in(request)),
    )
    held = Appointment.objects.live(now).filter(
        therapist=therapist,
        status=Status.HELD,
        offered_in__isnull=True,
        starts_at__lt=span.ends_at,
        ends_at__gt=span.starts_at,
    )
    return Evening(therapist, span, cases, held.count())


def booked_in(therapist: Therapist, span: Span, now: datetime) -> list[Appointment]:
    """Their sessions to come that a stretch of time meets, the first one first.

    With those whose client is asked to come to them in it.
    """
    within = {"starts_at__lt": span.ends_at, "ends_at__gt": span.starts_at}
    asked = Proposal.objects.waiting().filter(
        offer__therapist=therapist, **{f"offer__{k}": v for k, v in within.items()}
    )
    rows = Appointment.objects.live(now).filter(
        Q(therapist=therapist, **within) | Q(pk__in=asked.values("appointment")),
        status__in=ASKABLE,
        starts_at__gt=now,
    )
    return list(
        rows.select_related(
            "client", "treatment", "therapist", "room", "screening"
        ).order_by("starts_at", "pk")
    )


def _ask_all(request: HttpRequest, evening: Evening, now: datetime) -> HttpResponse:
    """First the time off, then each question by itself; nobody is left out unseen."""
    choices = _choices(request, evening)
    if choices is None:
        return _page(request, evening, sorry=CHANGED, status=409)
    try:
        _block(evening, now)
    except Strands:
        fresh = _evening(request, evening.therapist, evening.span, now)
        return _page(request, fresh, sorry=CHANGED, status=409)
    done = carry_out(choices, why=Proposal.Why.EVENING, by=signed_in(request), now=now)
    say(request, done)
    return redirect(_where_to(evening, done))


def _choices(request: HttpRequest, evening: Evening) -> list[Choice] | None:
    """One for everybody there is to ask; None where somebody has none that is meant."""
    posted = request.POST
    choices = [
        read_choice(case, posted.get(f"do-{case.appointment.ref}"))
        for case in evening.to_ask
    ]
    return None if None in choices else [each for each in choices if each]


def _block(evening: Evening, now: datetime) -> None:
    """Around a session that is going on. Raises Strands."""
    going_on = Appointment.objects.live(now).filter(
        therapist=evening.therapist, starts_at__lte=now, ends_at__gt=now
    )
    kept = [Span(row.starts_at, row.ends_at) for row in going_on]
    seen = {case.appointment.pk for case in evening.cases}
    block(
        therapist=evening.therapist,
        spans=around(evening.span, kept),
        seen=seen,
        now=now,
    )


def _where_to(evening: Evening, done: Outcome) -> str:
    if done.asked:
        return reverse("calendar:asked", args=[done.batch])
    known = [case.asked for case in evening.answered if case.asked]
    if known:
        return reverse("calendar:asked", args=[known[0].batch])
    return reverse("calendar:time_off", args=[evening.therapist.slug])


def _page(
    request: HttpRequest,
    evening: Evening,
    *,
    sorry: Promise | str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "therapist": evening.therapist,
        "evening": evening,
        "span": evening.span,
        "sorry": sorry,
        "day": timezone.localdate(evening.span.starts_at),
    }
    return show(request, "cannot_happen", status=status, **context)
