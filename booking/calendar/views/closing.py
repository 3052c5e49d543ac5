"""Cancel an appointment, and mark one that is over."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from booking.actions import cancel, complete, mark_no_show
from booking.calendar.access import calendar_page, get_appointment
from booking.calendar.opened import show_appointment
from booking.calendar.pressing import pressed, revision_of
from booking.calendar.writing import CancelForm


@require_POST
@calendar_page()
def appointment_cancel(request: HttpRequest, ref: str) -> HttpResponse:
    appointment = get_appointment(request, ref)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return show_appointment(
            request, appointment, status=422, cancel_form=form, form=form
        )
    said = _("Cancelled. The client is told.")
    return pressed(
        request,
        appointment,
        cancel,
        said,
        appointment=appointment,
        **form.cleaned_data,
    )


@require_POST
@calendar_page()
def appointment_complete(request: HttpRequest, ref: str) -> HttpResponse:
    appointment = get_appointment(request, ref)
    return pressed(
        request,
        appointment,
        complete,
        _("Completed."),
        appointment=appointment,
        revision=revision_of(request),
    )


@require_POST
@calendar_page()
def appointment_no_show(request: HttpRequest, ref: str) -> HttpResponse:
    appointment = get_appointment(request, ref)
    return pressed(
        request,
        appointment,
        mark_no_show,
        _("Noted: they did not come."),
        appointment=appointment,
        revision=revision_of(request),
    )
