"""Another time for a session: by a form, or by dropping it somewhere else."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from booking.actions import move as move_it
from booking.actions.problems import (
    AnswersRunOut,
    Busy,
    NoReviewInTime,
    NotAllowed,
    QuestionsFirst,
    Refused,
    SlotTaken,
    Stale,
    TrainingNeeded,
)
from booking.calendar.access import calendar_page, get_appointment, signed_in
from booking.calendar.conflict import conflict
from booking.calendar.moving import (
    first_evening_shown,
    read_start,
    times_to_move_to,
    zone_of_clinic,
)
from booking.calendar.pages import show
from booking.calendar.scale import evening_at
from booking.calendar.whose import WEEK, day_url, week_url
from booking.cleaning import read_revision
from booking.models import Appointment

UNREADABLE = _("We could not read that time. Please choose one below.")
PASSED = _("That time has passed. Nothing was moved.")
SORRY: dict[type[Refused], Any] = {
    SlotTaken: _(
        "That time is not free: it meets another session, or there are no hours or no "
        "room for it then. Nothing was moved."
    ),
    AnswersRunOut: _(
        "The health answers are not good for so long. Nothing was moved; an earlier "
        "evening may do, or a new health check."
    ),
    NoReviewInTime: _(
        "Nobody could decide before then within review hours. Nothing was moved; a "
        "later time may do."
    ),
    TrainingNeeded: _(
        "The therapist does not hold the training needed. Nothing was moved."
    ),
    QuestionsFirst: _(
        "For that date the client is asked a few more questions first, on their own "
        "page. Nothing was moved."
    ),
}
BUSY = _("Too much is going on just now. Nothing was moved; please try again.")
CHANGED = _("The appointment has changed meanwhile, or is over. Nothing was moved.")


class HtmxRequest(HttpRequest):
    """As the middleware hands it over."""

    htmx: HtmxDetails


@require_http_methods(["GET", "HEAD", "POST"])
@calendar_page()
def move(request: HtmxRequest, ref: str) -> HttpResponse:
    appointment = get_appointment(request, ref)
    if request.method == "POST":
        return _move(request, appointment)
    if not appointment.can_be_moved(timezone.now()):
        return redirect("calendar:appointment", appointment.ref)
    return _page(request, appointment)


def _move(request: HtmxRequest, appointment: Appointment) -> HttpResponse:
    now = timezone.now()
    starts_at = read_start(request)
    if starts_at is None:
        return _refuse(request, appointment, UNREADABLE, status=422)
    if starts_at <= now:
        return _refuse(request, appointment, PASSED, status=422)
    if starts_at == appointment.starts_at:
        return _to_the_week(request, appointment)
    try:
        moved = move_it(
            appointment=appointment,
            starts_at=starts_at,
            therapist=appointment.therapist,
            revision=read_revision(request.POST),
            now=now,
            by=signed_in(request),
        )
    except (Stale, NotAllowed):
        if request.htmx:
            return _refuse(request, appointment, CHANGED, status=409)
        return conflict(request, appointment)
    except tuple(SORRY) as refused:
        return _refuse(request, appointment, SORRY[type(refused)], status=409)
    except Busy:
        if not request.htmx:
            raise
        return _refuse(request, appointment, BUSY, status=503)
    return _to_the_week(request, moved)


def _to_the_week(request: HtmxRequest, moved: Appointment) -> HttpResponse:
    """Where it stands now: the page it was dropped on, or the week it went to."""
    evening = evening_at(moved.starts_at, zone_of_clinic())
    query = urlencode({"moved": moved.ref})
    if not request.htmx:
        return redirect(f"{week_url(moved.therapist, evening)}&{query}")
    shown = request.htmx.current_url_abs_path or ""
    if shown.startswith(day_url(None, evening)):
        return HttpResponseClientRedirect(f"{day_url(None, evening)}?{query}")
    return HttpResponseClientRedirect(f"{week_url(moved.therapist, evening)}&{query}")


def _refuse(
    request: HtmxRequest, appointment: Appointment, sorry: object, *, status: int
) -> HttpResponse:
    """A sentence for the page it was dropped on, else the form with what was typed."""
    if request.htmx:
        context = {"sorry": sorry}
        return render(request, "calendar/_moved.html", context, status=status)
    return _page(request, appointment, sorry=sorry, status=status)


def _page(
    request: HtmxRequest,
    appointment: Appointment,
    *,
    sorry: object = "",
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    since = first_evening_shown(request, appointment, now=now)
    tonight = evening_at(now, zone_of_clinic())
    return show(
        request,
        "move",
        status=status,
        appointment=appointment,
        evenings=times_to_move_to(appointment, since=since, now=now),
        since=since,
        until=since + WEEK - timedelta(days=1),
        earlier=max(since - WEEK, tonight) if since > tonight else None,
        later=since + WEEK,
        sorry=sorry,
    )
