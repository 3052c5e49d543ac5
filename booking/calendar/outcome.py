"""What came of asking somebody: in words for whoever asked, and the times that suit."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from booking.actions import first_reviewable
from booking.calendar.access import sees_cautions
from booking.models import (
    Appointment,
    Clinic,
    Message,
    Outcome,
    Screening,
    Status,
)
from booking.models.questionnaires import parsed
from booking.offers import offers
from booking.times import Slot
from clinic.models import User

DAYS_AHEAD, TIMES_SHOWN = 21, 9


def outcome_of(appointment: Appointment, user: User, now: datetime) -> dict[str, Any]:
    """The outcome is for who took the answers down, and for those who see cautions."""
    screening = appointment.screening
    final = screening is not None and screening.final
    asked = final and screening is not None and _may_see(screening, user)
    stuck = final and appointment.status in (Status.HELD, Status.EXPIRED)
    return {
        "say": _what_to_say(screening) if asked and screening else "",
        "to_ask": appointment.waits_for_answers,
        "stuck": stuck,
        "link": appointment.messages.filter(kind=Message.Kind.YOUR_TURN).last(),
        "times": suiting(appointment, now) if stuck else [],
    }


def _may_see(screening: Screening, user: User) -> bool:
    return screening.entered_by_id == user.pk or sees_cautions(user)


def _what_to_say(screening: Screening) -> str:
    """The questionnaire's own words for the outcome, and nothing of the answers."""
    return parsed(screening.questionnaire).outcomes[screening.outcome].message


def suiting(appointment: Appointment, now: datetime) -> list[Slot]:
    """The first times at which these answers could be booked."""
    screening, clinic = appointment.screening, Clinic.objects.current()
    if screening is None or screening.outcome == Outcome.NOT_NOW:
        return []
    earliest = None
    if screening.outcome == Outcome.CLEARANCE:
        earliest = first_reviewable(clinic, now=now, doctor=screening.doctor_needed)
        if earliest is None:
            return []
    since = timezone.localdate(earliest or now)
    found = offers(
        treatment=appointment.treatment,
        now=now,
        since=since,
        until=since + timedelta(days=DAYS_AHEAD),
        wish=appointment.wish,
        trainings=appointment.trainings,
        step_free=appointment.step_free,
        ignoring=appointment,
        earliest=earliest,
    )
    good = (slot for slot in found.slots if screening.covers(slot.starts_at))
    return list(good)[:TIMES_SHOWN]
