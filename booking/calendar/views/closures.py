"""Closures and bank holidays: nobody works then."""

from collections.abc import Collection, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from booking.actions import close_clinic, remove_change
from booking.calendar.access import calendar_page
from booking.calendar.hours_forms import ClosureForm
from booking.calendar.impact import Plan, save_or_ask
from booking.calendar.options import Away
from booking.calendar.pages import show
from booking.calendar.views.time_off import said
from booking.models import Appointment, HoursChange
from booking.times import Span

CLOSES = ("booking.add_hourschange", "booking.change_clinic")


@require_http_methods(["GET", "HEAD", "POST"])
@calendar_page(*CLOSES)
def closures(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, ClosureForm())
    form = ClosureForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    return save_or_ask(request, _plan(form.spans, form.cleaned_data["note"]))


def _plan(spans: list[Span], note: str) -> Plan:
    def save(seen: Collection[int], kept: Sequence[Appointment]) -> object:
        return close_clinic(spans=spans, seen=seen, note=note, now=timezone.now())

    words = ngettext(
        "The clinic is closed, %(span)s.",
        "The clinic is closed on %(days)d days, the first %(span)s.",
        len(spans),
    )
    return Plan(
        save=save,
        away=Away(tuple(spans)),
        what=words % {"days": len(spans), "span": said(spans[0])},
        saved=_("The closure is saved."),
        back=reverse("calendar:closures"),
        can_keep=False,
    )


@require_POST
@calendar_page(*CLOSES)
def closure_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Opening again strands nobody; one that is gone already changes nothing."""
    rows = HoursChange.objects.filter(kind=HoursChange.Kind.CLOSURE, pk=pk)
    change = rows.first()
    if change is not None:
        remove_change(change=change, now=timezone.now())
    return redirect("calendar:closures")


def _page(
    request: HttpRequest, form: ClosureForm, *, status: int = 200
) -> HttpResponse:
    coming = HoursChange.objects.filter(
        kind=HoursChange.Kind.CLOSURE, ends_at__gt=timezone.now()
    )
    context: dict[str, Any] = {"form": form, "coming": coming.order_by("starts_at")}
    return show(request, "closures", status=status, **context)
