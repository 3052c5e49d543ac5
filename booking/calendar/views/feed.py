"""The private address of a therapist's own calendar, and the file behind it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_safe

from booking.calendar.access import calendar_page, signed_in
from booking.calendar.feed import feed_file as file_of
from booking.calendar.feed import feed_rows, feed_tag, find_feed, make_feed
from booking.calendar.pages import show
from booking.models import Clinic, Therapist


@require_http_methods(["GET", "HEAD", "POST"])
@calendar_page()
def feed(request: HttpRequest) -> HttpResponse:
    """For one's own column only; a POST makes an address, which is shown once."""
    therapist = Therapist.objects.filter(user=signed_in(request)).first()
    address = ""
    if request.method == "POST" and therapist is not None:
        path = reverse("calendar:feed_file", args=[make_feed(therapist)])
        address = f"{settings.SITE_URL}{path}"
    response = show(request, "feed", therapist=therapist, address=address)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def feed_file(request: HttpRequest, token: str) -> HttpResponse:
    """The file, to whoever knows the address; to everyone else there is nothing."""
    therapist, now = find_feed(token), timezone.now()
    if therapist is None:
        raise Http404
    rows = feed_rows(therapist, Clinic.objects.current(), now)
    tag = feed_tag(rows)
    response = get_conditional_response(request, etag=tag)
    if response is None:
        response = HttpResponse(
            file_of(therapist, rows), "text/calendar; charset=utf-8"
        )
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-store"
    return response
