"""One appointment, opened: who, what, when, where, and what to know."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from booking.calendar.access import calendar_page, get_appointment
from booking.calendar.pages import show


@require_safe
@calendar_page()
def appointment(request: HttpRequest, ref: str) -> HttpResponse:
    return show(request, "appointment", appointment=get_appointment(request, ref))
