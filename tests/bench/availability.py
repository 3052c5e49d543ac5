"""Availability in process: queries, milliseconds, and what a long past costs."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from booking import offers as door
from booking.models import Appointment, Clinic, HoursChange, OpeningHours, Room
from booking.models import Therapist, Treatment
from booking.times import free_slots, local_date
from tests.bench.figures import Figure, median_ms
from tests.bench.occupancy import fill_past, half_book, make_clinic

PAST = 100_000


def measure() -> list[Figure]:
    now = timezone.now()
    treatment = make_clinic()
    first = local_date(now, Clinic.objects.current().zone) + timedelta(days=1)
    half_book(treatment, first=first)
    wanted = {
        "treatment": treatment,
        "now": now,
        "since": first,
        "until": first + timedelta(days=30),
    }
    with CaptureQueriesContext(connection) as queries:
        found = door.offers(**wanted)
    starts = sum(len(slot.therapists) for slot in found.slots)
    whole = median_ms(lambda: door.offers(**wanted))
    bare = median_ms(lambda: bare_view(treatment, now, first))
    pure = median_ms(lambda: free_slots(**_inputs(wanted)), runs=50)
    rows = median_ms(lambda: _inputs(wanted), runs=50)
    figures = [
        Figure("availability, 8 therapists x 30 days: queries", len(queries), "", "= 6", len(queries) == 6),
        Figure("availability: therapist-starts", starts, "", "= 1,470, as the peer", starts == 1470),
        Figure("availability: in process", whole, "ms", "<= 10 ms", whole <= 10),
        Figure("availability: to a bare view of its rows", whole / bare, "x", "<= 2 x", whole <= 2 * bare),
        Figure("the pure calculation", pure - rows, "ms", "<= 1 ms", pure - rows <= 1),
    ]
    fill_past(treatment, before=first - timedelta(days=1), count=PAST)
    connection.cursor().execute("ANALYZE")
    long = median_ms(lambda: door.offers(**wanted))
    again = f"{PAST:,} past appointments: to the same without"
    figures.append(Figure(again, long / whole, "x", "<= 1.2 x", long <= 1.2 * whole))
    return figures


_kept: dict[str, Any] = {}


def _inputs(wanted: dict[str, Any]) -> dict[str, Any]:
    """What the pure calculation gets, read once."""
    if not _kept:
        clinic, treatment = Clinic.objects.current(), wanted["treatment"]
        therapists = [t.pk for t in Therapist.objects.giving(treatment)]
        busy, _sessions = door._busy(
            clinic.zone, wanted["now"], wanted["since"], wanted["until"], None
        )
        _kept.update(
            hours=door._hours(therapists),
            changes=door._changes(clinic.zone, wanted["since"], wanted["until"]),
            busy=busy,
            therapists=therapists,
            rooms=[room.pk for room in Room.objects.all()],
            minutes=treatment.minutes,
            buffer=treatment.buffer_minutes,
            rules=door._rules(clinic, wanted["now"]),
            since=wanted["since"],
            until=wanted["until"],
        )
    return _kept


def bare_view(treatment: Treatment, now: Any, first: Any) -> None:
    """The floor: the same rows by the same six queries, and nothing done with them."""
    clinic = Clinic.objects.current()
    begin, end = door._bounds(clinic.zone, first, first + timedelta(days=30))
    list(Therapist.objects.listed().giving(treatment))
    list(Room.objects.filter(active=True))
    list(OpeningHours.objects.values_list("therapist_id", "weekday", "opens", "closes"))
    list(
        HoursChange.objects.filter(starts_at__lt=end, ends_at__gt=begin).values_list(
            "kind", "therapist_id", "starts_at", "ends_at"
        )
    )
    list(
        Appointment.objects.live(now)
        .filter(starts_at__gte=begin, starts_at__lt=end)
        .order_by()
        .values_list("therapist_id", "room_id", "starts_at", "busy_until")
    )
