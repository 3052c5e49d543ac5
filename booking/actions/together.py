"""Dates of a series that are decided together, and those that ask again."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from booking.actions.screened import unasked
from booking.actions.steps import change, enter, tell, untell
from booking.models import (
    Appointment,
    Clearance,
    Message,
    Questionnaire,
    Screening,
    Status,
)
from booking.models.appointment import AGAIN
from booking.times.series import asks_again
from clinic.models import User


def of_one_request(appointment: Appointment) -> list[Appointment]:
    """The other dates that wait for the same decision, locked."""
    rows = Appointment.objects.of_one_request(appointment)
    rows = rows.select_for_update(of=("self",))
    return list(rows.select_related("treatment", "therapist", "room", "client"))


def was_asked(
    each: Appointment,
    screening: Screening,
    now: datetime,
    version: Questionnaire | None,
) -> bool:
    """Whether all that is asked for that start was, and the training is held."""
    if unasked(screening, each.treatment, each.starts_at, now, version):
        return False
    return each.therapist.holds(screening.training_needed)


def confirm_others(
    first: Appointment,
    others: Iterable[Appointment],
    *,
    now: datetime,
    version: Questionnaire | None = None,
    by: User | None = None,
    reason: str = "",
) -> None:
    """Confirm each date that the clearance of the first reaches; the rest ask again.

    One whose therapist lacks a training waits on for a decision of its own.
    """
    clearance = first.clearance
    if clearance is None:
        return
    for each in others:
        if each.treatment_id != clearance.treatment_id:
            continue
        if _reaches(clearance, each, now, version):
            _confirm(each, first, now=now, by=by, reason=reason)
        elif _stays(each, clearance):
            continue
        else:
            ask_again(each, first, now=now, good_for=clearance.valid_until - now)


def _reaches(
    clearance: Clearance,
    each: Appointment,
    now: datetime,
    version: Questionnaire | None,
) -> bool:
    """A manager may go against the training; a therapist decides what was not asked."""
    if not now < each.starts_at <= clearance.valid_until:
        return False
    if clearance.basis == Clearance.Basis.RULES:
        return was_asked(each, clearance.screening, now, version)
    trained = each.therapist.holds(clearance.screening.training_needed)
    return trained or clearance.basis == Clearance.Basis.OVERRIDE


def _stays(each: Appointment, clearance: Clearance) -> bool:
    in_reach = each.starts_at <= clearance.valid_until
    return in_reach and each.status == Status.REVIEW


def _confirm(
    each: Appointment,
    first: Appointment,
    *,
    now: datetime,
    by: User | None,
    reason: str,
) -> None:
    untell(each)
    enter(
        each,
        Status.CONFIRMED,
        now=now,
        by=by,
        reason=reason,
        client=first.client,
        screening=first.screening,
        clearance=first.clearance,
        cleared_until=first.cleared_until,
    )


def wait_together(
    first: Appointment,
    others: Iterable[Appointment],
    screening: Screening,
    *,
    now: datetime,
    version: Questionnaire | None,
    by: User | None = None,
) -> None:
    """Put the other dates into the request of the first; it is told with that."""
    for each in others:
        if not was_asked(each, screening, now, version):
            ask_again(each, first, now=now, good_for=_good_for(screening))
            continue
        enter(
            each,
            Status.REVIEW,
            now=now,
            by=by,
            reason="answers",
            client=first.client,
            screening=screening,
            expires_at=first.expires_at,
            review=dict(first.review or {}),
        )


def _good_for(screening: Screening) -> timedelta:
    until = screening.valid_until or screening.answered_at
    return until - screening.answered_at


def ask_again(
    each: Appointment, first: Appointment, *, now: datetime, good_for: timedelta
) -> None:
    """Keep a date until a while before it, for answers that will reach it."""
    opens, closes = asks_again(each.starts_at, good_for=good_for, now=now)
    fields: dict[str, Any] = {
        "client": first.client,
        "follows": None if each == first else first,
        "screening": None,
        "expires_at": closes,
        "review": {"why": AGAIN, "from": opens.isoformat()},
    }
    untell(each)
    if each.status == Status.REVIEW:
        change(each, "ask_again", now=now, **fields)
    else:
        enter(each, Status.REVIEW, now=now, reason=AGAIN, **fields)
    tell(each, Message.Kind.ASK_AGAIN, now=now, due_in=opens - now)


def decline_others(
    others: Iterable[Appointment], *, now: datetime, by: User | None, **fields: Any
) -> None:
    """The same no for every date of the request; it is told once, with the first."""
    for each in others:
        untell(each)
        enter(each, Status.DECLINED, now=now, by=by, **fields)
