"""Who waits for a time, for which, and since when; and what they said on the phone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from booking.actions import accept_offer, decline_offer, leave_waiting
from booking.actions.problems import Refused
from booking.calendar.access import RUNS_EVERY, calendar_page, signed_in
from booking.calendar.pages import show
from booking.calendar.waiting import who_waits
from booking.models import Status, WaitingRequest


@require_safe
@calendar_page(RUNS_EVERY)
def waiting_list(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
@calendar_page(RUNS_EVERY)
def waiting_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes, no or leave, on behalf of one who waits."""
    waiting = get_object_or_404(WaitingRequest, pk=pk)
    said = request.POST.get("answer")
    if said not in ("yes", "no", "leave"):
        return _page(request, wrong=pk, fault=_("Say what they said."), status=422)
    try:
        return _settle(request, waiting, said)
    except Refused:
        fault = _("That is settled already, or it is too late. This is how it stands.")
        return _page(request, wrong=pk, fault=fault, status=409)


def _settle(request: HttpRequest, waiting: WaitingRequest, said: str) -> HttpResponse:
    """A yes leads on to the questions, where any are to be asked. Raises Refused."""
    now, user = timezone.now(), signed_in(request)
    if said == "leave":
        leave_waiting(request=waiting, now=now, by=user)
        messages.success(request, _("Taken off the list."))
        return redirect("calendar:waiting_list")
    offer = get_object_or_404(waiting.offers, pk=_number(request.POST.get("offer", "")))
    if said == "no":
        decline_offer(offer=offer, now=now, by=user)
        messages.success(request, _("Noted. They wait on, and the time goes on."))
        return redirect("calendar:waiting_list")
    held = accept_offer(offer=offer, now=now, by=user)
    page = "ask_aloud" if held.status == Status.HELD else "appointment"
    return redirect(f"calendar:{page}", held.ref)


def _number(text: str) -> int:
    """0, which no row has, for what is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _page(
    request: HttpRequest, *, wrong: int = 0, fault: str = "", status: int = 200
) -> HttpResponse:
    now = timezone.now()
    return show(
        request,
        "waiting_list",
        section="calls",
        status=status,
        now=now,
        treatments=who_waits(now),
        wrong=wrong,
        fault=fault,
    )
