"""What is around the demo's sessions: time off, arrivals, notes, money and a call."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import cycle
from typing import cast
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from booking.models import (
    Appointment,
    Clinic,
    HoursChange,
    Payment,
    Room,
    SessionNote,
    Status,
    Therapist,
    Wish,
)
from booking.times import local_date
from booking.times.clock import opening
from clinic.models import User

Kind = HoursChange.Kind
DAY = timedelta(days=1)
SIGNED_FOR = timedelta(days=14)
NOTES = (
    "Slow strokes throughout, asked after pressure twice. Nearly asleep at the end.",
    "Shoulders first, then neck, seated. Liked the pillow under the knees.",
    "Quiet session. Prefers no talk once the light is down.",
    "Came tired from the journey, left slowly. Tea afterwards, nothing unusual.",
)


def make_changes(now: datetime) -> None:
    """Time off, extra hours, a closure and a room out of use, in the coming weeks."""
    zone = Clinic.objects.current().zone
    today = local_date(now, zone)
    turn = cycle(Therapist.objects.order_by("pk"))
    sunday = today + DAY * (6 - today.weekday() + 7)
    rows = [
        _change(Kind.TIME_OFF, _next(3, today), "16:00", "19:00", zone, "Training"),
        _change(Kind.TIME_OFF, _next(4, today), "16:00", "22:30", zone, "Holiday"),
        _change(Kind.EXTRA, _next(4, today), "17:00", "20:00", zone, "Half-term"),
        _change(Kind.CLOSURE, sunday, "15:00", "23:00", zone, "Boiler check"),
        _change(Kind.ROOM_OUT, _next(2, today), "16:00", "18:00", zone, "New lamp"),
    ]
    for row in rows:
        if row.kind in (Kind.TIME_OFF, Kind.EXTRA):
            row.therapist = next(turn)
    rows[-1].room = Room.objects.order_by("pk").last()
    HoursChange.objects.bulk_create(rows)


def _next(weekday: int, today: date) -> date:
    """The coming Monday (0) and so on, tomorrow at the earliest."""
    return today + DAY * ((weekday - today.weekday() - 1) % 7 + 1)


def _change(
    kind: str, day: date, begins: str, ends: str, zone: ZoneInfo, note: str
) -> HoursChange:
    return HoursChange(
        kind=kind,
        starts_at=opening(day, time.fromisoformat(begins), zone),
        ends_at=opening(day, time.fromisoformat(ends), zone),
        note=note,
    )


def make_traces(now: datetime) -> None:
    """Wishes for what is to come, and what people left behind where they have been."""
    ahead = Appointment.objects.filter(starts_at__gt=now, status=Status.CONFIRMED)
    for number, row in enumerate(ahead.select_related("therapist")):
        if number % 5 == 0:
            row.wish = row.therapist.slug
        elif number % 5 == 1 and row.therapist.listed_as != "neither":
            row.wish = Wish(row.therapist.listed_as)
        row.save(update_fields=["wish"])
    given = Appointment.objects.filter(status=Status.COMPLETED)
    lately = given.filter(starts_at__gt=now - SIGNED_FOR)
    _arrive(lately)
    _pay(lately, User.objects.get(email="desk@demo.example"))
    _write(lately.select_related("therapist__user"), now)


def _arrive(rows: Iterable[Appointment]) -> None:
    for row in rows:
        row.arrived_at = row.starts_at - timedelta(minutes=6)
        row.save(update_fields=["arrived_at"])


def _pay(rows: Iterable[Appointment], desk: User) -> None:
    hows = (Payment.How.CARD, Payment.How.CARD, Payment.How.CASH)
    Payment.objects.bulk_create(
        Payment(
            appointment=row,
            how=hows[number % 3],
            cents=row.price_cents,
            currency=row.currency,
            taken_at=row.ends_at,
            taken_by=desk,
        )
        for number, row in enumerate(rows)
    )


def _write(rows: "QuerySet[Appointment]", now: datetime) -> None:
    """Signed, but for the latest session of each therapist who signs in."""
    unsigned: set[int] = set()
    theirs = rows.filter(therapist__user__isnull=False).order_by("-ends_at")
    for number, row in enumerate(theirs):
        signed = row.therapist_id in unsigned
        unsigned.add(row.therapist_id)
        SessionNote.objects.create(
            appointment=row,
            author=cast(User, row.therapist.user),
            text=NOTES[number % len(NOTES)],
            written_at=row.ends_at,
            signed_at=row.ends_at + timedelta(minutes=4) if signed else None,
        )
