"""The review queue: what waits for a therapist's yes."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from booking.calendar.access import REVIEWS, calendar_page, signed_in
from booking.calendar.pages import reviews_of, show


@require_safe
@calendar_page(REVIEWS)
def review_list(request: HttpRequest) -> HttpResponse:
    rows = reviews_of(signed_in(request), timezone.now()).select_related("client")
    context = {"reviews": rows.order_by("expires_at")}
    return show(request, "review_list", section="review", **context)
