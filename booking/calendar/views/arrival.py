"""At the door: the arrival list for the client's eyes, and a therapist's look."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from booking.actions import arrive, clear_at_door, end_at_door, reconsider, say_late
from booking.actions.problems import NotAllowed, NotScreened, Stale
from booking.calendar.access import (
    REVIEWS,
    calendar_page,
    get_appointment,
    signed_in,
)
from booking.calendar.conflict import conflict
from booking.calendar.door import DoorList, door_list
from booking.calendar.opened import show_appointment
from booking.calendar.pressing import pressed, revision_of
from booking.calendar.writing import DoorForm
from booking.models import Appointment, Clinic


@require_http_methods(["GET", "HEAD", "POST"])
@calendar_page()
def appointment_arrive(request: HttpRequest, ref: str) -> HttpResponse:
    """The list leads nowhere else: whoever holds the page sees only this."""
    appointment, now = get_appointment(request, ref), timezone.now()
    if appointment.arrival_id or appointment.arrived_at:
        return redirect("calendar:arrive_done", ref)
    asked = door_list(request, appointment, now)
    if asked is None or not appointment.is_door_open(now):
        why = _("Nobody can be let in for this session now.")
        return conflict(request, appointment, why)
    if request.method == "POST":
        return _take(request, asked)
    return _list(request, asked)


def _take(request: HttpRequest, asked: DoorList) -> HttpResponse:
    """Nothing is stored before every list is answered."""
    appointment, by = asked.appointment, signed_in(request)
    given, clinic = asked.given(by), Clinic.objects.current()
    urgent, faults = asked.urgent(given, clinic), asked.faults(given)
    if faults:
        return _list(request, asked, status=422, faults=faults, urgent=urgent)
    try:
        arrive(
            appointment=appointment,
            given=given,
            now=asked.now,
            by=by,
            revision=revision_of(request),
        )
    except (Stale, NotAllowed, NotScreened):
        return conflict(request, appointment)
    if urgent:
        return _done(request, appointment, urgent)
    return redirect("calendar:arrive_done", appointment.ref)


def _list(
    request: HttpRequest,
    asked: DoorList,
    *,
    status: int = 200,
    faults: list[tuple[str, str]] | None = None,
    urgent: str = "",
) -> HttpResponse:
    groups = asked.groups(Clinic.objects.current())
    context = {
        "appointment": asked.appointment,
        "groups": groups,
        "alone": len(groups) == 1,
        "faults": faults,
        "urgent": urgent,
    }
    return render(request, "calendar/appointment_arrive.html", context, status=status)


@require_safe
@calendar_page()
def arrive_done(request: HttpRequest, ref: str) -> HttpResponse:
    """Still for the client's eyes: the same words, whatever the list came to."""
    return _done(request, get_appointment(request, ref))


def _done(
    request: HttpRequest, appointment: Appointment, urgent: str = ""
) -> HttpResponse:
    """What needs help at once is shown there and then, and never again."""
    context = {"appointment": appointment, "urgent": urgent}
    return render(request, "calendar/arrive_done.html", context)


@require_POST
@calendar_page()
def appointment_late(request: HttpRequest, ref: str) -> HttpResponse:
    appointment = get_appointment(request, ref)
    said = _("Noted: they are running late.")
    return pressed(request, appointment, say_late, said, appointment=appointment)


@require_POST
@calendar_page()
def appointment_look_again(request: HttpRequest, ref: str) -> HttpResponse:
    """The client says that something is new: a therapist rings before they come."""
    appointment = get_appointment(request, ref)
    return pressed(
        request,
        appointment,
        reconsider,
        _("The time is kept, and a therapist is asked to ring."),
        appointment=appointment,
        revision=revision_of(request),
        why="talk",
    )


@require_POST
@calendar_page(REVIEWS)
def door_clear(request: HttpRequest, ref: str) -> HttpResponse:
    appointment = get_appointment(request, ref)
    form = DoorForm(request.POST)
    if not form.is_valid():
        return show_appointment(
            request, appointment, status=422, door_form=form, form=form
        )
    said = _("Cleared for this session. They are in.")
    return pressed(
        request,
        appointment,
        clear_at_door,
        said,
        appointment=appointment,
        **form.cleaned_data,
    )


@require_POST
@calendar_page(REVIEWS)
def door_end(request: HttpRequest, ref: str) -> HttpResponse:
    appointment = get_appointment(request, ref)
    return pressed(
        request,
        appointment,
        end_at_door,
        _("Ended for safety. Nothing is owed, and it is not late."),
        appointment=appointment,
        revision=revision_of(request),
    )
