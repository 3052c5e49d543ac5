"""Another time the client is asked to take: yes, no, or one of their own choice."""

from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from booking.actions import accept_proposal, decline_proposal
from booking.actions.problems import (
    Answered,
    AnswersRunOut,
    QuestionsFirst,
    Refused,
)
from booking.models import Appointment, Proposal
from booking.public.visits import get_own

State = Proposal.State

GONE = _(
    "That time is no longer to be had, and we are sorry. Your own time stays yours "
    "until you answer: choose another one, or tell us no."
)
WHICH = _("Please say yes or no, or choose another time.")


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_proposal(request: HttpRequest, ref: str) -> HttpResponse:
    """The last question asked; one that is settled shows how it stands."""
    appointment = get_own(request, ref)
    asked = last_asked(appointment)
    if asked is None:
        return redirect(appointment)
    if request.method == "POST":
        return _answer(request, asked)
    return _page(request, asked)


def last_asked(appointment: Appointment) -> Proposal | None:
    rows = appointment.proposals.select_related(
        "appointment__therapist", "appointment__treatment", "offer__therapist"
    )
    return rows.order_by("-asked_at", "-pk").first()


def open_question(appointment: Appointment, now: datetime) -> Proposal | None:
    """What the client may still answer."""
    asked = last_asked(appointment)
    if asked and asked.state == State.WAITING and now < asked.answer_by:
        return asked
    return None


def _answer(request: HttpRequest, asked: Proposal) -> HttpResponse:
    """An answer to an earlier question answers nothing."""
    said, now = request.POST.get("answer"), timezone.now()
    if said not in ("yes", "no"):
        return _page(request, asked, sorry=WHICH, status=422)
    if request.POST.get("asked") != str(asked.pk):
        return _page(request, asked, status=409)
    try:
        if said == "no":
            return redirect(decline_proposal(proposal=asked, now=now))
        return redirect(accept_proposal(proposal=asked, now=now))
    except (QuestionsFirst, AnswersRunOut) as refused:
        return _questions_first(asked, everything=isinstance(refused, AnswersRunOut))
    except Answered:
        return _page(request, asked, status=409)
    except Refused:
        return _page(request, asked, sorry=GONE, status=409)


def _questions_first(asked: Proposal, *, everything: bool) -> HttpResponse:
    """To what the other date needs asked; it goes on by itself from there."""
    query = {"start": timezone.localtime(asked.offer.starts_at).isoformat()}
    if everything:
        query["everything"] = "1"
    address = reverse("booking:appointment_questions", args=[asked.appointment.ref])
    return redirect(f"{address}?{urlencode(query)}")


def _page(
    request: HttpRequest,
    asked: Proposal,
    *,
    sorry: Promise | str = "",
    status: int = 200,
) -> HttpResponse:
    fresh = last_asked(asked.appointment) or asked
    now = timezone.now()
    too_late = fresh.state == State.WAITING and now >= fresh.answer_by
    context = {
        "appointment": fresh.appointment,
        "asked": fresh,
        "state": "lapsed" if too_late else fresh.state,
        "sorry": sorry,
    }
    return render(request, "booking/appointment_proposal.html", context, status=status)
