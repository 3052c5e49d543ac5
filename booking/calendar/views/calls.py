"""Calls to make: whom, the number, what to say, and by when."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from booking.calendar.access import calendar_page, signed_in
from booking.calendar.pages import calls_of, show


@require_safe
@calendar_page()
def call_list(request: HttpRequest) -> HttpResponse:
    rows = calls_of(signed_in(request)).select_related("appointment__client")
    return show(request, "call_list", section="calls", calls=rows.order_by("due_at"))
