"""The same time every week or fortnight: see which dates fit, and hold them."""

from datetime import datetime

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking.actions import MOST, hold_series
from booking.actions.problems import (
    BookingClosed,
    HoldExpired,
    NotAllowed,
    SlotTaken,
    Stale,
)
from booking.cleaning import read_moment, read_revision
from booking.models import Appointment, Series
from booking.public.conflict import conflict
from booking.public.series import (
    FEWEST,
    Wished,
    held_along,
    plan,
    read_wished,
    times_of,
)
from booking.public.steps import go_on, is_lost, is_on_its_way, on_the_way, time_gone
from booking.public.visits import get_own

CHOSEN = "start"  # begins the names of what a date can be


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_series(request: HttpRequest, ref: str) -> HttpResponse:
    """Before it is booked: a plan to look at, and a press that holds what it says."""
    now = timezone.now()
    appointment = get_own(request, ref)
    if not is_on_its_way(appointment, now) or appointment.client_id is not None:
        return redirect(appointment)
    if is_lost(appointment, now) or appointment.is_offer:
        return go_on(appointment, now)
    if request.method == "POST":
        return _hold(request, appointment, now)
    return _page(request, appointment, read_wished(request.GET), now)


def _hold(
    request: HttpRequest, appointment: Appointment, now: datetime
) -> HttpResponse:
    wished = read_wished(request.POST)
    if wished is None:
        raise BadRequest("every")
    try:
        held = hold_series(
            appointment=appointment,
            every=wished.every,
            starts=_starts(request.POST),
            revision=read_revision(request.POST),
            now=now,
        )
    except SlotTaken:
        sorry = _("One of these has just gone. Nothing was changed: please look again.")
        return _page(request, appointment, wished, now, sorry=sorry, status=409)
    except BookingClosed:
        sorry = _("We take no bookings online at the moment.")
        return _page(request, appointment, wished, now, sorry=sorry, status=409)
    except HoldExpired:
        return time_gone(request, appointment, now)
    except Stale:
        return conflict(request, appointment)
    except NotAllowed:
        raise BadRequest(CHOSEN) from None
    return go_on(held, now)


def _starts(posted: QueryDict) -> list[datetime]:
    """The times that were chosen, of the plan or near it. Nonsense is a bad request."""
    names = [name for name in posted if name.partition("-")[0] == CHOSEN]
    texts = [text for name in names for text in posted.getlist(name) if text]
    if len(texts) > MOST:
        raise BadRequest(CHOSEN)
    starts = [read_moment(text) for text in texts]
    if None in starts:
        raise BadRequest(CHOSEN)
    return [start for start in starts if start is not None]


def _page(
    request: HttpRequest,
    appointment: Appointment,
    wished: Wished | None,
    now: datetime,
    *,
    sorry: str = "",
    status: int = 200,
) -> HttpResponse:
    context = on_the_way(appointment, now) | {
        "wished": wished,
        "dates": plan(appointment, wished, now) if wished else [],
        "everies": Series.Every.choices,
        "counts": range(FEWEST, MOST + 1),
        "every": wished.every if wished else _every(appointment),
        "times": wished.times
        if wished
        else times_of(appointment, held_along(appointment)),
        "sorry": sorry,
    }
    return render(request, "booking/appointment_series.html", context, status=status)


def _every(appointment: Appointment) -> int:
    series = appointment.series
    return series.every if series else Series.Every.WEEK


def _times(appointment: Appointment) -> int:
    return times_of(appointment, held_along(appointment))
