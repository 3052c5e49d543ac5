"""People of the demo who wait for a time that is taken: cancel it, and one is asked."""

import uuid
from datetime import datetime, timedelta

from booking.actions import Person, WaitFor, join_waiting
from booking.models import Appointment, Clinic, Status
from booking.times import local_date

NAMES = ("Agnes Thorne", "Femi Adeyemi")
AHEAD = timedelta(days=2)


def make_waiting(now: datetime) -> int:
    """Both wait for the same evening, an hour that somebody has; how many wait."""
    rows = Appointment.objects.filter(
        status=Status.CONFIRMED, starts_at__gt=now + AHEAD, treatment__active=True
    )
    taken = rows.select_related("therapist", "treatment").order_by("starts_at").first()
    if taken is None:
        return 0
    zone = Clinic.objects.current().zone
    day = local_date(taken.starts_at, zone)
    start = taken.starts_at.astimezone(zone).time()
    wait_for = WaitFor(
        since=day,
        until=day,
        weekdays=1 << day.weekday(),
        earliest=start,
        latest=start,
        wish=taken.therapist.slug,
    )
    for name in NAMES:
        email = f"{name.lower().replace(' ', '.')}@client.example"
        join_waiting(
            key=uuid.uuid4(),
            treatment=taken.treatment,
            wait_for=wait_for,
            client=Person(name=name, email=email, phone="01632 960177"),
            now=now,
        )
    return len(NAMES)
