"""The page for a form that was made before something changed."""

from django.http import HttpRequest, HttpResponse

from booking.calendar.access import get_appointment
from booking.calendar.pages import show
from booking.models import Appointment


def conflict(
    request: HttpRequest, appointment: Appointment, why: str = ""
) -> HttpResponse:
    """409: how the appointment stands now, and the way on; nothing was changed.

    `why` is a sentence where more can be said than that it changed.
    """
    fresh = get_appointment(request, appointment.ref)
    return show(request, "conflict", status=409, appointment=fresh, why=why)
