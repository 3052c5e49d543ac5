"""Take answers, and let them decide what happens to the appointment."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from booking.actions.alongside import give_back_others, keep
from booking.actions.problems import (
    AnswersRunOut,
    NotAllowed,
    NotScreened,
    TrainingNeeded,
)
from booking.actions.proposing import give_way
from booking.actions.reminding import expect_review, remind
from booking.actions.screened import (
    Given,
    assessed,
    cleared_by,
    drop_unused,
    in_use,
    store,
)
from booking.actions.second_look import can_be_confirmed, hand_to_therapist
from booking.actions.steps import (
    as_booked,
    change,
    enter,
    lock,
    reread,
    take,
    tell,
    untell,
)
from booking.actions.together import (
    asked_too_early,
    confirm_others,
    decline_others,
    give_time_to_look,
    of_one_request,
)
from booking.actions.verb import verb
from booking.models import (
    Appointment,
    Clinic,
    Message,
    Outcome,
    Room,
    Screening,
    Status,
    Therapist,
    Treatment,
)
from booking.models.questionnaires import parsed
from booking.screening.form import merge
from clinic.models import User


@verb
def answer(
    *,
    appointment: Appointment,
    given: Given,
    now: datetime,
    revision: int | None = None,
) -> Appointment:
    """Store answers for a hold, or for a review that waits for them.

    Nothing is decided until they are final: then not_now declines, and where answers
    were all a review waited for, clear and adapt confirm. What they decide holds for
    all dates of that request. Raises NotScreened, HoldExpired, NotAllowed, Stale.
    """
    if appointment.status in (Status.HELD, Status.EXPIRED):
        clinic = Clinic.objects.current()
        fresh = keep(appointment, now=now, clinic=clinic, revision=revision)
    else:
        lock(therapists=[appointment.therapist_id], rooms=[appointment.room_id])
        fresh = reread(appointment, revision)
    if not _waits_for_answers(fresh, given, now):
        raise NotAllowed(fresh.status)
    others = of_one_request(fresh)
    screening = _note(fresh, given, now=now)
    for each in others:
        change(each, "answered", now=now, by=given.entered_by, screening=screening)
    if not given.final:
        return fresh
    if screening.outcome == Outcome.NOT_NOW:
        no: dict[str, Any] = {"by": given.entered_by, "reason": "safety"}
        give_back_others(fresh, now=now)
        untell(fresh)
        enter(fresh, Status.DECLINED, now=now, **no)
        decline_others(others, now=now, **no)
        tell(fresh, Message.Kind.DECLINED, now=now, heard_from=_who_asks(given))
    elif fresh.status == Status.REVIEW:
        _settle_review(fresh, others, now=now, heard_from=_who_asks(given))
    return fresh


def _note(appointment: Appointment, given: Given, *, now: datetime) -> Screening:
    """Store the answers for what is booked; those they take the place of go."""
    before = appointment.screening
    screening = store(
        appointment,
        given,
        treatment=appointment.treatment,
        starts_at=appointment.starts_at,
        now=now,
    )
    change(appointment, "answered", now=now, by=given.entered_by, screening=screening)
    drop_unused(before)
    return screening


@verb
def keep_answers(
    *, appointment: Appointment, given: Given, now: datetime
) -> Appointment:
    """Store answers that came after the hold's time was lost, for another time.

    Final answers of not_now decline. Raises NotScreened, NotAllowed.
    """
    lock(therapists=[appointment.therapist_id], rooms=[appointment.room_id])
    fresh = reread(appointment)
    if fresh.status == Status.HELD and fresh.has_run_out(now):
        enter(fresh, Status.EXPIRED, now=now)
    if fresh.status != Status.EXPIRED:
        raise NotAllowed(fresh.status)
    screening = _note(fresh, given, now=now)
    if given.final and screening.outcome == Outcome.NOT_NOW:
        give_back_others(fresh, now=now)
        enter(fresh, Status.DECLINED, now=now, reason="safety")
    return fresh


def _waits_for_answers(appointment: Appointment, given: Given, now: datetime) -> bool:
    """A hold does. A review does where it was made to wait, or a therapist asks aloud.

    Someone whose answers are with a therapist cannot clear themselves by new ones. A
    date of a series takes no answers that would run out again before it.
    """
    if appointment.status == Status.HELD:
        return True
    if appointment.status != Status.REVIEW or not appointment.is_live(now):
        return False
    asked_aloud = given.how != Screening.How.ONLINE and given.entered_by is not None
    return asked_aloud or appointment.takes_answers(now)


def _who_asks(given: Given) -> User | None:
    """Who of the team asks aloud, and says what comes of it in the same breath."""
    return given.entered_by if given.how == Screening.How.ALOUD else None


def _settle_review(
    appointment: Appointment,
    others: list[Appointment],
    *,
    now: datetime,
    heard_from: User | None,
) -> None:
    """Confirm where the rules clear; else it stays with the therapist, who rings."""
    clinic, screening = Clinic.objects.current(), appointment.screening
    if screening is None:
        raise NotScreened
    untell(appointment)
    if can_be_confirmed(appointment, screening):
        fields, by = cleared_by(screening, now=now), screening.entered_by
        enter(appointment, Status.CONFIRMED, now=now, by=by, **fields)
        confirm_others(appointment, others, now=now, by=by)
        tell(appointment, Message.Kind.CONFIRMED, now=now, heard_from=heard_from)
        remind(appointment, clinic, now=now)
    elif not asked_too_early(appointment, now=now):
        give_time_to_look(appointment, clinic, now=now)
        tell(appointment, Message.Kind.RING, now=now, channel=Message.Channel.CALL)
        expect_review(appointment, clinic, now=now)


@verb
def answer_to_move(
    *,
    appointment: Appointment,
    given: Given,
    therapist: Therapist,
    room: Room,
    starts_at: datetime,
    now: datetime,
    revision: int | None = None,
    treatment: Treatment | None = None,
) -> Appointment:
    """Ask what the new time needs asked; move where that clears.

    A clearance outcome keeps the old time in REVIEW; not_now, or a look nobody can
    take before the old start, cancels for safety, with no late mark.
    Raises SlotTaken, NotScreened, AnswersRunOut, TrainingNeeded, NotAllowed, Stale.
    """
    clinic = Clinic.objects.current()
    locked = {appointment.therapist_id, therapist.pk}
    lock(therapists=locked, rooms=[appointment.room_id, room.pk])
    fresh = reread(appointment, revision)
    if fresh.status != Status.CONFIRMED or not fresh.can_be_moved(now):
        raise NotAllowed(fresh.status)
    wanted = treatment or fresh.treatment
    screening = store(fresh, given, treatment=wanted, starts_at=starts_at, now=now)
    if not screening.clears_itself:
        _reconsider(fresh, screening, given, clinic, now=now)
        return fresh
    fields = take(
        clinic=clinic,
        treatment=wanted,
        therapist=therapist,
        room=room,
        starts_at=starts_at,
        now=now,
        mine=fresh,
        kept=give_way(fresh, therapist, starts_at, now=now),
    )
    _move_cleared(fresh, screening, fields | as_booked(wanted, clinic), now=now)
    remind(fresh, clinic, now=now)
    return fresh


def _move_cleared(
    appointment: Appointment,
    screening: Screening,
    fields: dict[str, Any],
    *,
    now: datetime,
) -> None:
    """To a time that is taken already. Raises AnswersRunOut, TrainingNeeded."""
    if not screening.covers(fields["starts_at"]):
        raise AnswersRunOut
    if not fields["therapist"].holds(screening.training_needed):
        raise TrainingNeeded
    untell(appointment)
    fields |= cleared_by(screening, now=now)
    change(appointment, "moved", now=now, **fields)
    tell(appointment, Message.Kind.MOVED, now=now)


def _reconsider(
    appointment: Appointment,
    screening: Screening,
    given: Given,
    clinic: Clinic,
    *,
    now: datetime,
) -> None:
    """The new time is not to be had by the rules alone: what of the old one?

    Where another treatment was wanted, the same answers are weighed for the booked
    one, and if they clear that, it simply stays. Where they say too little about it,
    a therapist asks.
    """
    if screening.treatment_id != appointment.treatment_id:
        try:
            screening = store(
                appointment,
                _of_booked(appointment, given, now=now),
                treatment=appointment.treatment,
                starts_at=appointment.starts_at,
                now=now,
            )
        except NotScreened:
            hand_to_therapist(appointment, screening, clinic, now=now)
            return
    if can_be_confirmed(appointment, screening):
        fields = cleared_by(screening, now=now)
        change(appointment, "answered", now=now, **fields)
        return
    hand_to_therapist(appointment, screening, clinic, now=now)


def _of_booked(appointment: Appointment, given: Given, *, now: datetime) -> Given:
    """The new answers for what is booked; lists they leave open are as before.

    A tick that is only for the other treatment leaves its list open here.
    """
    before = appointment.screening
    if before is None or before.questionnaire_id != in_use().pk:
        return given
    known = Given.again(before)
    shown = tuple(dict.fromkeys([*known.shown, *given.shown]))
    joined = replace(given, shown=shown, good_until=before.valid_until)
    left_open = assessed(
        before.questionnaire,
        appointment.treatment,
        joined,
        starts_at=appointment.starts_at,
        now=now,
    ).missing
    same = {key: known.answers[key] for key in left_open if key in known.answers}
    document = parsed(before.questionnaire)
    return replace(
        joined, answers=merge(document, dict(given.answers), same, left_open)
    )
