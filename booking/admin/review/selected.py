"""Several reviews decided at once, each through the same verb as one."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking.actions import clear_review, decline_review
from booking.actions.problems import Refused
from booking.admin.pages import show, signed_in, staff_page
from booking.admin.review.forms import (
    SelectedClearForm,
    revision_of,
    usual_end,
)
from booking.admin.review.waiting import (
    MAY_REVIEW,
    knows_answers,
    reviewable,
    sentence,
)
from booking.models import Appointment, Status

MOST = 50


@require_http_methods(["GET", "POST"])
@staff_page(*MAY_REVIEW)
def clear(request: HttpRequest) -> HttpResponse:
    rows = _chosen(request)
    now = timezone.now()
    last = max((usual_end(row, now) for row in rows), default=None)
    form = SelectedClearForm(request.POST or None, initial={"valid_until": last})
    if not form.is_valid():
        return _shown(request, rows, form, title=_("Clear the selected reviews"))

    def decide(row: Appointment) -> None:
        clear_review(
            appointment=row,
            by=signed_in(request),
            now=now,
            revision=revision_of(request, f"revision-{row.ref}"),
            **form.cleaned_data,
        )

    return _decided(request, [r for r in rows if _known(request, r)], decide)


@require_http_methods(["GET", "POST"])
@staff_page(*MAY_REVIEW)
def decline(request: HttpRequest) -> HttpResponse:
    rows = _chosen(request)
    if request.method != "POST":
        title = _("Decline the selected reviews")
        return _shown(request, rows, forms.Form(), title=title)
    now = timezone.now()

    def decide(row: Appointment) -> None:
        decline_review(
            appointment=row,
            by=signed_in(request),
            now=now,
            revision=revision_of(request, f"revision-{row.ref}"),
        )

    return _decided(request, rows, decide)


def _chosen(request: HttpRequest) -> list[Appointment]:
    """Those of the address that this person may review and that still wait."""
    refs = [ref for ref in request.GET.getlist("ref")[:MOST] if ref.isalnum()]
    rows = reviewable(signed_in(request)).filter(ref__in=refs, status=Status.REVIEW)
    return list(rows.order_by("starts_at"))


def _known(request: HttpRequest, row: Appointment) -> bool:
    """Nobody is cleared unread: what was never opened is left, with a word."""
    known = knows_answers(signed_in(request), row.screening)
    if not known:
        words = _("%(who)s: open the answers first, nobody is cleared unread.")
        messages.warning(request, words % {"who": row.client})
    return known


def _decided(
    request: HttpRequest,
    rows: list[Appointment],
    decide: Callable[[Appointment], Any],
) -> HttpResponse:
    """Each on its own: what is refused says why, and stops nothing else."""
    for row in rows:
        try:
            decide(row)
        except Refused as refused:
            messages.error(request, f"{row.client}: {sentence(refused)}")
        else:
            messages.success(request, _("%s: done, and told.") % row.client)
    address = reverse("admin:booking_appointment_changelist")
    return redirect(f"{address}?review=waiting")


def _shown(
    request: HttpRequest, rows: list[Appointment], form: forms.Form, *, title: str
) -> HttpResponse:
    user = signed_in(request)
    return show(
        request,
        "appointment/selected",
        title=title,
        status=422 if form.errors else 200,
        rows=[(row, knows_answers(user, row.screening)) for row in rows],
        form=form,
    )
