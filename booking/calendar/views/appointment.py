"""One appointment, opened: who, what, when, where, and what to know."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from booking.calendar.access import calendar_page, get_appointment
from booking.calendar.conflict import conflict
from booking.calendar.opened import show_appointment
from booking.calendar.pages import show
from booking.models import Clinic, Status


@require_safe
@calendar_page()
def appointment(request: HttpRequest, ref: str) -> HttpResponse:
    return show_appointment(request, get_appointment(request, ref))


@require_safe
@calendar_page()
def appointment_print(request: HttpRequest, ref: str) -> HttpResponse:
    """One page to post or hand over; neutral, as anybody may open a letter."""
    own = get_appointment(request, ref)
    if own.status != Status.CONFIRMED:
        why = _("Only a confirmed appointment is printed to hand over.")
        return conflict(request, own, why)
    clinic = Clinic.objects.current()
    return show(request, "appointment_print", appointment=own, clinic=clinic)
