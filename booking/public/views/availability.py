"""The free times of a treatment as JSON: kept stable for programs that read it."""

from datetime import time, timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from booking.cleaning import read_day
from booking.models import Therapist, Treatment, Wish
from booking.offers import Offers, offers
from booking.public.shown import fit_of
from booking.public.wants import Wants, read_wants
from booking.times import Slot
from clinic.public import public_page

LONGEST_RANGE = timedelta(days=92)


@require_safe
@public_page
def availability(request: HttpRequest, slug: str) -> HttpResponse:
    """The evenings `from` <= evening < `to`, at most 92 of them; else 400."""
    treatment = get_object_or_404(Treatment.objects.offered(), slug=slug)
    since = read_day(request.GET.get("from", ""))
    until = read_day(request.GET.get("to", ""))
    if since is None or until is None:
        return _refused("from and to must be dates, as in 2026-12-08")
    if not since <= until <= since + LONGEST_RANGE:
        return _refused("to must lie after from, by at most 92 days")
    wants = read_wants(request.GET)
    if wants.typed:
        return _refused("bedtime must be a time, as in 22:30")
    if not _is_wish(wants.wish):
        return _refused("wish must be anyone, woman, man or a therapist's slug")
    found = offers(
        treatment=treatment,
        now=timezone.now(),
        since=since,
        until=until,
        wish=wants.wish,
    )
    return JsonResponse(_answer(found, wants))


def _answer(found: Offers, wants: Wants) -> dict[str, object]:
    """Nothing is free while the clinic takes no bookings online."""
    bedtime = wants.bedtime or found.clinic.assumed_bedtime
    slots = found.slots if found.clinic.booking_open else []
    return {
        "timezone": found.clinic.zone.key,
        "treatment": found.treatment.slug,
        "slots": [_slot(found, slot, bedtime) for slot in slots],
    }


def _slot(found: Offers, slot: Slot, bedtime: time) -> dict[str, object]:
    fits = fit_of(found.treatment, slot.ends_at, bedtime, found.clinic)
    return {
        "start": slot.starts_at.astimezone(found.clinic.zone).isoformat(),
        "end": slot.ends_at.astimezone(found.clinic.zone).isoformat(),
        "therapists": [found.therapists[pk].slug for pk in slot.therapists],
        "fit": {"label": fits.label, "score": fits.score},
    }


def _is_wish(wish: str) -> bool:
    """Whether it can be wished for; that nobody meets it today is no fault."""
    if wish in Wish.values:
        return True
    return Therapist.objects.listed().filter(slug=wish).exists()


def _refused(why: str) -> JsonResponse:
    return JsonResponse({"error": why}, status=400)
