"""Book for someone: what and when."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from booking.calendar.access import calendar_page
from booking.calendar.desk import fitting, free_times, read_asked, wishes
from booking.calendar.pages import show
from booking.models import Treatment


@require_safe
@calendar_page()
def book(request: HttpRequest) -> HttpResponse:
    """What fits in a free cell; without one, the free times of a treatment."""
    now = timezone.now()
    asked = read_asked(request)
    return show(
        request,
        "book",
        asked=asked,
        fitting=fitting(asked, now),
        evenings=free_times(request, asked, now),
        treatments=Treatment.objects.offered(),
        wishes=wishes(request),
        today=timezone.localdate(now),
        has_cell=bool(asked.therapist and asked.starts_at),
    )
