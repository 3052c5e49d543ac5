"""Give an appointment back, or take another time for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from booking.actions import cancel, cancel_rest
from booking.actions.problems import NotAllowed, Stale
from booking.cleaning import read_revision
from booking.models import Appointment, Status
from booking.public.conflict import conflict
from booking.public.views.visit import visit
from booking.public.visits import get_own


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_cancel(request: HttpRequest, ref: str) -> HttpResponse:
    now = timezone.now()
    appointment = get_own(request, ref)
    if appointment.status == Status.CANCELLED:
        return redirect(appointment)
    if request.method == "POST":
        return _cancel(request, appointment)
    if not appointment.can_be_cancelled(now):
        return redirect(appointment)
    context = visit(appointment, now)
    return render(request, "booking/appointment_cancel.html", context)


def _cancel(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """This evening, or with it the later ones of its series."""
    verb = cancel_rest if "rest" in request.POST else cancel
    try:
        cancelled = verb(
            appointment=appointment,
            revision=read_revision(request.POST),
            now=timezone.now(),
        )
    except (Stale, NotAllowed):
        return conflict(request, appointment)
    return redirect(cancelled)
