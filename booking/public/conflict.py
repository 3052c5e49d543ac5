"""The page for a form that was made before something changed."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from booking.models import Appointment


def read_revision(posted: Mapping[str, str]) -> int | None:
    """The revision a form was made for; one that cannot be read is older than any."""
    text = posted.get("revision")
    if text is None:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def conflict(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """409: how the appointment stands now, and the way on; nothing was changed."""
    fresh = Appointment.objects.select_related("treatment", "therapist").get(
        pk=appointment.pk
    )
    context = {"appointment": fresh}
    return render(request, "booking/conflict.html", context, status=409)
