"""Ways back to an appointment: a mailed link, a fresh one, the calendar file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from booking.messages import ask_for_links, calendar_file, find_link
from booking.models import Clinic, Status
from booking.public.forms.find import FindForm
from booking.public.visits import get_own, remember


@require_http_methods(["GET", "HEAD", "POST"])
def link_open(request: HttpRequest, token: str) -> HttpResponse:
    """One button: mail scanners follow links, so that only pressing it opens."""
    link = find_link(token, now=timezone.now())
    if link is None:
        return render(request, "booking/link_dead.html", status=404)
    if request.method != "POST":
        return render(request, "booking/link_open.html")
    appointment = link.appointment
    waits = appointment.waits_for_answers
    page = "appointment_questions" if waits else "appointment_detail"
    response = redirect(f"booking:{page}", appointment.ref)
    remember(response, request, appointment.ref)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_find(request: HttpRequest) -> HttpResponse:
    """Mail fresh links; the answer never tells whether an address is known."""
    form = FindForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        ask_for_links(address=form.cleaned_data["email"], now=timezone.now())
        return redirect(reverse("booking:appointment_find") + "?asked=1")
    status = 422 if form.is_bound else 200
    shown = {"form": form, "asked": "asked" in request.GET and not form.is_bound}
    return render(request, "booking/appointment_find.html", shown, status=status)


@require_safe
def appointment_calendar(request: HttpRequest, ref: str) -> HttpResponse:
    """The calendar file: none for a hold; what was called off takes itself back."""
    appointment = get_own(request, ref)
    if appointment.status == Status.HELD:
        return redirect(appointment)
    method, file = calendar_file(
        appointment, Clinic.objects.current(), now=timezone.now()
    )
    response = HttpResponse(file, f"text/calendar; charset=utf-8; method={method}")
    response["Content-Disposition"] = 'attachment; filename="evening-appointment.ics"'
    return response
