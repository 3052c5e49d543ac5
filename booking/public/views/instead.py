"""More time for a hold, and another time or treatment for it: one tap each."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from booking.actions import hold_instead
from booking.actions.problems import HoldExpired, NotAllowed, SlotTaken
from booking.cleaning import read_moment
from booking.models import Therapist, Treatment, Wish
from booking.public.steps import (
    OTHERS_WENT_BACK,
    given_more_time,
    go_on,
    is_on_its_way,
    time_gone,
)
from booking.public.visits import get_own


@require_POST
def appointment_extend(request: HttpRequest, ref: str) -> HttpResponse:
    """I need more time."""
    now = timezone.now()
    appointment = get_own(request, ref)
    if is_on_its_way(appointment, now):
        appointment = given_more_time(request, appointment, now)
    return go_on(appointment, now)


@require_POST
def appointment_instead(request: HttpRequest, ref: str) -> HttpResponse:
    """Another time, treatment or wish for what is held; the answers come along."""
    now = timezone.now()
    appointment = get_own(request, ref)
    wanted = _wanted(request)
    try:
        held = hold_instead(appointment=appointment, now=now, **wanted)
    except SlotTaken:
        return time_gone(request, appointment, now)
    except (HoldExpired, NotAllowed):
        return redirect(appointment)
    if appointment.series_id is not None and held.series_id is None:
        messages.info(request, OTHERS_WENT_BACK)
    return go_on(held, now)


def _wanted(request: HttpRequest) -> dict[str, Any]:
    """What was pressed. Nothing, or nonsense, is a bad request."""
    wanted: dict[str, Any] = {}
    if "start" in request.POST:
        wanted["starts_at"] = read_moment(request.POST["start"])
    if "treatment" in request.POST:
        wanted["treatment"] = get_object_or_404(
            Treatment.objects.offered(), slug=_word(request.POST["treatment"])
        )
    if "wish" in request.POST:
        wanted["wish"] = _wish(_word(request.POST["wish"]))
    if not wanted or None in wanted.values():
        raise BadRequest("nothing to hold instead")
    return wanted


def _word(text: str) -> str:
    """A word that may be a slug."""
    if len(text) > 60 or not text.isascii() or not text.isprintable():
        raise Http404
    return text


def _wish(text: str) -> str:
    if text not in Wish.values and not Therapist.objects.filter(slug=text).exists():
        raise Http404
    return text
