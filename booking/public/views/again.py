"""Book again: the same treatment, wish and bedtime on another evening."""

import uuid
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking.actions import hold
from booking.actions.problems import BookingClosed, SlotTaken
from booking.cleaning import read_moment
from booking.models import Appointment
from booking.public import visits
from booking.public.keys import key_without_form, new_key, read_key
from booking.public.ringing import rings_us
from booking.public.steps import go_on
from booking.public.wants import read_wants
from booking.public.weeks import week_of


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_again(request: HttpRequest, ref: str) -> HttpResponse:
    """A week of times; pressing one holds it, and only what may be new is asked."""
    appointment = visits.get_own(request, ref)
    if appointment.clearance_id is None or not appointment.treatment.active:
        return redirect("booking:slot_list", appointment.treatment.slug)
    if rings_us(appointment):
        return redirect(appointment)
    if request.method == "POST":
        return _hold(request, appointment)
    return _page(request, appointment)


def _hold(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    starts_at = read_moment(request.POST.get("start", ""))
    if starts_at is None:
        sorry = _("We could not read that time. Please press one of those below.")
        return _page(request, appointment, sorry=sorry, status=422)
    now = timezone.now()
    try:
        held = hold(
            key=_key(request, appointment, starts_at),
            treatment=appointment.treatment,
            starts_at=starts_at,
            now=now,
            wish=appointment.wish,
            bedtime=appointment.bedtime,
            step_free=appointment.step_free,
            mine=visits.refs(request),
            follows=appointment,
        )
    except SlotTaken:
        sorry = _("That time has just gone. These are still free.")
        return _page(request, appointment, sorry=sorry, status=409)
    except BookingClosed:
        return redirect("booking:slot_list", appointment.treatment.slug)
    response = go_on(held, now)
    visits.remember(response, request, held.ref)
    return response


def _key(
    request: HttpRequest, appointment: Appointment, starts_at: datetime
) -> uuid.UUID:
    if text := request.POST.get("key"):
        return read_key(request, text)
    return key_without_form(request, f"{appointment.ref} {starts_at.isoformat()}")


def _page(
    request: HttpRequest,
    appointment: Appointment,
    *,
    sorry: str = "",
    status: int = 200,
) -> HttpResponse:
    wants = replace(
        read_wants(request.GET), wish=appointment.wish, bedtime=appointment.bedtime
    )
    week = week_of(
        appointment.treatment,
        wants=wants,
        now=timezone.now(),
        trainings=appointment.trainings,
        step_free=appointment.step_free,
    )
    context = {
        "appointment": appointment,
        "week": week,
        "wants": wants,
        "key": new_key(request),
        "sorry": sorry,
        "action": "",
        "earlier_url": _to(week.earlier),
        "later_url": _to(week.later),
        "first_url": _to(week.first),
        "wait_url": _to_wait(appointment),
    }
    return render(request, "booking/appointment_again.html", context, status=status)


def _to_wait(appointment: Appointment) -> str:
    """Where to wait for a time; who they are is known there."""
    address = reverse("booking:waiting_join", args=[appointment.treatment.slug])
    query = {"follows": appointment.ref, "wish": appointment.wish}
    return f"{address}?{urlencode(query)}"


def _to(day: date | None) -> str:
    return "?" + urlencode({"from": day}) if day else ""
