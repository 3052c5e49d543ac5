"""The week of a therapist."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from booking.calendar.access import calendar_page
from booking.calendar.pages import show


@require_safe
@calendar_page()
def week(request: HttpRequest) -> HttpResponse:
    return show(request, "week")
