"""What the page of an appointment shows of new answers: asked for, given, or final."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from booking.actions.news import NEWS, NOTHING
from booking.models import Appointment, Outcome, Status
from booking.screening.asked import SOON


def news(appointment: Appointment, now: datetime) -> dict[str, Any]:
    """Whether to ask what is new, and when its client last said so."""
    if not appointment.asks_what_is_new(now):
        return {"ask_news": False}
    said = appointment.events.filter(Q(what=NOTHING) | Q(reason=NEWS))
    last = said.filter(at__gt=appointment.starts_at - SOON).order_by("pk").last()
    return {
        "ask_news": True,
        "news_at": last.at if last else None,
        "nothing_new": last is not None and last.what == NOTHING,
    }


def is_not_now(appointment: Appointment) -> bool:
    """Whether new answers of a booked one ended it, and came out as not now."""
    screening = appointment.screening
    cancelled = appointment.status == Status.CANCELLED
    return cancelled and screening is not None and screening.outcome == Outcome.NOT_NOW


def how_it_ended(appointment: Appointment) -> dict[str, Any]:
    """Of one cancelled for safety: by its answers, or by its client, who is unwell."""
    if appointment.status != Status.CANCELLED:
        return {}
    ended = appointment.events.filter(status=Status.CANCELLED, reason="safety").first()
    if ended is None:
        return {}
    screening = appointment.screening
    answered = screening is not None and screening.answered_at == ended.at
    needs_look = screening is not None and screening.outcome == Outcome.CLEARANCE
    by_answers = answered or appointment.arrival_id is not None
    return {
        "stayed_away": not by_answers and ended.by_id is None,
        "by_answers": by_answers,
        "nobody_looks": answered and needs_look,
    }
