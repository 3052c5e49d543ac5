"""Calls to make: whom, the number, what to say, and by when."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from booking.actions import note_call
from booking.actions.problems import NoMessageAllowed, NotAllowed, Stale
from booking.calendar.access import appointments_of, calendar_page, signed_in
from booking.calendar.calls import (
    AGAIN,
    calls_to_make,
    done_today,
    no_time,
    read_again,
)
from booking.calendar.pages import show
from booking.cleaning import read_revision
from booking.models import CallTry, Message

Result = CallTry.Result


@require_safe
@calendar_page()
def call_list(request: HttpRequest) -> HttpResponse:
    return _page(request, timezone.now())


@require_POST
@calendar_page()
def call_note(request: HttpRequest, call: int) -> HttpResponse:
    """What came of a call; one that somebody has noted already stays as it is."""
    now = timezone.now()
    rows = Message.objects.filter(
        channel=Message.Channel.CALL,
        appointment__in=appointments_of(signed_in(request)),
    )
    message, result = get_object_or_404(rows, pk=call), request.POST.get("result", "")
    again_at = read_again(request.POST, now) if result == Result.NO_ANSWER else None
    fault = _fault(result, again_at)
    if fault:
        return _page(request, now, wrong=message.pk, fault=fault)
    try:
        note_call(
            message=message,
            result=result,
            by=signed_in(request),
            now=now,
            again_at=again_at,
            tries=read_revision(request.POST),
        )
    except NoMessageAllowed:
        fault = _("They want no message left.")
        return _page(request, now, wrong=message.pk, fault=fault)
    except (NotAllowed, Stale):
        messages.info(request, _("Somebody has noted that call already."))
    return redirect("calendar:call_list")


def _fault(result: str, again_at: datetime | None) -> str:
    if result not in Result.values:
        return _("Say what came of the call.")
    if result == Result.NO_ANSWER and again_at is None:
        return no_time()
    return ""


def _page(
    request: HttpRequest, now: datetime, *, wrong: int = 0, fault: str = ""
) -> HttpResponse:
    user = signed_in(request)
    return show(
        request,
        "call_list",
        section="calls",
        status=422 if fault else 200,
        now=now,
        calls=calls_to_make(user, now),
        done=done_today(user, now),
        again=AGAIN,
        wrong=wrong,
        fault=fault,
    )
