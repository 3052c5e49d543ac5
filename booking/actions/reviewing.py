"""A therapist reads the answers and decides: clear, with changes, or decline."""

from datetime import datetime
from typing import Any

from booking.actions.problems import (
    AnswersRunOut,
    NotAllowed,
    NotScreened,
    TrainingNeeded,
)
from booking.actions.screened import cleared_by
from booking.actions.steps import enter, lock, reread, tell
from booking.actions.verb import verb
from booking.models import (
    AccessRecord,
    Appointment,
    Clearance,
    Message,
    Outcome,
    Screening,
    Status,
)
from clinic.models import User


@verb
def read_answers(
    *, screening: Screening, by: User, why: str, now: datetime
) -> dict[str, Any]:
    """The answers, and in the same transaction the record of who read them."""
    AccessRecord.objects.create(who=by, screening=screening, why=why, at=now)
    return dict(screening.content)


@verb
def clear_review(
    *,
    appointment: Appointment,
    by: User,
    valid_until: datetime,
    now: datetime,
    adaptations: list[str] | None = None,
    revision: int | None = None,
) -> Appointment:
    """Confirm an appointment in review, with what will be changed and until when.

    Raises NotScreened where nobody has asked the questions yet, AnswersRunOut where
    the end lies before the start, TrainingNeeded, NotAllowed, Stale.
    """
    fresh = _in_review(appointment, revision, now)
    screening = fresh.screening
    if screening is None or not screening.final:
        raise NotScreened
    if screening.outcome == Outcome.NOT_NOW:
        raise NotScreened(screening.outcome)
    if valid_until < fresh.starts_at:
        raise AnswersRunOut
    therapist = fresh.therapist
    if not therapist.holds(screening.training_needed):
        raise TrainingNeeded
    fields = cleared_by(
        screening,
        now=now,
        by=by,
        basis=Clearance.Basis.THERAPIST,
        valid_until=valid_until,
        changes={"adaptations": adaptations or []},
    )
    enter(fresh, Status.CONFIRMED, now=now, by=by, reason="reviewed", **fields)
    tell(fresh, Message.Kind.CLEARED, now=now)
    return fresh


@verb
def decline_review(
    *,
    appointment: Appointment,
    by: User,
    now: datetime,
    revision: int | None = None,
) -> Appointment:
    """Decline an appointment in review; its time is free again. The client is told."""
    fresh = _in_review(appointment, revision, now)
    enter(fresh, Status.DECLINED, now=now, by=by, reason="reviewed")
    tell(fresh, Message.Kind.DECLINED, now=now)
    return fresh


def _in_review(
    appointment: Appointment, revision: int | None, now: datetime
) -> Appointment:
    lock(therapists=[appointment.therapist_id], rooms=[appointment.room_id])
    fresh = reread(appointment, revision)
    if fresh.status != Status.REVIEW or not fresh.is_live(now):
        raise NotAllowed(fresh.status)
    return fresh
