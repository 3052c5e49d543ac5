"""What the desk asks for when it books for someone, and the times there are for it.

All of it comes from an address and may be missing or nonsense; whose column it is, is
looked up by who may run it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone

from booking.calendar.access import columns_of, signed_in
from booking.cleaning import read_day, read_moment
from booking.models import Therapist, Treatment, Wish
from booking.offers import Offers, offers, offers_around
from booking.times import by_evening

EVENINGS_SHOWN = 7


@dataclass(frozen=True, slots=True)
class Asked:
    """What is chosen so far; kept in every link that leads on."""

    therapist: Therapist | None = None
    starts_at: datetime | None = None
    treatment: Treatment | None = None
    wish: str = Wish.ANYONE
    since: date | None = None
    client: int | None = None

    def query(self, **changes: Any) -> str:
        """The same, but for some changes, as an address's query."""
        return f"?{urlencode(replace(self, **changes).named())}"

    def named(self) -> dict[str, str]:
        """By the names an address gives them; what is not chosen is left out."""
        named = {
            "therapist": self.therapist.slug if self.therapist else "",
            "start": self.starts_at.isoformat() if self.starts_at else "",
            "treatment": self.treatment.slug if self.treatment else "",
            "wish": "" if self.wish == Wish.ANYONE else self.wish,
            "from": self.since.isoformat() if self.since else "",
            "client": str(self.client or ""),
        }
        return {name: value for name, value in named.items() if value}

    @property
    def is_a_time(self) -> bool:
        return None not in (self.therapist, self.starts_at, self.treatment)


def read_asked(request: HttpRequest) -> Asked:
    """Read from the address. A therapist or treatment nobody may book is 404."""
    named = request.GET
    therapist = treatment = None
    if slug := named.get("therapist"):
        therapist = _one(columns_of(signed_in(request)).filter(active=True), slug)
    if slug := named.get("treatment"):
        treatment = _one(Treatment.objects.offered(), slug)
    client = named.get("client", "")
    return Asked(
        therapist=therapist,
        treatment=treatment,
        starts_at=read_moment(named.get("start", "")),
        wish=_wish(named.get("wish") or _whose(therapist, named), wishes(request)),
        since=read_day(named.get("from", "")),
        client=int(client) if client.isdecimal() and len(client) < 10 else None,
    )


def _one(rows: Any, slug: str) -> Any:
    """The row with that slug, which an address may have made up. Raises Http404."""
    found = next((row for row in rows if row.slug == slug), None)
    if found is None:
        raise Http404
    return found


def _whose(therapist: Therapist | None, named: QueryDict) -> str:
    """Someone who came from a calendar, and not from a cell, sees its times first."""
    return therapist.slug if therapist and not named.get("start") else ""


def _wish(text: str, known: Sequence[tuple[str, str]]) -> str:
    return text if text in dict(known) else Wish.ANYONE


def wishes(request: HttpRequest) -> list[tuple[str, str]]:
    """Anyone, a woman, a man, or one whose calendar they run."""
    own = columns_of(signed_in(request)).filter(active=True).order_by("name")
    return [
        *((value, str(label)) for value, label in Wish.choices),
        *((row.slug, row.first_name) for row in own),
    ]


@dataclass(frozen=True, slots=True)
class Time:
    """A free time, with whom, and the query that leads on."""

    starts_at: datetime
    ends_at: datetime
    therapist: Therapist
    query: str


def fitting(asked: Asked, now: datetime) -> list[tuple[Treatment, str]]:
    """The treatments of the therapist that fit at that start, with the way on."""
    if asked.therapist is None or asked.starts_at is None:
        return []
    given = Treatment.objects.offered().filter(therapists=asked.therapist)
    return [
        (each, asked.query(treatment=each))
        for each in given
        if at_desk(each, asked.therapist, asked.starts_at, now)
    ]


def at_desk(
    treatment: Treatment, therapist: Therapist, starts_at: datetime, now: datetime
) -> bool:
    """Whether it fits there; the desk needs no lead time."""
    found = offers_around(
        starts_at, treatment=treatment, now=now, wish=therapist.slug, kept=True
    )
    return found.at(starts_at) is not None


def free_times(
    request: HttpRequest, asked: Asked, now: datetime
) -> dict[date, list[Time]]:
    """The free times of the treatment on a week of evenings, in the columns they run.

    A time is shown once, with whom the website would choose.
    """
    if asked.treatment is None:
        return {}
    since = max(asked.since or timezone.localdate(now), timezone.localdate(now))
    found = offers(
        treatment=asked.treatment,
        now=now,
        since=since,
        until=since + timedelta(days=EVENINGS_SHOWN),
        wish=asked.wish,
        kept=True,
    )
    run = set(columns_of(signed_in(request)).values_list("pk", flat=True))
    return {
        evening: times
        for evening, slots in by_evening(found.slots).items()
        if (times := [t for slot in slots if (t := _time(found, slot, run, asked))])
    }


def _time(found: Offers, slot: Any, run: set[int], asked: Asked) -> Time | None:
    mine = slot._replace(therapists=tuple(pk for pk in slot.therapists if pk in run))
    pair = replace(found, slots=[mine]).best_pair(slot.starts_at) if mine[3] else None
    if pair is None:
        return None
    query = asked.query(therapist=pair[0], starts_at=slot.starts_at)
    return Time(slot.starts_at, slot.ends_at, pair[0], query)
