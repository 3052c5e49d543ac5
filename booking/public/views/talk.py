"""A person instead of forms, and a doctor's yes."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking.actions import ask_person, doctor_said_yes, review_deadline
from booking.actions.problems import (
    HoldExpired,
    NoReviewInTime,
    NotAllowed,
    SlotTaken,
)
from booking.models import Appointment, Clinic, Status
from booking.public.better import better_times
from booking.public.forms.details import DoctorForm, TalkForm
from booking.public.steps import go_on, is_lost, pressed_instead
from booking.public.visits import get_own


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_talk(request: HttpRequest, ref: str) -> HttpResponse:
    """I would rather talk to someone; or, once it is decided, please look again."""
    now = timezone.now()
    appointment = get_own(request, ref)
    if request.method != "POST":
        return _talk(request, appointment, TalkForm(), now)
    form = TalkForm(request.POST)
    if not form.is_valid():
        return _talk(request, appointment, form, now, status=422)
    return _ask(request, appointment, form, now)


def _ask(
    request: HttpRequest, appointment: Appointment, form: TalkForm, now: datetime
) -> HttpResponse:
    """Where the time cannot be kept for a talk, nothing is pretended."""
    try:
        held = pressed_instead(request, appointment, now)
        asked = ask_person(
            appointment=held,
            person=form.person,
            now=now,
            anyway="anyway" in request.POST,
        )
    except (HoldExpired, NoReviewInTime, SlotTaken):
        return _talk(request, appointment, form, now, status=409)
    except NotAllowed:
        return redirect(appointment)
    messages.success(request, _("Thank you. We ring you at the number you gave us."))
    return go_on(asked, now)


def _talk(
    request: HttpRequest,
    appointment: Appointment,
    form: TalkForm,
    now: datetime,
    status: int = 200,
) -> HttpResponse:
    waits = appointment.status in (Status.HELD, Status.EXPIRED)
    context = {
        "appointment": appointment,
        "form": form,
        "waits": waits,
        "cannot": waits and not _can_be_kept(appointment, now),
        "better": None,
    }
    if context["cannot"] and status == 409:
        context["better"] = better_times(appointment, now, to_talk=True)
    return render(request, "booking/appointment_talk.html", context, status=status)


def _can_be_kept(appointment: Appointment, now: datetime) -> bool:
    """Whether the time is there, and somebody can ring before it."""
    clinic = Clinic.objects.current()
    try:
        review_deadline(clinic, starts_at=appointment.starts_at, now=now, doctor=False)
    except NoReviewInTime:
        return False
    return not is_lost(appointment, now)


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_doctor(request: HttpRequest, ref: str) -> HttpResponse:
    """My doctor has said yes: the practice, the day, and a tick."""
    now = timezone.now()
    appointment = get_own(request, ref)
    if appointment.status != Status.REVIEW:
        return redirect(appointment)
    data = request.POST if request.method == "POST" else None
    form = DoctorForm(data, today=timezone.localdate(now))
    if not form.is_valid():
        context = {"appointment": appointment, "form": form}
        status = 200 if data is None else 422
        return render(
            request, "booking/appointment_doctor.html", context, status=status
        )
    try:
        doctor_said_yes(appointment=appointment, now=now, **form.note)
    except NotAllowed:
        return redirect(appointment)
    messages.success(request, _("Thank you. Your therapist sees it before they ring."))
    return redirect(appointment)
