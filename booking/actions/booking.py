"""Book a held time: confirmed, kept for a therapist, or kept for someone else."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from booking.actions.alongside import give_back_others, held_with, keep
from booking.actions.deadlines import review_deadline
from booking.actions.granting import granted_to
from booking.actions.mornings import agree
from booking.actions.problems import (
    AnswersRunOut,
    NotAllowed,
    NotScreened,
    TrainingNeeded,
)
from booking.actions.reminding import expect_review, remind
from booking.actions.screened import (
    cleared_by,
    drop_unused,
    unasked,
    version_for,
)
from booking.actions.steps import enter, lock, reread, tell
from booking.actions.together import confirm_others, wait_together
from booking.actions.verb import verb
from booking.models import (
    Appointment,
    Client,
    Clinic,
    Message,
    Outcome,
    Questionnaire,
    Screening,
    Status,
)
from clinic.models import User


@dataclass(frozen=True, slots=True)
class Person:
    """Who a visit is for, as typed."""

    name: str
    email: str = ""
    phone: str = ""
    may_leave_message: bool = False
    when_to_ring: str = Client.Ring.ANY
    waking_time: time | None = None
    ask_me: bool = False  # in the morning after, how the night was


@verb
def book(
    *,
    appointment: Appointment,
    person: Person,
    now: datetime,
    revision: int | None = None,
    doctor: dict[str, str] | None = None,
    by: User | None = None,
) -> Appointment:
    """Confirm a held time where its screening clears, else keep it for a review.

    The other dates of its series go the same way, each as far as the answers reach.
    `doctor` says which practice said yes, and when: then only the talk is left. `by`
    books it for the client; who asked aloud tells them in the same breath.
    Raises NotScreened, AnswersRunOut, TrainingNeeded, NoReviewInTime, HoldExpired,
    NotAllowed, Stale.
    """
    clinic = Clinic.objects.current()
    held = keep(appointment, now=now, clinic=clinic, revision=revision)
    clearance = granted_to(held, now)
    screening = clearance.screening if clearance else _finished(held, now)
    others, version = held_with(held, now), version_for(held)
    held.client = screening.client = _client(held, person)
    Screening.objects.filter(pk=screening.pk).update(client=held.client)
    if person.ask_me:
        agree(held.client, now=now)
    aloud = by if screening.how == Screening.How.ALOUD else None
    if clearance or screening.clears_itself:
        fields = cleared_by(screening, now=now, before=clearance) | {"by": by}
        _confirm(held, others, clinic, now=now, version=version, aloud=aloud, **fields)
        return held
    _keep_for_review(
        held,
        clinic,
        now=now,
        doctor=screening.doctor_needed and not doctor,
        review={"why": "answers", "doctor": doctor or {}},
        by=by,
        heard_from=aloud,
    )
    wait_together(held, others, screening, now=now, version=version, by=by)
    return held


def _confirm(
    held: Appointment,
    others: list[Appointment],
    clinic: Clinic,
    *,
    now: datetime,
    version: Questionnaire | None,
    aloud: User | None,
    by: User | None,
    **fields: Any,
) -> None:
    enter(held, Status.CONFIRMED, now=now, by=by, client=held.client, **fields)
    confirm_others(held, others, now=now, version=version, by=by)
    kind = Message.Kind.SERIES if others else Message.Kind.CONFIRMED
    tell(held, kind, now=now, heard_from=aloud)
    remind(held, clinic, now=now)


def _finished(held: Appointment, now: datetime) -> Screening:
    """The screening that lets it go on, whichever way; all was asked for that start."""
    screening = held.screening
    if screening is None or not screening.final:
        raise NotScreened
    if screening.treatment_id != held.treatment_id:
        raise NotScreened
    if screening.outcome == Outcome.NOT_NOW:
        raise NotScreened
    version = version_for(held)
    sections = unasked(screening, held.treatment, held.starts_at, now, version)
    if sections:
        raise NotScreened(", ".join(sections))
    if not screening.covers(held.starts_at):
        raise AnswersRunOut
    if not held.therapist.holds(screening.training_needed):
        raise TrainingNeeded
    return screening


def _client(held: Appointment, person: Person) -> Client:
    """The client known already, of this visit or the one it follows, or a new row."""
    known = held.client or (held.follows.client if held.follows else None)
    return _reached_at(known, person) if known else _new_client(held, person)


def _new_client(held: Appointment, person: Person) -> Client:
    """A row of its own, never looked up by what was typed."""
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


def _reached_at(client: Client, person: Person) -> Client:
    """A known client who types a number is rung at that one."""
    if person.phone:
        client.phone = person.phone
        client.may_leave_message = person.may_leave_message
        client.when_to_ring = person.when_to_ring
    client.email = client.email or person.email
    client.save(update_fields=["email", "phone", "may_leave_message", "when_to_ring"])
    return client


def _keep_for_review(
    held: Appointment,
    clinic: Clinic,
    *,
    now: datetime,
    doctor: bool,
    review: dict[str, Any],
    kind: str = Message.Kind.REVIEW,
    by: User | None = None,
    heard_from: User | None = None,
    **fields: Any,
) -> None:
    """REVIEW until a moment within review hours; somebody rings."""
    until = review_deadline(clinic, starts_at=held.starts_at, now=now, doctor=doctor)
    enter(
        held,
        Status.REVIEW,
        now=now,
        by=by,
        reason=review["why"],
        client=held.client,
        expires_at=until,
        review=review,
        **fields,
    )
    tell(held, kind, now=now, heard_from=heard_from)
    if review["why"] != "someone_else":
        tell(held, Message.Kind.RING, now=now, channel=Message.Channel.CALL)
    expect_review(held, clinic, now=now)


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
    give_back_others(held, now=now)
    held.client = _new_client(held, them)
    mine = held.screening
    _keep_for_review(
        held,
        clinic,
        now=now,
        doctor=False,
        review={"why": "someone_else"},
        kind=Message.Kind.YOUR_TURN,
        screening=None,
        series=None,
    )
    drop_unused(mine)
    return held


@verb
def ask_person(
    *,
    appointment: Appointment,
    person: Person,
    now: datetime,
    revision: int | None = None,
    anyway: bool = False,
) -> Appointment:
    """Someone would rather talk, or asks a therapist to look again: somebody rings.

    A held time is kept in REVIEW, and is never confirmed without a screening asked
    aloud. After a decision, and `anyway`, only the call is noted. Raises
    NoReviewInTime and as keep.
    """
    clinic = Clinic.objects.current()
    if anyway or appointment.status not in (Status.HELD, Status.EXPIRED):
        return _only_ring(appointment, person, now=now)
    held = keep(appointment, now=now, clinic=clinic, revision=revision)
    give_back_others(held, now=now)
    held.client = _client(held, person)
    before = held.screening
    finished = before is not None and before.final
    if before is not None and finished:
        Screening.objects.filter(pk=before.pk).update(client=held.client)
    _keep_for_review(
        held,
        clinic,
        now=now,
        doctor=False,
        review={"why": "talk"},
        screening=before if finished else None,
        series=None,
    )
    drop_unused(before)
    return held


def _only_ring(
    appointment: Appointment, person: Person, *, now: datetime
) -> Appointment:
    """Note a call that keeps no time."""
    lock(therapists=[appointment.therapist_id], rooms=[appointment.room_id])
    fresh = reread(appointment)
    if fresh.client is None:
        fresh.client = _client(fresh, person)
    else:
        _reached_at(fresh.client, person)
    fresh.revision += 1
    fresh.save(update_fields=["client", "revision"])
    tell(fresh, Message.Kind.RING, now=now, channel=Message.Channel.CALL)
    return fresh


@verb
def doctor_said_yes(
    *, appointment: Appointment, practice: str, said_on: str, now: datetime
) -> Appointment:
    """Note, for the therapist who reviews, which practice said yes and when.

    Raises NotAllowed where nobody reviews.
    """
    fresh = reread(appointment)
    if fresh.status != Status.REVIEW or not fresh.is_live(now):
        raise NotAllowed(fresh.status)
    note = {"practice": practice, "said_on": said_on}
    fresh.review = (fresh.review or {}) | {"doctor": note}
    fresh.revision += 1
    fresh.save(update_fields=["review", "revision"])
    return fresh
