"""The page after the lists: a little more about what was ticked."""

from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from booking.actions import Given
from booking.actions.problems import NotAllowed, SlotTaken
from booking.cleaning import read_revision, start_with
from booking.models import Appointment, Clinic, Screening
from booking.public.check import health_check, said_before
from booking.public.forms.more import MoreForm
from booking.public.steps import (
    given_more_time,
    go_on,
    is_lost,
    next_step,
    on_the_way,
    pressed_instead,
    time_gone,
)
from booking.public.urgent import urgent_help, urgent_helps
from booking.public.views.health import take_answers
from booking.public.visits import get_own

# Here, or back from the page after it.
STEPS = ("booking:appointment_more", "booking:appointment_details")


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_more(request: HttpRequest, ref: str) -> HttpResponse:
    """Each tick with its follow-ups; nothing is decided before this."""
    now = timezone.now()
    appointment = get_own(request, ref)
    step = next_step(appointment, now)
    if step not in STEPS:
        return redirect(step, ref)
    if request.method == "POST":
        return _answer(request, appointment, now)
    form = _form(appointment, now)
    if not form.chosen and form.screening.final:
        return redirect(step, ref)
    if is_lost(appointment, now):
        return time_gone(request, appointment, now)
    return _page(request, appointment, form, now)


def _answer(
    request: HttpRequest, appointment: Appointment, now: datetime
) -> HttpResponse:
    revision, status = read_revision(request.POST), 200
    if "extend" in request.POST:
        appointment = given_more_time(request, appointment, now)
    elif "start" in request.POST:
        try:
            appointment, revision = pressed_instead(request, appointment, now), None
        except NotAllowed:
            return redirect(appointment)
        except SlotTaken:
            status = 409
        if next_step(appointment, now) not in STEPS:
            return go_on(appointment, now)
    if "extend" in request.POST or status == 409:
        form = _form(appointment, now)
        start_with(form, request.POST)
        return _page(request, appointment, form, now, status=status)
    form = _form(appointment, now, request.POST)
    if not form.is_valid():
        return _page(request, appointment, form, now, status=422)
    known = Given.again(form.screening)
    given = replace(known, answers=form.answers, final=True)
    return take_answers(request, appointment, given, now, revision)


def _form(
    appointment: Appointment, now: datetime, data: QueryDict | None = None
) -> MoreForm:
    screening: Screening = appointment.screening  # type: ignore[assignment]
    return MoreForm(
        data,
        check=health_check(appointment, now=now),
        screening=screening,
        said_before=said_before(appointment),
    )


def _page(
    request: HttpRequest,
    appointment: Appointment,
    form: MoreForm,
    now: datetime,
    status: int = 200,
) -> HttpResponse:
    document, clinic = form.check.document, Clinic.objects.current()
    context = on_the_way(appointment, now) | {
        "form": form,
        **form.parts(),
        "urgent": urgent_help(document, form.urgency, clinic),
        "help": urgent_helps(document, clinic),
    }
    return render(request, "booking/appointment_more.html", context, status=status)
