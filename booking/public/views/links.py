"""Ways back to an appointment: a mailed link, a fresh one, the calendar file."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from booking.actions.mornings import may_tell_of_night
from booking.messages import ask_for_links, calendar_file, find_link
from booking.models import AccessLink, Appointment, Clinic, Status
from booking.public.forms.find import FindForm
from booking.public.views.morning import NUMBER
from booking.public.visits import get_own, remember


@require_http_methods(["GET", "HEAD", "POST"])
def link_open(request: HttpRequest, token: str) -> HttpResponse:
    """One button: mail scanners follow links, so that only pressing it opens."""
    link = find_link(token, now=timezone.now())
    if link is None:
        return render(request, "booking/link_dead.html", status=404)
    if request.method != "POST":
        return render(request, "booking/link_open.html", {"waiting": link.waiting})
    if link.appointment is None:
        return _to_waiting(request, link)
    appointment = link.appointment
    if NUMBER in request.GET and may_tell_of_night(appointment, timezone.now()):
        return _to_the_morning(request, appointment)
    waits = appointment.waits_for_answers
    page = "appointment_questions" if waits else "appointment_detail"
    response = redirect(f"booking:{page}", appointment.ref)
    remember(response, request, appointment.ref)
    return response


def _to_the_morning(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """To the question, with the number that was tapped in the mail."""
    page = reverse("booking:appointment_morning", args=[appointment.ref])
    response = redirect(f"{page}?{urlencode({NUMBER: request.GET[NUMBER]})}")
    remember(response, request, appointment.ref)
    return response


def _to_waiting(request: HttpRequest, link: AccessLink) -> HttpResponse:
    """To the page of one who waits."""
    if link.waiting is None:
        raise Http404
    response = redirect(link.waiting)
    remember(response, request, link.waiting.ref)
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
