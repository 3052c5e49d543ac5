"""Money at the desk: paid, undone, a receipt, and the takings of a day."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from booking.actions import take_payment, undo_payment
from booking.calendar.access import calendar_page, get_appointment, signed_in
from booking.calendar.opened import show_appointment
from booking.calendar.pages import show
from booking.calendar.pressing import pressed
from booking.calendar.takings import taken_on, totals
from booking.calendar.writing import PaymentForm
from booking.cleaning import read_day
from booking.models import Appointment, Clinic, Payment
from booking.times import local_date

A_DAY = timedelta(days=1)


@require_POST
@calendar_page()
def payment_take(request: HttpRequest, ref: str) -> HttpResponse:
    appointment = get_appointment(request, ref)
    form = PaymentForm(request.POST)
    if not form.is_valid():
        return show_appointment(
            request, appointment, status=422, payment_form=form, form=form
        )
    return pressed(
        request,
        appointment,
        take_payment,
        _("Noted as paid."),
        appointment=appointment,
        how=form.cleaned_data["how"],
        cents=form.cents,
    )


@require_POST
@calendar_page()
def payment_undo(request: HttpRequest, ref: str) -> HttpResponse:
    appointment = get_appointment(request, ref)
    paid = _paid(appointment)
    if paid is None:
        return redirect("calendar:appointment", ref)
    said = _("The payment is undone.")
    return pressed(request, appointment, undo_payment, said, payment=paid)


def _paid(appointment: Appointment) -> Payment | None:
    rows = appointment.payments.filter(undone_at__isnull=True)
    return rows.select_related("taken_by").first()


@require_safe
@calendar_page()
def receipt(request: HttpRequest, ref: str) -> HttpResponse:
    """On paper, and without a word about health."""
    appointment = get_appointment(request, ref)
    paid = _paid(appointment)
    if paid is None:
        messages.info(request, _("Nothing is noted as paid yet."))
        return redirect("calendar:appointment", ref)
    clinic = Clinic.objects.current()
    return show(request, "receipt", appointment=appointment, clinic=clinic, paid=paid)


@require_safe
@calendar_page()
def takings_today(request: HttpRequest) -> HttpResponse:
    today = local_date(timezone.now(), Clinic.objects.current().zone)
    return redirect("calendar:takings", today.isoformat())


@require_safe
@calendar_page()
def takings(request: HttpRequest, day: str) -> HttpResponse:
    on = read_day(day)
    if on is None:
        raise Http404
    sums = taken_on(signed_in(request), on)
    return show(
        request,
        "takings",
        day=on,
        before=on - A_DAY,
        after=on + A_DAY,
        sums=sums,
        totals=totals(sums),
    )
