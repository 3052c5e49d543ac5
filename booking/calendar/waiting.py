"""The waiting list as the desk sees it: never with answers, cautions or reasons."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from django.db.models import Prefetch
from django.utils import timezone

from booking.models import (
    Therapist,
    Treatment,
    WaitingOffer,
    WaitingRequest,
    Wish,
)
from booking.models.vocabulary import Weekday


@dataclass(frozen=True, slots=True)
class Waits:
    """One who waits; `offer` is what they were asked and have not said no to."""

    request: WaitingRequest
    offer: WaitingOffer | None
    may_answer: bool
    weekdays: str
    with_whom: str


def who_waits(now: datetime) -> list[tuple[Treatment, list[Waits]]]:
    """Every treatment that somebody waits for, with them in the order they joined."""
    open_offers = WaitingOffer.objects.filter(state__in=WaitingOffer.OPEN)
    rows = WaitingRequest.objects.waiting(timezone.localdate(now)).prefetch_related(
        Prefetch(
            "offers",
            open_offers.select_related("appointment__therapist"),
            to_attr="open_offers",
        )
    )
    waiting = list(rows.select_related("client", "treatment"))
    names = dict(Therapist.objects.values_list("slug", "name"))
    waiting.sort(key=lambda row: (row.treatment.name, row.treatment_id))
    groups = groupby(waiting, attrgetter("treatment"))
    return [
        (treatment, [_waits(row, names, now) for row in group])
        for treatment, group in groups
    ]


def _waits(request: WaitingRequest, names: dict[str, str], now: datetime) -> Waits:
    offers: list[WaitingOffer] = request.open_offers  # type: ignore[attr-defined]
    offer = offers[0] if offers else None
    days = [str(Weekday(day).label) for day in request.days]
    wish = request.wish
    return Waits(
        request=request,
        offer=offer,
        may_answer=offer is not None and offer.is_open(now),
        weekdays="" if len(days) == len(Weekday) else ", ".join(days),
        with_whom=str(Wish(wish).label)
        if wish in Wish.values
        else names.get(wish, wish),
    )
