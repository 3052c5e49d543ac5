"""Where a client is on the way from the hold to booked, and where to go on."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.actions import extend, hold_instead, unasked
from booking.actions.problems import (
    HoldAtMaximum,
    HoldExpired,
    NotAllowed,
    NotScreened,
    SlotTaken,
)
from booking.actions.screened import version_for
from booking.cleaning import read_moment
from booking.models import Appointment, Clinic, Status
from booking.models.appointment import COMES_BACK_WITHIN
from booking.offers import is_free
from booking.public.better import better_times
from booking.public.forms.details import TalkForm
from booking.public.series import along_words

OTHERS_WENT_BACK = gettext_lazy(
    "The other evenings of your series have gone back. You can choose them anew."
)


def is_on_its_way(appointment: Appointment, now: datetime) -> bool:
    """Whether its client still fills in forms.

    A hold does, and one that ran out within the last day; so does the person a visit
    is for, while it is kept for their answers.
    """
    if appointment.status == Status.HELD:
        return appointment.is_live(now) or _is_of_today(appointment, now)
    if appointment.status == Status.EXPIRED:
        return appointment.review is None and _is_of_today(appointment, now)
    return is_kept_for_answers(appointment, now)


def _is_of_today(appointment: Appointment, now: datetime) -> bool:
    return now - appointment.held_at < COMES_BACK_WITHIN


def is_kept_for_answers(appointment: Appointment, now: datetime) -> bool:
    """Whether it waits for the answers of its client, and takes them already."""
    return (
        appointment.status == Status.REVIEW
        and appointment.is_live(now)
        and appointment.takes_answers(now)
    )


def is_kept_by_desk(appointment: Appointment, now: datetime) -> bool:
    """Whether it is held for a client who was sent a link: until then, no longer."""
    is_held = appointment.status == Status.HELD and appointment.is_live(now)
    return is_held and appointment.client_id is not None


def is_lost(appointment: Appointment, now: datetime) -> bool:
    """Whether a hold ran out and its time is gone."""
    if appointment.is_live(now):
        return False
    return not (
        appointment.can_come_back(now)
        and is_free(
            clinic=Clinic.objects.current(),
            treatment=appointment.treatment,
            therapist=appointment.therapist,
            room=appointment.room,
            starts_at=appointment.starts_at,
            now=now,
            ignoring=appointment,
            kept=True,
        )
    )


def next_step(appointment: Appointment, now: datetime) -> str:
    """The name of the page that comes next."""
    if not is_on_its_way(appointment, now):
        return "booking:appointment_detail"
    screening = appointment.screening
    try:
        missing = unasked(
            screening,
            appointment.treatment,
            appointment.starts_at,
            now,
            version_for(appointment),
        )
    except NotScreened:
        return "booking:appointment_talk"
    if screening is None or missing:
        return "booking:appointment_questions"
    if screening.treatment_id != appointment.treatment_id:
        return "booking:appointment_questions"
    if not screening.final:
        return "booking:appointment_more"
    return "booking:appointment_details"


def go_on(appointment: Appointment, now: datetime) -> HttpResponseRedirect:
    return redirect(next_step(appointment, now), appointment.ref)


def on_the_way(appointment: Appointment, now: datetime) -> dict[str, Any]:
    """What every page on the way shows: the held time, and the way to a person."""
    lost = is_lost(appointment, now)
    return {
        "appointment": appointment,
        "now": now,
        "over": appointment.has_run_out(now) and not lost,
        "lost": lost,
        "better": better_times(appointment, now) if lost else None,
        "kept_for_answers": is_kept_for_answers(appointment, now),
        "kept_by_desk": is_kept_by_desk(appointment, now),
        "talk_form": TalkForm(),
        **along_words(appointment),
    }


def given_more_time(
    request: HttpRequest, appointment: Appointment, now: datetime
) -> Appointment:
    """The hold kept for longer where it can be; the page says how long it is kept."""
    try:
        return extend(appointment=appointment, now=now)
    except HoldAtMaximum:
        messages.info(
            request,
            _(
                "We cannot keep it any longer than this. Carry on: if nobody has taken "
                "the time when you are done, it is still yours."
            ),
        )
    except (HoldExpired, NotAllowed):
        pass  # the page says so itself
    return appointment


def pressed_instead(
    request: HttpRequest, appointment: Appointment, now: datetime, **wanted: Any
) -> Appointment:
    """The hold at the time that was pressed inside a form, if one was.

    Raises SlotTaken, NotAllowed; nonsense is a bad request.
    """
    if "start" not in request.POST:
        return appointment
    starts_at = read_moment(request.POST["start"])
    if starts_at is None:
        raise BadRequest("start")
    had_others = appointment.series_id is not None
    try:
        held = hold_instead(
            appointment=appointment, starts_at=starts_at, now=now, **wanted
        )
    except HoldExpired as expired:
        raise SlotTaken from expired
    if had_others and held.series_id is None:
        messages.info(request, OTHERS_WENT_BACK)
    return held


def time_gone(
    request: HttpRequest, appointment: Appointment, now: datetime
) -> HttpResponse:
    """409: somebody else has that time; the nearest ones, and the answers are kept."""
    context = on_the_way(appointment, now)
    context["better"] = context["better"] or better_times(appointment, now)
    return render(request, "booking/time_gone.html", context, status=409)
