"""The health check: the lists that are still to be answered."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking.actions import Given, answer, keep_answers
from booking.actions.problems import (
    HoldExpired,
    NotAllowed,
    NotScreened,
    SlotTaken,
    Stale,
)
from booking.cleaning import start_with
from booking.models import Appointment, Clinic, Status
from booking.public.check import HealthCheck, health_check
from booking.public.conflict import conflict
from booking.public.forms.health import HealthForm
from booking.public.steps import (
    given_more_time,
    go_on,
    is_lost,
    is_on_its_way,
    on_the_way,
    pressed_instead,
    time_gone,
)
from booking.public.urgent import urgent_help, urgent_helps
from booking.public.views.ask_again import questions_to_move
from booking.public.visits import get_own


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_questions(request: HttpRequest, ref: str) -> HttpResponse:
    """The lists that are still to be answered; with `?start=`, those of a move."""
    now = timezone.now()
    appointment = get_own(request, ref)
    if "start" in request.GET:
        return questions_to_move(request, appointment, now)
    if not is_on_its_way(appointment, now):
        return redirect(appointment)
    step = _answer_lists if request.method == "POST" else _show_lists
    try:
        return step(request, appointment, now)
    except NotScreened:
        return redirect("booking:appointment_talk", ref)


def _show_lists(
    request: HttpRequest, appointment: Appointment, now: datetime
) -> HttpResponse:
    if is_lost(appointment, now):
        return time_gone(request, appointment, now)
    form = HealthForm(check=_check(request, appointment, now))
    return _lists(request, appointment, form, now)


def _answer_lists(
    request: HttpRequest, appointment: Appointment, now: datetime
) -> HttpResponse:
    """Nothing is stored before every list and every yes is there."""
    if "extend" in request.POST:
        appointment = given_more_time(request, appointment, now)
        form = HealthForm(check=_check(request, appointment, now))
        start_with(form, request.POST)
        return _lists(request, appointment, form, now)
    try:
        appointment = pressed_instead(request, appointment, now)
    except NotAllowed:
        return redirect(appointment)
    except SlotTaken:
        form = HealthForm(check=_check(request, appointment, now))
        start_with(form, request.POST)
        return _lists(request, appointment, form, now, status=409)
    check = _check(request, appointment, now)
    form = HealthForm(request.POST, check=check)
    if not form.is_valid():
        return _lists(request, appointment, form, now, status=422)
    given = check.given(form.answers, form.consents)
    return take_answers(request, appointment, given, now)


def _check(
    request: HttpRequest, appointment: Appointment, now: datetime
) -> HealthCheck:
    return health_check(appointment, now=now, everything="everything" in request.GET)


def _lists(
    request: HttpRequest,
    appointment: Appointment,
    form: HealthForm,
    now: datetime,
    status: int = 200,
) -> HttpResponse:
    document, clinic = form.check.document, Clinic.objects.current()
    context = on_the_way(appointment, now) | {
        "form": form,
        **form.parts(),
        "document": document,
        "urgent": urgent_help(document, form.urgency, clinic),
        "help": urgent_helps(document, clinic),
    }
    return render(request, "booking/appointment_questions.html", context, status=status)


def take_answers(
    request: HttpRequest,
    appointment: Appointment,
    given: Given,
    now: datetime,
    revision: int | None = None,
) -> HttpResponse:
    """Store them, and go on; where the time is gone they wait for another."""
    try:
        done = answer(appointment=appointment, given=given, now=now, revision=revision)
    except HoldExpired:
        kept = keep_answers(appointment=appointment, given=given, now=now)
        if kept.status == Status.DECLINED:
            return redirect(kept)
        return time_gone(request, kept, now)
    except NotScreened:
        return redirect("booking:appointment_questions", appointment.ref)
    except Stale:
        return conflict(request, appointment)
    except NotAllowed:
        return redirect(appointment)
    if needs_number(done):
        words = _("A therapist talks with you first. Tell us where to ring you.")
        messages.info(request, words)
        return redirect("booking:appointment_talk", done.ref)
    return go_on(done, now)


def needs_number(appointment: Appointment) -> bool:
    """Someone a visit was booked for may have left an e-mail only."""
    screening, client = appointment.screening, appointment.client
    waits = appointment.status == Status.REVIEW and screening and screening.final
    return bool(waits and client and not client.phone)
