"""A client who books by phone only: said by a manager, for a private reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking.actions import phone_no_more, phone_only
from booking.calendar.access import calendar_page, get_appointment, signed_in
from booking.calendar.opened import RINGS_ONLY
from booking.calendar.pages import show
from booking.calendar.writing import PhoneOnlyForm
from booking.models import Client, PhoneOnly


@require_http_methods(["GET", "HEAD", "POST"])
@calendar_page(RINGS_ONLY)
def client_phone_only(request: HttpRequest, ref: str) -> HttpResponse:
    appointment = get_appointment(request, ref)
    client = get_object_or_404(Client, pk=appointment.client_id)
    person = Client.objects.same_person(client)
    said = PhoneOnly.objects.filter(client__in=person).select_related("by").first()
    form = PhoneOnlyForm(
        request.POST or None, initial={"reason": said.reason["text"]} if said else None
    )
    if request.method == "POST" and "lift" in request.POST:
        for each in person:
            phone_no_more(client=each)
        messages.success(request, _("They may book by themselves again."))
        return redirect("calendar:appointment", ref)
    if request.method == "POST" and form.is_valid():
        phone_only(
            client=said.client if said else client,
            reason=form.cleaned_data["reason"],
            by=signed_in(request),
            now=timezone.now(),
        )
        messages.success(request, _("From now on their pages ask them to ring."))
        return redirect("calendar:appointment", ref)
    status = 422 if request.method == "POST" else 200
    return show(
        request,
        "client_phone_only",
        status=status,
        appointment=appointment,
        said=said,
        form=form,
    )
