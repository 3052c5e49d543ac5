"""Dates of a series that are decided together, and those that ask again."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from booking.actions.deadlines import review_deadline
from booking.actions.problems import NoReviewInTime
from booking.actions.reminding import remind
from booking.actions.screened import unasked
from booking.actions.steps import change, enter, tell, untell
from booking.models import (
    Appointment,
    Clearance,
    Clinic,
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
    remind(each, Clinic.objects.current(), now=now)


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
    fields: dict[str, Any] = {"client": first.client, "screening": None}
    fields |= _asking(each.starts_at, good_for, now=now)
    if each != first:
        fields["follows"] = first
    untell(each)
    if each.status == Status.REVIEW:
        change(each, "ask_again", now=now, **fields)
    else:
        enter(each, Status.REVIEW, now=now, reason=AGAIN, **fields)
    expect_answers(each, now=now)


def _asking(
    starts_at: datetime, good_for: timedelta, *, now: datetime
) -> dict[str, Any]:
    opens, closes = asks_again(starts_at, good_for=good_for, now=now)
    review = {"why": AGAIN, "from": opens.isoformat()}
    return {"expires_at": closes, "review": review}


def asking_at(
    each: Appointment, starts_at: datetime, *, now: datetime
) -> dict[str, Any]:
    """What of a date that asks again changes with its start."""
    opens = each.asks_from or now
    return _asking(starts_at, each.starts_at - opens, now=now)


def expect_answers(each: Appointment, *, now: datetime) -> None:
    """Have its client written to once answers reach it; `untell` takes it back."""
    opens = each.asks_from
    if opens is not None and each.waits_for_answers:
        wait = max(opens - now, timedelta(0))
        tell(each, Message.Kind.ASK_AGAIN, now=now, due_in=wait)


def asked_too_early(appointment: Appointment, *, now: datetime) -> bool:
    """Whether answers that clear a date of a series run out before it: ask again later.

    What was found since the last time may make them good for less.
    """
    screening = appointment.screening
    if appointment.asks_from is None or screening is None:
        return False
    if not screening.clears_itself or screening.covers(appointment.starts_at):
        return False
    ask_again(appointment, appointment, now=now, good_for=_good_for(screening))
    return True


def give_time_to_look(
    appointment: Appointment, clinic: Clinic, *, now: datetime
) -> None:
    """A date that asked again is a request now, with the time such a one has."""
    screening = appointment.screening
    if appointment.asks_from is None or screening is None:
        return
    fields: dict[str, Any] = {"review": {"why": "answers"}}
    with suppress(NoReviewInTime):
        fields["expires_at"] = review_deadline(
            clinic,
            starts_at=appointment.starts_at,
            now=now,
            doctor=screening.doctor_needed,
        )
    change(appointment, "review", now=now, **fields)


def decline_others(
    others: Iterable[Appointment], *, now: datetime, by: User | None, **fields: Any
) -> None:
    """The same no for every date of the request; it is told once, with the first."""
    for each in others:
        untell(each)
        enter(each, Status.DECLINED, now=now, by=by, **fields)
