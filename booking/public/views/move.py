"""Another time, or another treatment, for an appointment that is booked."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from booking.actions import move
from booking.actions.problems import (
    AnswersRunOut,
    NoReviewInTime,
    NotAllowed,
    QuestionsFirst,
    SlotTaken,
    Stale,
    TrainingNeeded,
)
from booking.cleaning import read_moment, read_revision
from booking.models import Appointment, Status, Treatment
from booking.public.conflict import conflict
from booking.public.ringing import rings_us
from booking.public.visits import get_own
from booking.public.wants import Wants, read_wants
from booking.public.weeks import week_of

SORRY = {
    SlotTaken: _("That time has just gone. Your own time is still yours."),
    AnswersRunOut: _(
        "Your health answers are not good for so long. Please choose an earlier "
        "evening, or book it anew."
    ),
    NoReviewInTime: _(
        "A therapist could not look at your answers before then. Please choose a "
        "later time."
    ),
    TrainingNeeded: _("The therapist of that time does not hold the training needed."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_move(request: HttpRequest, ref: str) -> HttpResponse:
    """A week of times with the wish of the appointment; a POST takes one of them."""
    appointment = get_own(request, ref)
    if appointment.status in (Status.HELD, Status.EXPIRED):
        return redirect("booking:slot_list", appointment.treatment.slug)
    if not appointment.can_be_moved(timezone.now()) or rings_us(appointment):
        return redirect(appointment)
    treatment = _treatment(request, appointment)
    if request.method == "POST":
        return _move(request, appointment, treatment)
    return _page(request, appointment, treatment)


def _treatment(request: HttpRequest, appointment: Appointment) -> Treatment:
    """The one in the address where it is offered, else the one that is booked."""
    slug = request.GET.get("treatment", "")
    if appointment.status != Status.CONFIRMED or not slug.isascii():
        return appointment.treatment
    offered = Treatment.objects.offered().filter(slug=slug[:60].replace("\0", ""))
    return offered.first() or appointment.treatment


def _move(
    request: HttpRequest, appointment: Appointment, treatment: Treatment
) -> HttpResponse:
    starts_at = read_moment(request.POST.get("start", ""))
    if starts_at is None:
        sorry = _("We could not read that time. Please press one of those below.")
        return _page(request, appointment, treatment, sorry=sorry, status=422)
    if treatment != appointment.treatment:
        return _ask_first(appointment, starts_at, treatment)
    if starts_at == appointment.starts_at:
        return redirect(appointment)
    try:
        moved = move(
            appointment=appointment,
            starts_at=starts_at,
            revision=read_revision(request.POST),
            now=timezone.now(),
        )
    except QuestionsFirst:
        return _ask_first(appointment, starts_at, treatment)
    except (Stale, NotAllowed):
        return conflict(request, appointment)
    except tuple(SORRY) as refused:
        sorry = SORRY[type(refused)]
        return _page(request, appointment, treatment, sorry=sorry, status=409)
    return redirect(moved)


def _ask_first(
    appointment: Appointment, starts_at: datetime, treatment: Treatment
) -> HttpResponse:
    """To the questions that time or treatment needs asked; the old time stays."""
    query = {"start": timezone.localtime(starts_at).isoformat()}
    if treatment != appointment.treatment:
        query["treatment"] = treatment.slug
    address = reverse("booking:appointment_questions", args=[appointment.ref])
    return redirect(f"{address}?{urlencode(query)}")


def _page(
    request: HttpRequest,
    appointment: Appointment,
    treatment: Treatment,
    *,
    sorry: object = "",
    status: int = 200,
) -> HttpResponse:
    wants = replace(
        read_wants(request.GET), wish=appointment.wish, bedtime=appointment.bedtime
    )
    week = week_of(
        treatment,
        wants=wants,
        now=timezone.now(),
        trainings=appointment.trainings,
        step_free=appointment.step_free,
        ignoring=appointment,
    )
    others = Treatment.objects.offered().exclude(pk=treatment.pk)
    context = {
        "appointment": appointment,
        "treatment": treatment,
        "others": others if appointment.status == Status.CONFIRMED else [],
        "week": week,
        "wants": wants,
        "sorry": sorry,
        **_ways(wants, week, appointment, treatment),
    }
    return render(request, "booking/appointment_move.html", context, status=status)


def _ways(
    wants: Wants, week: Any, appointment: Appointment, treatment: Treatment
) -> dict[str, str]:
    """The weeks before and after, with the treatment kept."""
    chosen = {"treatment": treatment.slug} if treatment != appointment.treatment else {}

    def to(day: Any) -> str:
        if day is None:
            return ""
        return "?" + urlencode({"from": day.isoformat(), **chosen})

    return {
        "action": "?" + urlencode(chosen) if chosen else "",
        "earlier_url": to(week.earlier),
        "later_url": to(week.later),
        "first_url": to(week.first),
    }
