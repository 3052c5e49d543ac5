"""Hand one appointment to another therapist or time: asked, or agreed on the phone."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from booking.actions import hand_over as hand_over_now
from booking.actions import propose
from booking.actions.problems import (
    AnswersRunOut,
    NotAllowed,
    QuestionsFirst,
    Refused,
    Stale,
)
from booking.calendar.access import (
    calendar_page,
    get_appointment,
    sees_cautions,
    signed_in,
)
from booking.calendar.conflict import conflict
from booking.calendar.options import Away, Case, Option, find_cases, read_option
from booking.calendar.pages import show
from booking.calendar.settling import WHY
from booking.cleaning import read_revision
from booking.models import Appointment, Proposal
from booking.models.appointment import ASKABLE

CHOOSE = gettext_lazy("Please choose one of these times.")
ASK_FIRST = gettext_lazy(
    "For that date more must be asked first. Ask them by a proposal: their own page "
    "leads them through it."
)


@require_http_methods(["GET", "HEAD", "POST"])
@calendar_page()
def hand_over(request: HttpRequest, ref: str) -> HttpResponse:
    appointment, now = get_appointment(request, ref), timezone.now()
    if appointment.status not in ASKABLE or not appointment.can_be_moved(now):
        return conflict(request, appointment)
    case = _case(request, appointment, now)
    if request.method == "POST":
        return _hand_over(request, case, now)
    return _page(request, case)


def _case(request: HttpRequest, appointment: Appointment, now: datetime) -> Case:
    sees = sees_cautions(signed_in(request))
    return find_cases([appointment], away=Away(), now=now, sees_cautions=sees)[0]


def _hand_over(request: HttpRequest, case: Case, now: datetime) -> HttpResponse:
    named = read_option(request.POST.get("to", ""))
    found = [
        option
        for option in case.options
        if (option.therapist.slug, option.starts_at) == named
    ]
    if not found:
        return _page(request, case, sorry=CHOOSE, status=422)
    try:
        return _done(request, case.appointment, found[0], now)
    except (Stale, NotAllowed):
        return conflict(request, case.appointment)
    except (QuestionsFirst, AnswersRunOut):
        return _page(request, case, sorry=ASK_FIRST, status=409)
    except Refused as refused:
        why = {"why": WHY.get(type(refused), _("please try again"))}
        sorry = _("That did not go: %(why)s.") % why
        fresh = _case(request, case.appointment, now)
        return _page(request, fresh, sorry=sorry, status=409)


def _done(
    request: HttpRequest, appointment: Appointment, option: Option, now: datetime
) -> HttpResponse:
    """At once where they said yes on the phone; else they are asked. Raises Refused."""
    wanted = {"therapist": option.therapist, "starts_at": option.starts_at, "now": now}
    wanted |= {"by": signed_in(request), "revision": read_revision(request.POST)}
    if request.POST.get("agreed") == "on":
        hand_over_now(appointment=appointment, **wanted)  # type: ignore[arg-type]
        said = {"who": option.therapist.first_name}
        messages.success(request, _("It is now with %(who)s.") % said)
        return redirect("calendar:week")
    asked = propose(
        appointment=appointment,
        why=Proposal.Why.HOURS,
        **wanted,  # type: ignore[arg-type]
    )
    return redirect("calendar:asked", asked.batch)


def _page(
    request: HttpRequest, case: Case, *, sorry: Promise | str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "case": case,
        "appointment": case.appointment,
        "sorry": sorry,
    }
    return show(request, "hand_over", status=status, **context)
