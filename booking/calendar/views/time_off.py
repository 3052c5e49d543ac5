"""Time off of a therapist: what is coming, and one form for more of it."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from booking.calendar.access import calendar_page, get_therapist
from booking.calendar.pages import show
from booking.models import HoursChange


@require_safe
@calendar_page()
def time_off(request: HttpRequest, slug: str) -> HttpResponse:
    therapist = get_therapist(request, slug)
    coming = HoursChange.objects.filter(
        kind=HoursChange.Kind.TIME_OFF,
        therapist=therapist,
        ends_at__gt=timezone.now(),
    )
    context = {"therapist": therapist, "coming": coming.order_by("starts_at")}
    return show(request, "time_off", **context)
