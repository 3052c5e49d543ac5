"""The morning after: how the night was, and whether to be asked at all."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from booking.actions import (
    ask_me_in_the_morning,
    ask_me_no_more,
    delete_nights,
    tell_of_night,
)
from booking.actions.mornings import may_tell_of_night
from booking.actions.problems import NotAllowed
from booking.models import Appointment, Clinic, MorningAfter, Questionnaire
from booking.models.questionnaires import parsed
from booking.public.forms.morning import MorningForm, read_number
from booking.public.nights import nights_shown
from booking.public.urgent import urgent_help, urgent_helps
from booking.public.visits import get_own
from booking.screening.questionnaire import Questionnaire as Document

NUMBER = "n"  # what a link of the mail brings


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_morning(request: HttpRequest, ref: str) -> HttpResponse:
    """The question with the number that was tapped; saved by a press, then thanked."""
    appointment, now = get_own(request, ref), timezone.now()
    said = MorningAfter.objects.filter(appointment=appointment).first()
    may_tell = may_tell_of_night(appointment, now)
    if request.method == "POST" and may_tell:
        return _posted(request, appointment, now)
    asks = said is None or NUMBER in request.GET or "change" in request.GET
    if asks and may_tell:
        initial = said.night.content if said else {}
        tapped = read_number(request.GET.get(NUMBER, ""))
        initial |= {"sleep": tapped} if tapped is not None else {}
        return _page(request, appointment, MorningForm(initial=initial))
    if said is None or request.method == "POST":
        return redirect(appointment)
    return _thanks(request, appointment, said, now)


def _posted(
    request: HttpRequest, appointment: Appointment, now: datetime
) -> HttpResponse:
    form = MorningForm(request.POST)
    if not form.is_valid():
        return _page(request, appointment, form, status=422)
    try:
        tell_of_night(appointment=appointment, night=form.night, now=now)
    except NotAllowed:
        return redirect(appointment)
    return redirect("booking:appointment_morning", appointment.ref)


def _page(
    request: HttpRequest, appointment: Appointment, form: MorningForm, status: int = 200
) -> HttpResponse:
    document, clinic = _document(appointment), Clinic.objects.current()
    context = {
        "appointment": appointment,
        "form": form,
        "help": urgent_helps(document, clinic),
        "urgent": urgent_help(document, form.urgent, clinic),
    }
    template = "booking/appointment_morning.html"
    return render(request, template, context, status=status)


def _thanks(
    request: HttpRequest, appointment: Appointment, said: MorningAfter, now: datetime
) -> HttpResponse:
    """What was said, what to do where it was trouble, and the nights so far."""
    clinic, night = Clinic.objects.current(), said.night
    context: dict[str, Any] = {
        "appointment": appointment,
        "night": night,
        "urgent": urgent_help(_document(appointment), night.urgent, clinic),
        **nights_shown(appointment, now),
    }
    return render(request, "booking/appointment_morning_told.html", context)


def _document(appointment: Appointment) -> Document:
    """The words for help are those of the version in use."""
    answered = appointment.screening
    version = Questionnaire.objects.published()
    if version is None and answered is not None:
        version = answered.questionnaire
    if version is None:
        raise Http404
    return parsed(version)


@require_POST
def appointment_nights(request: HttpRequest, ref: str) -> HttpResponse:
    """Give the consent, take it back, or delete the nights; nothing else is pressed."""
    appointment, now = get_own(request, ref), timezone.now()
    client, pressed = appointment.client, request.POST.get("press", "")
    if client is None or pressed not in PRESSED:
        return redirect(appointment)
    act, words = PRESSED[pressed]
    act(client=client, now=now)
    messages.success(request, words())
    return redirect(f"{appointment.get_absolute_url()}#nights")


PRESSED: dict[str, Any] = {
    "ask": (
        ask_me_in_the_morning,
        lambda: _("Thank you. We ask you the morning after each session."),
    ),
    "stop": (ask_me_no_more, lambda: _("We ask you no more.")),
    "delete": (delete_nights, lambda: _("Your nights are deleted.")),
}
