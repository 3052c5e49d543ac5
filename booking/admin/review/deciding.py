"""One review: who and when, the answers if they are opened, and the decision."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from booking.actions import clear_review, decline_review, read_answers
from booking.actions.problems import Refused
from booking.admin.pages import show, signed_in, staff_page
from booking.admin.review.forms import ClearForm, DeclineForm, ReadForm, usual_end
from booking.admin.review.waiting import (
    MAY_REVIEW,
    knows_answers,
    opened,
    reviewable,
    sentence,
    waits,
    why_in_review,
)
from booking.models import Appointment

TO_DECIDE = "admin:booking_appointment_review"


@require_safe
@staff_page(*MAY_REVIEW)
def page(request: HttpRequest, ref: str) -> HttpResponse:
    appointment = found(request, ref)
    return _shown(request, appointment)


@require_POST
@staff_page(*MAY_REVIEW)
def answers(request: HttpRequest, ref: str) -> HttpResponse:
    """Open the answers; who, why and when is recorded before anything is shown."""
    appointment = found(request, ref)
    form = ReadForm(request.POST)
    if appointment.screening is None or not form.is_valid():
        return _shown(request, appointment, status=422, read_form=form)
    content = read_answers(
        screening=appointment.screening,
        by=signed_in(request),
        why=form.cleaned_data["why"],
        now=timezone.now(),
    )
    return _shown(request, appointment, content=content)


@require_POST
@staff_page(*MAY_REVIEW)
def clear(request: HttpRequest, ref: str) -> HttpResponse:
    appointment = found(request, ref)
    form = ClearForm(request.POST)
    if not knows_answers(signed_in(request), appointment.screening):
        form.add_error(None, _("Open the answers first: nobody is cleared unread."))
    if not form.is_valid():
        return _shown(request, appointment, status=422, clear_form=form)
    try:
        clear_review(
            appointment=appointment,
            by=signed_in(request),
            now=timezone.now(),
            **form.cleaned_data,
        )
    except Refused as refused:
        form.add_error(None, sentence(refused))
        return _shown(request, found(request, ref), status=409, clear_form=form)
    messages.success(request, _("Cleared and confirmed. The client is told."))
    return redirect(TO_DECIDE, ref)


@require_POST
@staff_page(*MAY_REVIEW)
def decline(request: HttpRequest, ref: str) -> HttpResponse:
    appointment = found(request, ref)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _shown(request, appointment, status=422, decline_form=form)
    try:
        decline_review(
            appointment=appointment,
            by=signed_in(request),
            now=timezone.now(),
            revision=form.cleaned_data["revision"],
        )
    except Refused as refused:
        form.add_error(None, sentence(refused))
        return _shown(request, found(request, ref), status=409, decline_form=form)
    messages.success(request, _("Declined. The time is free, and the client is told."))
    return redirect(TO_DECIDE, ref)


def found(request: HttpRequest, ref: str) -> Appointment:
    return get_object_or_404(reviewable(signed_in(request)), ref=ref)


def _shown(
    request: HttpRequest,
    appointment: Appointment,
    *,
    status: int = 200,
    content: dict[str, Any] | None = None,
    **forms: Any,
) -> HttpResponse:
    now = timezone.now()
    forms.setdefault("read_form", ReadForm())
    forms.setdefault("clear_form", _clear_form(appointment, content))
    forms.setdefault("decline_form", DeclineForm({"revision": appointment.revision}))
    return show(
        request,
        "appointment/review",
        title=_("Review"),
        status=status,
        appointment=appointment,
        waiting=waits(appointment, now),
        why=why_in_review(appointment),
        answers=opened(appointment, content) if content is not None else None,
        **forms,
    )


def _clear_form(appointment: Appointment, content: dict[str, Any] | None) -> ClearForm:
    """What the rules would change, and how long the answers hold, to begin with."""
    adaptations = content["adaptations"] if content else []
    return ClearForm(
        initial={
            "adaptations": "\n".join(adaptations),
            "valid_until": usual_end(appointment, timezone.now()),
            "revision": appointment.revision,
        }
    )
