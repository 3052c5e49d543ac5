"""The page for a form that was made before something changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from booking.models import Appointment


def conflict(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """409: how the appointment stands now, and the way on; nothing was changed."""
    fresh = Appointment.objects.select_related("treatment", "therapist").get(
        pk=appointment.pk
    )
    context = {"appointment": fresh}
    return render(request, "booking/conflict.html", context, status=409)
