"""The lists that another time, or another treatment, of a booked one needs asked."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from booking.actions import answer_to_move, pair_for
from booking.actions.problems import (
    AnswersRunOut,
    NotAllowed,
    NotScreened,
    SlotTaken,
    Stale,
    TrainingNeeded,
)
from booking.cleaning import read_moment, read_revision
from booking.models import Appointment, Clinic, Status, Treatment
from booking.public.check import health_check
from booking.public.conflict import conflict
from booking.public.forms.details import TalkForm
from booking.public.forms.health import HealthForm
from booking.public.ringing import rings_us
from booking.public.urgent import urgent_help, urgent_helps

SORRY: dict[type[Exception], Promise] = {
    SlotTaken: _("That time has just gone. Your own time is still yours."),
    AnswersRunOut: _(
        "What you told us can change, so your answers are not good for as long as "
        "that. Please choose an earlier evening. Your own time is still yours."
    ),
    TrainingNeeded: _(
        "For you it should be a therapist with a training that nobody free at that "
        "time has. Please choose another time. Your own time is still yours."
    ),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a booked appointment is to become."""

    starts_at: datetime
    treatment: Treatment

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + self.treatment.length


def questions_to_move(
    request: HttpRequest, appointment: Appointment, now: datetime
) -> HttpResponse:
    """Ask beside each tick, with no next page: the old time stays until all is said."""
    starts_at = read_moment(request.GET["start"])
    if appointment.status != Status.CONFIRMED or not appointment.can_be_moved(now):
        return redirect(appointment)
    if rings_us(appointment):
        return redirect(appointment)
    if starts_at is None:
        raise BadRequest("start")
    wanted = Wanted(starts_at, _treatment(request, appointment))
    try:
        check = health_check(
            appointment,
            now=now,
            starts_at=starts_at,
            treatment=wanted.treatment,
            everything="everything" in request.GET,
        )
    except NotScreened:
        return redirect("booking:appointment_talk", appointment.ref)
    data = request.POST if request.method == "POST" else None
    form = HealthForm(data, check=check, with_follow_ups=True)
    if data is None:
        return _page(request, appointment, wanted, form)
    return _answer(request, appointment, wanted, form, now)


def _treatment(request: HttpRequest, appointment: Appointment) -> Treatment:
    """The one in the address where it is offered, else the one that is booked."""
    slug = request.GET.get("treatment", "").replace("\0", "")[:60]
    offered = Treatment.objects.offered().filter(slug=slug) if slug.isascii() else None
    return (offered.first() if offered else None) or appointment.treatment


def _answer(
    request: HttpRequest,
    appointment: Appointment,
    wanted: Wanted,
    form: HealthForm,
    now: datetime,
) -> HttpResponse:
    """A tick is looked at once more before it decides anything."""
    if not form.is_valid():
        return _page(request, appointment, wanted, form, status=422)
    given = form.check.given(form.answers, form.consents)
    if not given.final and "sure" not in request.POST:
        return _page(request, appointment, wanted, form, ask_sure=True, status=422)
    try:
        therapist, room = pair_for(
            appointment,
            starts_at=wanted.starts_at,
            now=now,
            treatment=wanted.treatment,
        )
        moved = answer_to_move(
            appointment=appointment,
            given=replace(given, final=True),
            therapist=therapist,
            room=room,
            starts_at=wanted.starts_at,
            treatment=wanted.treatment,
            revision=read_revision(request.POST),
            now=now,
        )
    except (Stale, NotAllowed):
        return conflict(request, appointment)
    except tuple(SORRY) as refused:
        sorry = SORRY[type(refused)]
        return _page(request, appointment, wanted, form, sorry=sorry, status=409)
    return redirect(moved)


def _page(
    request: HttpRequest,
    appointment: Appointment,
    wanted: Wanted,
    form: HealthForm,
    *,
    ask_sure: bool = False,
    sorry: object = "",
    status: int = 200,
) -> HttpResponse:
    document, clinic = form.check.document, Clinic.objects.current()
    context = {
        "appointment": appointment,
        "wanted": wanted,
        "form": form,
        **form.parts(),
        "document": document,
        "ask_sure": ask_sure,
        "sorry": sorry,
        "talk_form": TalkForm(),
        "urgent": urgent_help(document, form.urgency, clinic),
        "help": urgent_helps(document, clinic),
    }
    return render(request, "booking/appointment_questions.html", context, status=status)
