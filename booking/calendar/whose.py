"""Whose evenings a page of the calendar shows, and which: read from its address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse

from booking.calendar.access import columns_of, signed_in
from booking.cleaning import read_day
from booking.models import Therapist

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Whose:
    """`all` may be chosen; None where everyone is, or where there is nobody."""

    all: Sequence[Therapist]
    one: Therapist | None

    @property
    def listed(self) -> list[Therapist]:
        """Those to choose from: who takes bookings, and who is chosen."""
        return [who for who in self.all if who.active or who == self.one]


def read_whose(request: HttpRequest, *, everyone: bool = False) -> Whose:
    """The therapist named in the address, else their own, else everyone or the first.

    A foreign or unknown name is 404.
    """
    user = signed_in(request)
    therapists = list(columns_of(user))
    if slug := request.GET.get("who", ""):
        named = [who for who in therapists if who.slug == slug]
        if not named:
            raise Http404
        return Whose(therapists, named[0])
    own = [who for who in therapists if who.user_id == user.pk]
    if everyone and len(therapists) != len(own):
        return Whose(therapists, None)
    active = [who for who in therapists if who.active]
    return Whose(therapists, next(iter([*own, *active, *therapists]), None))


def read_monday(request: HttpRequest, tonight: date) -> date:
    """The Monday of the week asked for; this week's where no day can be read."""
    day = read_day(request.GET.get("on", "")) or tonight
    return day - timedelta(days=day.weekday())


def week_url(therapist: Therapist | None, day: date) -> str:
    query = {"on": day.isoformat()} | ({"who": therapist.slug} if therapist else {})
    return f"{reverse('calendar:week')}?{urlencode(query)}"


def day_url(therapist: Therapist | None, day: date) -> str:
    """One therapist's evening as a list, or everyone's beside each other."""
    address = reverse("calendar:day", args=[day.isoformat()])
    return f"{address}?{urlencode({'who': therapist.slug})}" if therapist else address
