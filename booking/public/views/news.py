"""Is anything new since the booking? One press if not, and a few lists if so."""

from dataclasses import replace
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from booking.actions import answer_anew, cancel, nothing_new
from booking.actions.problems import NotAllowed, NotScreened, Stale
from booking.cleaning import read_revision
from booking.models import Appointment, Clinic, Status
from booking.public.check import health_check
from booking.public.conflict import conflict
from booking.public.forms.details import TalkForm
from booking.public.forms.health import HealthForm
from booking.public.urgent import urgent_help, urgent_helps
from booking.public.views.health import needs_number
from booking.public.visits import get_own


@require_POST
def appointment_nothing_new(request: HttpRequest, ref: str) -> HttpResponse:
    appointment = get_own(request, ref)
    try:
        nothing_new(appointment=appointment, now=timezone.now())
    except NotAllowed:
        return redirect(appointment)
    messages.success(request, _("Thank you. It is noted, and all stays as it is."))
    return redirect(appointment)


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_anything_new(request: HttpRequest, ref: str) -> HttpResponse:
    """What changes most, asked again beside each tick; or a way to stay at home."""
    now = timezone.now()
    appointment = get_own(request, ref)
    if not appointment.asks_what_is_new(now):
        return redirect(appointment)
    if "not_coming" in request.POST:
        return _stay_away(request, appointment, now)
    try:
        check = health_check(
            appointment,
            now=now,
            news=True,
            everything="everything" in request.GET,
        )
    except NotScreened:
        return redirect("booking:appointment_talk", ref)
    data = request.POST if request.method == "POST" else None
    form = HealthForm(data, check=check, with_follow_ups=True)
    if data is None:
        return _page(request, appointment, form)
    return _answer(request, appointment, form, now)


def _stay_away(
    request: HttpRequest, appointment: Appointment, now: datetime
) -> HttpResponse:
    """Somebody who is unwell stays at home: never late, and nothing is owed."""
    try:
        cancelled = cancel(
            appointment=appointment,
            reason="safety",
            revision=read_revision(request.POST),
            now=now,
        )
    except (Stale, NotAllowed):
        return conflict(request, appointment)
    return redirect(cancelled)


def _answer(
    request: HttpRequest, appointment: Appointment, form: HealthForm, now: datetime
) -> HttpResponse:
    """A tick is looked at once more before it decides anything."""
    if not form.is_valid():
        return _page(request, appointment, form, status=422)
    given = form.check.given(form.answers, form.consents)
    if not given.final and "sure" not in request.POST:
        return _page(request, appointment, form, ask_sure=True, status=422)
    try:
        done = answer_anew(
            appointment=appointment,
            given=replace(given, final=True),
            revision=read_revision(request.POST),
            now=now,
        )
    except (Stale, NotAllowed):
        return conflict(request, appointment)
    if done.status == Status.CONFIRMED:
        words = _("Thank you. You are still booked, with what you told us in mind.")
        messages.success(request, words)
    if needs_number(done):
        words = _("A therapist talks with you first. Tell us where to ring you.")
        messages.info(request, words)
        return redirect("booking:appointment_talk", done.ref)
    return redirect(done)


def _page(
    request: HttpRequest,
    appointment: Appointment,
    form: HealthForm,
    *,
    ask_sure: bool = False,
    status: int = 200,
) -> HttpResponse:
    document, clinic = form.check.document, Clinic.objects.current()
    context = {
        "appointment": appointment,
        "form": form,
        **form.parts(),
        "document": document,
        "ask_sure": ask_sure,
        "talk_form": TalkForm(),
        "urgent": urgent_help(document, form.urgency, clinic),
        "help": urgent_helps(document, clinic),
    }
    return render(
        request, "booking/appointment_anything_new.html", context, status=status
    )
