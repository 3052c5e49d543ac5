"""What the verbs of a review share: who may decide, what still waits, and the note."""

from datetime import datetime
from typing import Any

from booking.actions.problems import (
    AnswersRunOut,
    NotAllowed,
    NotScreened,
    OwnBooking,
    Unread,
)
from booking.actions.reminding import remind
from booking.actions.steps import (
    change,
    enter,
    lock,
    reread,
    run_out,
    tell,
    untell,
)
from booking.actions.together import confirm_others, of_one_request
from booking.models import (
    AccessRecord,
    Appointment,
    Client,
    Clinic,
    Message,
    Outcome,
    Screening,
    Status,
)
from clinic.models import User

NOTE_LENGTH = 200


def is_own(client: Client | None, user: User) -> bool:
    """Whether the client is that member of the team, by account or by address."""
    if client is None:
        return False
    same_address = client.email.casefold() == user.email.casefold()
    return client.user_id == user.pk or bool(client.email and same_address)


def knows_answers(user: User, screening: Screening | None) -> bool:
    """Whether they opened these answers, or took them down themselves."""
    if screening is None or screening.entered_by_id == user.pk:
        return True
    return AccessRecord.objects.filter(screening=screening, who=user).exists()


def open_review(
    appointment: Appointment,
    *,
    by: User,
    now: datetime,
    revision: int | None = None,
) -> Appointment:
    """The review, locked, for somebody who may decide about it.

    One that nobody decided in time has given its time back, and its request can
    still be decided. Raises OwnBooking, NotAllowed, Stale.
    """
    lock(therapists=[appointment.therapist_id], rooms=[appointment.room_id])
    fresh = reread(appointment, revision)
    if is_own(fresh.client, by):
        raise OwnBooking
    if fresh.status == Status.REVIEW and fresh.has_run_out(now):
        run_out(fresh, now=now)
    if fresh.status == Status.REVIEW:
        return fresh
    if not Appointment.objects.lapsed().filter(pk=fresh.pk).exists():
        raise NotAllowed(fresh.status)
    return fresh


def read_by(appointment: Appointment, by: User) -> Screening:
    """The finished answers, which this person has read. Raises NotScreened, Unread."""
    screening = appointment.screening
    if screening is None or not screening.final:
        raise NotScreened
    if screening.outcome == Outcome.NOT_NOW:
        raise NotScreened(screening.outcome)
    if not knows_answers(by, screening):
        raise Unread
    return screening


def check_end(
    appointment: Appointment, valid_until: datetime, now: datetime
) -> datetime:
    """The end of a clearance reaches the session, or for any evening lies ahead.

    A doctor's yes with an end bounds it. Raises AnswersRunOut.
    """
    doctor = (appointment.review or {}).get("doctor") or {}
    if doctor.get("until"):
        valid_until = min(valid_until, datetime.fromisoformat(doctor["until"]))
    kept = appointment.status == Status.REVIEW
    if valid_until <= now or (kept and valid_until < appointment.starts_at):
        raise AnswersRunOut
    return valid_until


def noted(appointment: Appointment, note: str = "", **more: Any) -> dict[str, Any]:
    """The field that keeps what the team writes about a review, with what is new."""
    new = {key: value for key, value in more.items() if value}
    if note:
        new["note"] = note[:NOTE_LENGTH]
    return {"review": (appointment.review or {}) | new}


def clear(
    appointment: Appointment,
    fields: dict[str, Any],
    *,
    now: datetime,
    by: User,
    reason: str,
) -> None:
    """Confirm the time that is kept; where it went back, let them book any evening."""
    untell(appointment)
    if appointment.status == Status.REVIEW:
        others = of_one_request(appointment)
        enter(appointment, Status.CONFIRMED, now=now, by=by, reason=reason, **fields)
        confirm_others(appointment, others, now=now, by=by, reason=reason)
        tell(appointment, Message.Kind.CLEARED, now=now)
        remind(appointment, Clinic.objects.current(), now=now)
        return
    change(appointment, "cleared", now=now, by=by, reason=reason, **fields)
    tell(appointment, Message.Kind.BOOK_ANY, now=now)
