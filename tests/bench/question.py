"""One question: the free starts of some days from tomorrow on."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from booking import offers as door
from booking import rows
from booking.models import (
    Appointment,
    Clinic,
    HoursChange,
    OpeningHours,
    Room,
    Therapist,
    Treatment,
)
from booking.times import free_slots, local_date, reach


class Question:
    """What the site asks of `offers`, and how little that could cost."""

    def __init__(self, treatment: Treatment, *, days: int) -> None:
        self.treatment, self.now = treatment, timezone.now()
        self.zone = Clinic.objects.current().zone
        self.since = local_date(self.now, self.zone) + timedelta(days=1)
        self.until = self.since + timedelta(days=days)

    def ask(self) -> door.Offers:
        return door.offers(
            treatment=self.treatment,
            now=self.now,
            since=self.since,
            until=self.until,
        )

    def read_only(self) -> None:
        """The floor: the same rows by the same six queries, nothing done with them."""
        clinic = Clinic.objects.current()
        begin, end = reach(self.since, self.until, clinic.zone)
        list(Therapist.objects.listed().giving(self.treatment))
        list(Room.objects.filter(active=True))
        list(_rows(OpeningHours.objects.all(), "therapist_id", "opens", "closes"))
        changes = HoursChange.objects.filter(starts_at__lt=end, ends_at__gt=begin)
        list(_rows(changes, "kind", "therapist_id", "starts_at", "ends_at"))
        busy = Appointment.objects.live(self.now).filter(
            starts_at__gte=begin, starts_at__lt=end
        )
        list(_rows(busy, "therapist_id", "room_id", "starts_at", "busy_until"))

    def calculation(self) -> Callable[[], object]:
        """The pure part, on rows that were read before."""
        clinic = Clinic.objects.current()
        therapists = list(Therapist.objects.giving(self.treatment))
        keys = [therapist.pk for therapist in therapists]
        busy = rows.busy_between(self.zone, self.now, self.since, self.until)
        asked: dict[str, Any] = {
            "hours": rows.hours_of(keys),
            "changes": rows.changes_between(self.zone, self.since, self.until),
            "busy": busy,
            "therapists": keys,
            "rooms": [room.pk for room in Room.objects.all()],
            "minutes": self.treatment.minutes,
            "buffer": self.treatment.buffer_minutes,
            "rules": rows.rules_of(clinic, self.now),
            "since": self.since,
            "until": self.until,
            "loads": rows.loads_of(therapists),
        }
        return lambda: free_slots(**asked)

    def queries(self) -> int:
        with CaptureQueriesContext(connection) as captured:
            self.ask()
        return len(captured)


def _rows(queryset: Any, *fields: str) -> Any:
    return queryset.order_by().values_list(*fields)
