"""Book a held time: confirmed, kept for a therapist, or kept for someone else."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from booking.actions.problems import AnswersRunOut, NotScreened, TrainingNeeded
from booking.actions.screened import cleared_by, review_deadline
from booking.actions.steps import enter, keep, lock, reread, tell
from booking.actions.verb import verb
from booking.models import (
    Appointment,
    Client,
    Clinic,
    Message,
    Outcome,
    Room,
    Screening,
    Status,
)


@dataclass(frozen=True, slots=True)
class Person:
    """Who a visit is for, as typed."""

    name: str
    email: str = ""
    phone: str = ""
    may_leave_message: bool = False
    when_to_ring: str = Client.Ring.ANY
    waking_time: time | None = None


@verb
def book(
    *,
    appointment: Appointment,
    person: Person,
    now: datetime,
    revision: int | None = None,
    doctor: dict[str, str] | None = None,
) -> Appointment:
    """Confirm a held time where its screening clears, else keep it for a review.

    `doctor` says which practice said yes, and when: then only the talk is left. Raises NotScreened, AnswersRunOut,
    TrainingNeeded, NoReviewInTime, HoldExpired, NotAllowed, Stale.
    """
    clinic = Clinic.objects.current()
    held = keep(appointment, now=now, clinic=clinic, revision=revision)
    screening = _finished(held)
    held.client = _client(held, person)
    Screening.objects.filter(pk=screening.pk).update(client=held.client)
    screening.client = held.client
    if screening.clears_itself:
        fields = cleared_by(screening, now=now)
        enter(held, Status.CONFIRMED, now=now, client=held.client, **fields)
        tell(held, Message.Kind.CONFIRMED, now=now)
        return held
    _keep_for_review(
        held,
        clinic,
        now=now,
        doctor=screening.doctor_needed and not doctor,
        review={"why": "answers", "doctor": doctor or {}},
    )
    return held


def _finished(held: Appointment) -> Screening:
    """The screening that lets it go on, whichever way."""
    screening = held.screening
    if screening is None or not screening.final:
        raise NotScreened
    if screening.treatment_id != held.treatment_id:
        raise NotScreened
    if screening.outcome == Outcome.NOT_NOW:
        raise NotScreened
    if not screening.covers(held.starts_at):
        raise AnswersRunOut
    if not held.therapist.holds(screening.training_needed):
        raise TrainingNeeded
    return screening


def _client(held: Appointment, person: Person) -> Client:
    """The client this visit continues with, or a row of its own."""
    if held.follows is not None and held.follows.client is not None:
        return held.follows.client
    return Client.objects.create(
        name=person.name,
        email=person.email,
        phone=person.phone,
        may_leave_message=person.may_leave_message,
        when_to_ring=person.when_to_ring,
        waking_time=person.waking_time,
        bedtime=held.bedtime,
        wish=held.wish,
    )


def _keep_for_review(
    held: Appointment,
    clinic: Clinic,
    *,
    now: datetime,
    doctor: bool,
    review: dict[str, Any],
    kind: str = Message.Kind.REVIEW,
    **fields: Any,
) -> None:
    """REVIEW until a moment within review hours; somebody rings."""
    until = review_deadline(clinic, starts_at=held.starts_at, now=now, doctor=doctor)
    enter(
        held,
        Status.REVIEW,
        now=now,
        reason=review["why"],
        client=held.client,
        expires_at=until,
        review=review,
        **fields,
    )
    tell(held, kind, now=now)
    if review["why"] != "someone_else":
        tell(held, Message.Kind.RING, now=now, channel=Message.Channel.CALL)


@verb
def book_for_someone_else(
    *,
    appointment: Appointment,
    them: Person,
    now: datetime,
    revision: int | None = None,
) -> Appointment:
    """Keep the time while the person it is for answers, by a link of their own.

    The answers given so far are not used for them.
    """
    clinic = Clinic.objects.current()
    held = keep(appointment, now=now, clinic=clinic, revision=revision)
    held.client = _client(held, them)
    _keep_for_review(
        held,
        clinic,
        now=now,
        doctor=False,
        review={"why": "someone_else"},
        kind=Message.Kind.YOUR_TURN,
        screening=None,
    )
    return held


@verb
def ask_person(
    *,
    appointment: Appointment,
    person: Person,
    now: datetime,
    revision: int | None = None,
) -> Appointment:
    """Someone would rather talk, or asks a therapist to look again: somebody rings.

    A held time is kept in REVIEW, and is never confirmed without a screening asked
    aloud. After a decision only the call is noted. Raises NoReviewInTime and as keep.
    """
    clinic = Clinic.objects.current()
    if appointment.status in (Status.HELD, Status.EXPIRED):
        held = keep(appointment, now=now, clinic=clinic, revision=revision)
        held.client = _client(held, person)
        unfinished = held.screening is None or not held.screening.final
        fields = {"screening": None} if unfinished else {}
        if not unfinished:
            Screening.objects.filter(pk=held.screening_id).update(client=held.client)
        _keep_for_review(
            held, clinic, now=now, doctor=False, review={"why": "talk"}, **fields
        )
        return held
    return _only_ring(appointment, person, now=now)


def _only_ring(
    appointment: Appointment, person: Person, *, now: datetime
) -> Appointment:
    """Note a call about an appointment that is decided already."""
    lock(therapists=[appointment.therapist_id], rooms=[appointment.room_id])
    fresh = reread(appointment)
    if fresh.client is None:
        fresh.client = _client(fresh, person)
    fresh.revision += 1
    fresh.save(update_fields=["client", "revision"])
    tell(fresh, Message.Kind.RING, now=now, channel=Message.Channel.CALL)
    return fresh


@verb
def doctor_said_yes(
    *, appointment: Appointment, practice: str, said_on: str, now: datetime
) -> Appointment:
    """Note, for the therapist who reviews, which practice said yes and when."""
    fresh = reread(appointment)
    note = {"practice": practice, "said_on": said_on}
    fresh.review = (fresh.review or {}) | {"doctor": note}
    fresh.revision += 1
    fresh.save(update_fields=["review", "revision"])
    return fresh


def step_free_pair_needed(appointment: Appointment, room: Room) -> bool:
    """Whether a room with a level way in must be found instead of this one."""
    return appointment.step_free and not room.step_free
