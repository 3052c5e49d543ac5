"""Time off of a therapist: what is coming, a form for more, and taking it back."""

from collections.abc import Collection, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from booking.actions import block, remove_change
from booking.calendar.access import REVIEWS, calendar_page, get_therapist, signed_in
from booking.calendar.hours_forms import TimeOffForm
from booking.calendar.impact import Plan, save_or_ask
from booking.calendar.options import Away
from booking.calendar.pages import show
from booking.models import Appointment, HoursChange, Therapist
from booking.times import Span
from booking.times.standing import around

Kind = HoursChange.Kind


@require_http_methods(["GET", "HEAD", "POST"])
@calendar_page()
def time_off(request: HttpRequest, slug: str) -> HttpResponse:
    therapist = get_therapist(request, slug)
    if request.method != "POST":
        return _page(request, therapist, TimeOffForm(initial=_asked(request)))
    check_changes_hours(request)
    form = TimeOffForm(request.POST)
    if not form.is_valid() or form.span is None:
        return _page(request, therapist, form, status=422)
    note = form.cleaned_data["note"]
    return save_or_ask(request, _plan(therapist, form.span, note))


def _asked(request: HttpRequest) -> dict[str, str]:
    """A day the address names, as a cell of the calendar does."""
    day = request.GET.get("on", "")[:10]
    return {"since_on": day, "until_on": day} if day.isascii() else {}


def check_changes_hours(request: HttpRequest) -> None:
    """Therapists change their own hours, leads and managers all; the desk looks."""
    if not signed_in(request).has_perm(REVIEWS):
        raise PermissionDenied


def _plan(therapist: Therapist, span: Span, note: str) -> Plan:
    def save(seen: Collection[int], kept: Sequence[Appointment]) -> object:
        """Around what is kept, with the minutes after it."""
        whole = [Span(row.starts_at, row.busy_until) for row in kept]
        return block(
            therapist=therapist,
            spans=around(span, whole),
            seen=seen,
            note=note,
            now=timezone.now(),
        )

    return Plan(
        save=save,
        away=Away((span,), therapist.pk),
        what=_("Time off for %(who)s, %(span)s.")
        % {"who": therapist.first_name, "span": said(span)},
        saved=_("The time off is saved."),
        back=reverse("calendar:time_off", args=[therapist.slug]),
    )


def said(span: Span) -> str:
    """Friday 11 December, 18:00 to Saturday 12 December, 19:00"""
    begins, ends = (timezone.localtime(moment) for moment in span)
    # Translators: the date of an evening, in Django's date format.
    written = _("l j F")
    first, last = (dateformat.format(moment, written) for moment in (begins, ends))
    until = f"{ends:%H:%M}" if first == last else f"{last}, {ends:%H:%M}"
    return _("%(start)s to %(end)s") % {
        "start": f"{first}, {begins:%H:%M}",
        "end": until,
    }


@require_POST
@calendar_page(REVIEWS)
def time_off_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Time off or extra hours that are not over; others, and none, change nothing."""
    therapist = get_therapist(request, slug)
    rows = HoursChange.objects.filter(therapist=therapist, ends_at__gt=timezone.now())
    change = rows.filter(pk=pk).first()
    if change is None:
        return redirect("calendar:time_off", slug)
    return save_or_ask(request, _taking_back(therapist, change))


def _taking_back(therapist: Therapist, change: HoursChange) -> Plan:
    def save(seen: Collection[int], kept: Sequence[Appointment]) -> object:
        return remove_change(change=change, seen=seen, kept=kept, now=timezone.now())

    span, is_extra = Span(change.starts_at, change.ends_at), change.kind == Kind.EXTRA
    page = "calendar:hours" if is_extra else "calendar:time_off"
    return Plan(
        save=save,
        away=Away((span,) if is_extra else (), therapist.pk),
        what=_("No extra hours for %(who)s, %(span)s.")
        % {"who": therapist.first_name, "span": said(span)},
        saved=_("It is taken back."),
        back=reverse(page, args=[therapist.slug]),
    )


def _page(
    request: HttpRequest, therapist: Therapist, form: TimeOffForm, *, status: int = 200
) -> HttpResponse:
    coming = HoursChange.objects.filter(
        kind=Kind.TIME_OFF, therapist=therapist, ends_at__gt=timezone.now()
    )
    context: dict[str, Any] = {
        "therapist": therapist,
        "form": form,
        "coming": coming.order_by("starts_at"),
        "may_change": signed_in(request).has_perm(REVIEWS),
    }
    return show(request, "time_off", status=status, **context)
