"""Before anything that would strand somebody is saved: whom, and what becomes of them.

The change is tried under the locks of the verbs and rolled back where it strands
somebody. Nothing is saved until a choice is made for each; then it is tried again,
and whoever appeared meanwhile is shown first.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from booking.actions.problems import Strands
from booking.calendar.access import sees_cautions, signed_in
from booking.calendar.options import Away, Case, find_cases
from booking.calendar.pages import show
from booking.calendar.settling import (
    KEEP,
    Choice,
    Outcome,
    carry_out,
    read_choice,
    say,
)
from booking.models import Appointment, Proposal

CHANGED = _("Somebody booked or moved meanwhile. Nothing is saved yet: look again.")
DECIDED = "decided"
OWN_FIELDS = (DECIDED, "csrfmiddlewaretoken")

Save = Callable[[Collection[int], Sequence[Appointment]], object]


@dataclass(frozen=True, slots=True)
class Plan:
    """A change of hours. `save` takes who was seen and who is kept; raises Strands."""

    save: Save
    away: Away
    what: str
    saved: str
    back: str
    can_keep: bool = True


def save_or_ask(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Saved at once where nobody is stranded; else the page that lists them."""
    now = timezone.now()
    try:
        plan.save((), ())
    except Strands as found:
        going_on, cases = _cases(request, plan, found, now)
    else:
        messages.success(request, plan.saved)
        return redirect(plan.back)
    if DECIDED not in request.POST:
        if cases:
            return _page(request, plan, cases)
        return _saved(request, plan, [], going_on, now)
    choices = _choices(request, plan, cases)
    if choices is None:
        return _page(request, plan, cases, sorry=CHANGED, status=409)
    return _saved(request, plan, choices, going_on, now)


def _cases(
    request: HttpRequest, plan: Plan, found: Strands, now: datetime
) -> tuple[list[Appointment], list[Case]]:
    """Sessions that are going on stay as they are; the others are to be decided."""
    rows: list[Appointment] = [row for row, _why in found.stranded]
    begun = [row for row in rows if row.starts_at <= now]
    cases = find_cases(
        [row for row in rows if row.starts_at > now],
        away=plan.away,
        now=now,
        sees_cautions=sees_cautions(signed_in(request)),
    )
    return begun, cases


def _choices(
    request: HttpRequest, plan: Plan, cases: list[Case]
) -> list[Choice] | None:
    """One for each; None where one is missing or cannot be meant."""
    choices = []
    for case in cases:
        ref = case.appointment.ref
        words = request.POST.get(f"words-{ref}", "")
        choice = read_choice(case, request.POST.get(f"do-{ref}"), _plain(words))
        if choice is None or (choice.do == KEEP and not plan.can_keep):
            return None
        choices.append(choice)
    return choices


def _plain(words: str) -> str:
    return "".join(letter for letter in words if letter.isprintable() or letter == " ")


def _saved(
    request: HttpRequest,
    plan: Plan,
    choices: list[Choice],
    going_on: list[Appointment],
    now: datetime,
) -> HttpResponse:
    """First the hours in one transaction, then each client by a verb of their own."""
    kept = [choice.appointment for choice in choices if choice.do == KEEP]
    seen = {choice.appointment.pk for choice in choices} | {row.pk for row in going_on}
    try:
        plan.save(seen, [*going_on, *kept])
    except Strands as found:
        _begun, cases = _cases(request, plan, found, now)
        return _page(request, plan, cases, sorry=CHANGED, status=409)
    messages.success(request, plan.saved)
    done = carry_out(choices, why=Proposal.Why.HOURS, by=signed_in(request), now=now)
    say(request, done)
    return redirect(_where_to(plan, done))


def _where_to(plan: Plan, done: Outcome) -> str:
    return reverse("calendar:asked", args=[done.batch]) if done.asked else plan.back


def _page(
    request: HttpRequest,
    plan: Plan,
    cases: list[Case],
    *,
    sorry: Promise | str = "",
    status: int = 200,
) -> HttpResponse:
    """What was typed comes along, so that one more press saves it."""
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in OWN_FIELDS and not name.startswith(("do-", "words-"))
    ]
    context: dict[str, Any] = {
        "plan": plan,
        "cases": cases,
        "typed": typed,
        "sorry": sorry,
    }
    return show(request, "impact", status=status, **context)
