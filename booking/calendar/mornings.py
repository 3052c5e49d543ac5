"""The morning after, for the eyes of those who care for a client."""

from typing import Any

from django.db.models import QuerySet

from booking.calendar.access import appointments_of, sees_cautions
from booking.models import (
    Appointment,
    Client,
    MorningAfter,
    MorningConsent,
    Trouble,
)
from booking.models.morning import DRAWN_FROM, DRAWN_UP_TO
from booking.models.vocabulary import Felt, Sign, Still
from booking.screening.morning import Night
from clinic.models import User


def to_look_after(user: User) -> QuerySet[Trouble]:
    """Who waits to be looked after in the columns they see; nobody for the desk."""
    if not sees_cautions(user):
        return Trouble.objects.none()
    waiting = Trouble.objects.to_look_after()
    waiting = waiting.filter(appointment__in=appointments_of(user))
    return waiting.select_related("appointment__client", "appointment__therapist")


def morning_shown(appointment: Appointment) -> dict[str, Any]:
    """What the client said of the night, their nights, and their last note.

    Only while their consent stands; what somebody has to look after, in any case.
    """
    trouble = Trouble.objects.filter(appointment=appointment).first()
    said = MorningAfter.objects.filter(appointment=appointment).first()
    nights = _nights(appointment.client)
    may_see = any(each.appointment_id == appointment.pk for each in nights)
    waits = trouble is not None and trouble.seen_at is None
    last = next((each for each in reversed(nights) if each.night.note), None)
    return {
        "trouble": trouble,
        "said_of_night": in_words(said.night) if said and (may_see or waits) else {},
        "nights": nights[-DRAWN_UP_TO:] if len(nights) >= DRAWN_FROM else [],
        "nights_told": len(nights),
        "last_note": last,
    }


def _nights(client: Client | None) -> list[MorningAfter]:
    """Of every row that staff joined, and that still wishes to be asked."""
    if client is None:
        return []
    rows = Client.objects.same_person(client)
    wishing = MorningConsent.objects.filter(client__in=rows, withdrawn_at__isnull=True)
    return list(MorningAfter.objects.of(rows.filter(morning_consents__in=wishing)))


def in_words(night: Night) -> dict[str, Any]:
    """A night as a therapist reads it."""
    felt, signs = dict(Felt.choices), dict(Sign.choices)
    return {
        "night": night,
        "felt": [felt[word] for word in night.felt if word in felt],
        "signs": [signs[word] for word in night.warning if word in signs],
        "still": Still(night.still).label if night.felt or night.still != "no" else "",
    }
