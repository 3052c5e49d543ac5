"""Messages and appointments in every state, for the tests of this folder."""

import uuid
from datetime import timedelta

from booking.models import Appointment, Message, Status
from booking.models.appointment import RUNNING
from tests.factories import NOW, TUESDAY, at, make_confirmed, make_evening

SEVEN = at(TUESDAY, "19:00")


def make_booked(*, starts_at=SEVEN, client=None, now=NOW, **clinic_fields):
    """A confirmed appointment in a clinic of its own."""
    treatment, therapist, room = make_evening(**clinic_fields)
    return make_confirmed(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=starts_at,
        client=client,
        now=now,
    )


def put(appointment, status, **fields):
    """Bring a row into a status, as the verbs would leave it."""
    until = NOW + timedelta(hours=20) if status in RUNNING else None
    fields = {"status": status, "expires_at": until} | fields
    Appointment.objects.filter(pk=appointment.pk).update(**fields)
    appointment.refresh_from_db()
    return appointment


def for_someone_else(appointment):
    """Kept for somebody who has not gone through the lists yet."""
    put(appointment, Status.REVIEW, screening=None, clearance=None, cleared_until=None)
    appointment.review = {"why": "someone_else"}
    appointment.save()
    return appointment


def make_message(*, kind, appointment=None, **fields):
    """A mail that is due at NOW."""
    wanted = {
        "key": f"{appointment.ref if appointment else 'links'}:{kind}:{uuid.uuid4()}",
        "recipient": "hannah@whitlock.example",
        "due_at": NOW,
    } | fields
    return Message.objects.create(kind=kind, appointment=appointment, **wanted)
