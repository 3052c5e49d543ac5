"""New answers of what is booked: what the rules alone clear, and what needs a look."""

from datetime import datetime
from typing import Any

from booking.actions.deadlines import review_deadline
from booking.actions.problems import NoReviewInTime
from booking.actions.reminding import expect_review
from booking.actions.steps import enter, tell, untell
from booking.models import (
    Appointment,
    Clinic,
    Message,
    Outcome,
    Screening,
    Status,
)


def can_be_confirmed(appointment: Appointment, screening: Screening) -> bool:
    return (
        screening.clears_itself
        and screening.covers(appointment.starts_at)
        and appointment.therapist.holds(screening.training_needed)
    )


def hand_to_therapist(
    appointment: Appointment, screening: Screening, clinic: Clinic, *, now: datetime
) -> None:
    """New answers of a confirmed appointment need a look, or speak against it.

    Cancelled for safety, and never late, where they do, or where nobody can look before
    the start. Answers about another treatment are not those of this one: it is all
    asked aloud.
    """
    of_this = screening.treatment_id == appointment.treatment_id
    untell(appointment)
    try:
        if screening.outcome == Outcome.NOT_NOW:
            raise NoReviewInTime
        until = review_deadline(
            clinic,
            starts_at=appointment.starts_at,
            now=now,
            doctor=screening.doctor_needed,
        )
    except NoReviewInTime:
        said: dict[str, Any] = {"screening": screening} if of_this else {}
        enter(appointment, Status.CANCELLED, now=now, reason="safety", **said)
        tell(appointment, Message.Kind.CANCELLED, now=now)
        return
    enter(
        appointment,
        Status.REVIEW,
        now=now,
        reason="new_answers",
        expires_at=until,
        screening=screening if of_this else None,
        clearance=None,
        cleared_until=None,
        review={"why": "answers" if of_this else "talk"},
    )
    tell(appointment, Message.Kind.REVIEW, now=now)
    tell(appointment, Message.Kind.RING, now=now, channel=Message.Channel.CALL)
    expect_review(appointment, clinic, now=now)
