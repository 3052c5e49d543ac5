"""Who has answered: the questions asked by one press, as their rows stand now."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking.actions import accept_proposal, decline_proposal, withdraw_proposal
from booking.actions.problems import (
    Answered,
    AnswersRunOut,
    QuestionsFirst,
    Refused,
)
from booking.calendar.access import RUNS_EVERY, calendar_page, signed_in
from booking.calendar.pages import show
from booking.models import Proposal

ANSWERS = {
    "yes": accept_proposal,
    "no": decline_proposal,
    "back": withdraw_proposal,
}


@require_http_methods(["GET", "HEAD", "POST"])
@calendar_page()
def asked(request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
    """A POST writes down what somebody said on the phone, or takes a question back."""
    rows = _rows(request, batch)
    if request.method == "POST":
        return _write_down(request, batch, rows)
    context: dict[str, Any] = {"questions": rows, "batch": batch, "now": timezone.now()}
    return show(request, "asked", **context)


def _rows(request: HttpRequest, batch: uuid.UUID) -> list[Proposal]:
    """Those one asked oneself, or all; none at all is 404."""
    user = signed_in(request)
    rows = Proposal.objects.filter(batch=batch).select_related(
        "appointment__client",
        "appointment__therapist",
        "offer__therapist",
        "offer__room",
        "asked_by",
    )
    if not user.has_perm(RUNS_EVERY):
        rows = rows.filter(asked_by=user)
    found = list(rows.order_by("offer__starts_at", "pk"))
    if not found:
        raise Http404
    return found


def _write_down(
    request: HttpRequest, batch: uuid.UUID, rows: list[Proposal]
) -> HttpResponse:
    said = ANSWERS.get(request.POST.get("answer", ""))
    named = [row for row in rows if str(row.pk) == request.POST.get("asked")]
    if said is None or not named:
        context: dict[str, Any] = {
            "questions": rows,
            "batch": batch,
            "now": timezone.now(),
        }
        return show(request, "asked", status=422, **context)
    try:
        said(proposal=named[0], now=timezone.now(), by=signed_in(request))
    except (QuestionsFirst, AnswersRunOut):
        messages.error(
            request,
            _("That date needs more asked first: please let them use their page."),
        )
    except Answered:
        messages.info(request, _("That was answered meanwhile."))
    except Refused:
        messages.error(request, _("That time is no longer to be had."))
    return redirect("calendar:asked", batch)
