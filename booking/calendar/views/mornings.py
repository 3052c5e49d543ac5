"""Somebody wrote of trouble after their session: looked after, by whom and when."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from booking.actions import look_after
from booking.calendar.access import SEES_CAUTIONS, calendar_page, get_appointment
from booking.calendar.pressing import pressed


@require_POST
@calendar_page(SEES_CAUTIONS)
def appointment_looked_after(request: HttpRequest, ref: str) -> HttpResponse:
    appointment = get_appointment(request, ref)
    words = _("Thank you. It is noted that you looked after them.")
    return pressed(request, appointment, look_after, words, appointment=appointment)
