"""A therapist's own calendar as a file: initials and length only, at a secret address.

The address holds 256 random bits, of which only the hash is kept; a new one closes the
old. What a phone or a calendar service shows of it gives nothing away.
"""

import hashlib
import secrets
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from hmac import compare_digest
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import STATUS, Calendar, Event

from booking.messages.names import one_line
from booking.models import Appointment, Clinic, Status, Therapist
from booking.models.appointment import RUNNING

BACK = timedelta(days=30)
FRESH = timedelta(minutes=15)


def make_feed(therapist: Therapist) -> str:
    """A new secret for their feed; whoever has the old one gets nothing any more."""
    secret = secrets.token_urlsafe(32)
    therapist.feed_hash = _hash(secret)
    therapist.save(update_fields=["feed_hash"])
    return secret


def find_feed(secret: str) -> Therapist | None:
    """Whose feed a secret opens; nobody's once they may no longer sign in."""
    wanted = _hash(secret)
    found = Therapist.objects.select_related("user").filter(feed_hash=wanted).first()
    if found is None or not compare_digest(found.feed_hash, wanted):
        return None
    user = found.user
    return found if user is not None and user.is_active and user.is_staff else None


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def feed_rows(therapist: Therapist, clinic: Clinic, now: datetime) -> list[Appointment]:
    """What takes their time, from a month back to the end of the booking horizon."""
    until = now + timedelta(days=clinic.booking_horizon_days + 1)
    rows = Appointment.objects.live(now).filter(
        therapist=therapist, starts_at__gte=now - BACK, starts_at__lt=until
    )
    rows = rows.select_related("client", "room").defer("review")
    return list(rows.order_by("starts_at", "pk"))


def feed_tag(rows: Iterable[Appointment]) -> str:
    """Changes whenever the file would; the file itself is made only then."""
    said = [
        (row.ref, row.revision, row.status, row.starts_at, row.ends_at, summary(row))
        for row in rows
    ]
    return f'"{hashlib.sha256(repr(said).encode()).hexdigest()}"'


def feed_file(therapist: Therapist, rows: Iterable[Appointment]) -> bytes:
    calendar = Calendar.new(
        prodid="-//Vesper//Evenings//EN",
        method="PUBLISH",
        name=_("Evenings"),
        uid=uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.SITE_URL}/{therapist.slug}"),
        refresh_interval=FRESH,
        subcomponents=[_event(row) for row in rows],
    )
    made: bytes = calendar.to_ical()
    return made


def _event(row: Appointment) -> Event:
    """Its UID is not that of the client's invitation: one must not change the other."""
    host = urlsplit(settings.SITE_URL).hostname
    return Event.new(
        uid=f"{row.ref}-feed@{host}",
        sequence=row.revision,
        stamp=row.held_at,
        start=row.starts_at,
        end=row.ends_at,
        status=STATUS.TENTATIVE if row.status in RUNNING else STATUS.CONFIRMED,
        summary=summary(row),
        location=one_line(row.room.name),
    )


def summary(row: Appointment) -> str:
    """H.W. 60 min; Held, while nobody has said who they are."""
    if row.client is None:
        return _("Held")
    words = _("%(initials)s %(minutes)d min") % {
        "initials": initials(row.client.name),
        "minutes": row.minutes,
    }
    return _("Held: %s") % words if row.status == Status.HELD else words


def initials(name: str) -> str:
    """Of the first and the last name."""
    names = one_line(name).split()
    ends = names[:1] + names[1:][-1:]
    return "".join(f"{each[0].upper()}." for each in ends)
