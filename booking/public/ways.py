"""The ways on from a time page: each a link that keeps what was asked before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from booking.models import Therapist, Treatment, Wish
from booking.public.forms.slots import wishes_met
from booking.public.wants import BY_FIT, BY_TIME, Wants
from booking.public.weeks import Week


@dataclass(frozen=True, slots=True)
class Way:
    name: str
    url: str
    is_current: bool
    therapist: Therapist | None = None


def ways_on(
    treatment: Treatment, *, wants: Wants, week: Week, therapists: Sequence[Therapist]
) -> dict[str, Any]:
    """Other people, other weeks, the other order, another bedtime."""
    address = reverse("booking:slot_list", args=[treatment.slug])

    def to(**changes: Any) -> str:
        return address + wants.query(**changes)

    night = wants.night_instead
    return {
        "address": address,
        "action": to(),
        "kept": replace(wants, bedtime=None, by_day=False).named(),
        "wish_links": [
            Way(name, to(wish=wish), wants.wish == wish)
            for wish, name in wishes_met(therapists)
        ],
        "therapist_links": [
            Way(each.first_name, to(wish=each.slug), wants.wish == each.slug, each)
            for each in therapists
        ],
        "one_therapist": wants.wish not in Wish.values,
        "anyone_url": to(wish=Wish.ANYONE) if wants.wish != Wish.ANYONE else "",
        "sort_links": [
            Way(name, to(sort=sort), wants.sort == sort)
            for sort, name in (
                (BY_FIT, gettext("best fit first")),
                (BY_TIME, gettext("by the clock")),
            )
        ],
        "earlier_url": to(since=week.earlier) if week.earlier else "",
        "later_url": to(since=week.later) if week.later else "",
        "first_url": to(since=week.first) if week.first else "",
        "night_url": to(bedtime=night) if night else "",
        "day_url": to(by_day=True),
        "wait_url": _to_wait(treatment, wants),
    }


def _to_wait(treatment: Treatment, wants: Wants) -> str:
    """Where to wait for a time with that wish; the days are to be added."""
    address = reverse("booking:waiting_join", args=[treatment.slug])
    return address + (replace(wants, since=None).query(sort=BY_FIT) or "?wish=anyone")
