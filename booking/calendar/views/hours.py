"""The weekly hours of a therapist, and extra hours of one evening."""

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from booking.actions import add_hours, copy_day, end_hours, open_extra
from booking.actions.problems import HoursOverlap
from booking.calendar.access import REVIEWS, calendar_page, get_therapist, signed_in
from booking.calendar.hours_forms import CopyForm, EndForm, ExtraForm, WeeklyForm
from booking.calendar.impact import Plan, save_or_ask
from booking.calendar.options import Away
from booking.calendar.pages import show
from booking.calendar.views.time_off import check_changes_hours
from booking.models import Appointment, Clinic, HoursChange, OpeningHours, Therapist
from booking.models.vocabulary import Weekday
from booking.times import Span, local_date
from booking.times.clock import DAY, weekly_spans

FORMS: dict[str, type[Form]] = {
    "add": WeeklyForm,
    "copy": CopyForm,
    "extra": ExtraForm,
}
LOOKED_AHEAD = timedelta(days=120)


@require_http_methods(["GET", "HEAD", "POST"])
@calendar_page()
def hours(request: HttpRequest, slug: str) -> HttpResponse:
    """A POST adds hours, on every weekday that is ticked."""
    therapist = get_therapist(request, slug)
    if request.method != "POST":
        return _page(request, therapist)
    check_changes_hours(request)
    form = WeeklyForm(request.POST, auto_id="add_%s", use_required_attribute=False)
    return _save(
        request,
        therapist,
        "add",
        form,
        lambda: add_hours(therapist=therapist, weekly=form.weekly, now=timezone.now()),
    )


@require_POST
@calendar_page(REVIEWS)
def hours_copy(request: HttpRequest, slug: str) -> HttpResponse:
    therapist = get_therapist(request, slug)
    form = CopyForm(request.POST, auto_id="copy_%s", use_required_attribute=False)
    return _save(
        request,
        therapist,
        "copy",
        form,
        lambda: copy_day(
            therapist=therapist,
            weekday=form.cleaned_data["weekday"],
            to=form.cleaned_data["to"],
            now=timezone.now(),
        ),
    )


@require_POST
@calendar_page(REVIEWS)
def hours_extra(request: HttpRequest, slug: str) -> HttpResponse:
    therapist = get_therapist(request, slug)
    form = ExtraForm(request.POST, auto_id="extra_%s", use_required_attribute=False)
    return _save(
        request,
        therapist,
        "extra",
        form,
        lambda: open_extra(therapist=therapist, span=form.span, now=timezone.now()),
    )


def _save(
    request: HttpRequest,
    therapist: Therapist,
    name: str,
    form: Any,
    verb: Callable[[], object],
) -> HttpResponse:
    """What opens time strands nobody, so it is saved at once."""
    if form.is_valid():
        try:
            verb()
        except HoursOverlap as refused:
            form.add_error(None, _overlap(refused))
        else:
            messages.success(request, _("The hours are saved."))
            return redirect("calendar:hours", therapist.slug)
    return _page(request, therapist, status=422, **{name: form})


def _overlap(refused: HoursOverlap) -> str:
    if not refused.args:
        return _("Extra hours are a day long at most.")
    return _("These hours overlap with %(hours)s.") % {"hours": refused.args[0]}


@require_POST
@calendar_page(REVIEWS)
def hours_end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """With a last day, or at once; hours that are gone already change nothing."""
    therapist = get_therapist(request, slug)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say which day is the last one, or press Remove."))
        return _page(request, therapist, status=422)
    row = OpeningHours.objects.filter(therapist=therapist, pk=pk).first()
    if row is None:
        return redirect("calendar:hours", slug)
    return save_or_ask(request, _ending(row, form))


def _ending(row: OpeningHours, form: EndForm) -> Plan:
    last_day = form.last_day

    def save(seen: Collection[int], kept: Sequence[Appointment]) -> object:
        return end_hours(
            hours=row, until=last_day, seen=seen, kept=kept, now=timezone.now()
        )

    return Plan(
        save=save,
        away=Away(tuple(_gone(row, form)), row.therapist_id),
        what=_("No more hours for %(who)s on %(hours)s.")
        % {"who": row.therapist.first_name, "hours": row},
        saved=_("The hours are saved."),
        back=reverse("calendar:hours", args=[row.therapist.slug]),
    )


def _gone(row: OpeningHours, form: EndForm) -> list[Span]:
    """The evenings these hours would have been open, and will not be."""
    zone = Clinic.objects.current().zone
    today = local_date(timezone.now(), zone)
    since = form.last_day + DAY if form.last_day else today
    spans = weekly_spans(
        weekday=row.weekday,
        opens=row.opens,
        closes=row.closes,
        zone=zone,
        since=max(since, today),
        until=max(since, today) + LOOKED_AHEAD,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        every_second_week=row.every_second_week,
    )
    return [span for _day, span in spans]


def _page(
    request: HttpRequest, therapist: Therapist, *, status: int = 200, **bound: Any
) -> HttpResponse:
    now = timezone.now()
    forms = {
        name: bound.get(name)
        or form(auto_id=f"{name}_%s", use_required_attribute=False)
        for name, form in FORMS.items()
    }
    rows = list(therapist.opening_hours.order_by("weekday", "opens", "valid_from"))
    extra = HoursChange.objects.filter(
        kind=HoursChange.Kind.EXTRA, therapist=therapist, ends_at__gt=now
    )
    context: dict[str, Any] = {
        "therapist": therapist,
        "days": [
            (label, [row for row in rows if row.weekday == day])
            for day, label in Weekday.choices
        ],
        "extra_hours": extra.order_by("starts_at"),
        "forms": forms,
        "today": timezone.localdate(now),
        "may_change": signed_in(request).has_perm(REVIEWS),
    }
    return show(request, "hours", status=status, **context)
