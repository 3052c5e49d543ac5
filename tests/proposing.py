"""A clinic with two who give one treatment, and clients asked to take another time."""

import uuid
from datetime import timedelta

from booking.actions import propose
from booking.models import Proposal, Therapist
from tests.factories import (
    MONDAY,
    NOW,
    at,
    make_confirmed,
    make_evening,
    make_room,
    make_therapist,
    make_user,
)

HOUR = timedelta(hours=1)
SEVEN = at(MONDAY, "19:00")


def make_two(*, slug="parasympathetic-evening-60", **other):
    """Ines and Sadia, both women, who give one treatment, and a room for each."""
    treatment, ines, room = make_evening(slug=slug)
    Therapist.objects.filter(pk=ines.pk).update(
        slug="ines", name="Ines Duarte", listed_as="woman"
    )
    ines.refresh_from_db()
    wanted = {"slug": "sadia", "name": "Sadia Karim", "listed_as": "woman"} | other
    sadia = make_therapist(treatments=[treatment], **wanted)
    return treatment, ines, sadia, room, make_room()


def make_booked(*, starts_at=SEVEN, **fields):
    """Booked with Ines, in a clinic made for it, and Sadia."""
    treatment, ines, sadia, room, _other = make_two()
    booked = make_confirmed(
        treatment=treatment, therapist=ines, room=room, starts_at=starts_at, **fields
    )
    return booked, sadia


def ask(appointment, therapist, *, starts_at=None, now=NOW, **fields):
    wanted = {
        "why": Proposal.Why.EVENING,
        "by": fields.pop("by", None) or make_user(role="Front desk"),
        "batch": uuid.uuid4(),
    } | fields
    return propose(
        appointment=appointment,
        therapist=therapist,
        starts_at=starts_at or appointment.starts_at,
        now=now,
        **wanted,
    )
