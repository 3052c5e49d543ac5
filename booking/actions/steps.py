"""Steps the verbs share: each is a plain function of an open transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q

from booking.actions.problems import HoldExpired, NotAllowed, SlotTaken, Stale
from booking.actions.telling import tell as tell
from booking.actions.telling import tell_staff as tell_staff
from booking.actions.telling import untell as untell
from booking.actions.telling import untell_what_is_over
from booking.models import (
    Appointment,
    AppointmentEvent,
    Clinic,
    Message,
    Proposal,
    Room,
    Status,
    Therapist,
    Treatment,
)
from booking.models.appointment import ASKABLE, LAPSED, TRANSITIONS
from booking.offers import is_free
from clinic.models import User


def lock(*, therapists: Iterable[int], rooms: Iterable[int]) -> None:
    """Lock therapists, then rooms, each by ascending id; before anything is written.

    On SQLite the IMMEDIATE transaction is the lock.
    """
    for rows, keys in (
        (Therapist.objects.all(), set(therapists)),
        (Room.objects.all(), set(rooms)),
    ):
        locked = rows.filter(pk__in=keys).select_for_update(no_key=True)
        list(locked.order_by("pk").values_list("pk"))


def reread(appointment: Appointment, revision: int | None = None) -> Appointment:
    """The appointment as it is now, locked. Stale where the page knew an older one."""
    rows = Appointment.objects.select_for_update(of=("self",)).select_related(
        "treatment", "therapist", "room", "client", "screening"
    )
    fresh = rows.get(pk=appointment.pk)
    if revision is not None and fresh.revision != revision:
        raise Stale
    return fresh


def record(
    appointment: Appointment,
    what: str,
    *,
    now: datetime,
    by: User | None = None,
    reason: str = "",
) -> None:
    AppointmentEvent.objects.create(
        appointment=appointment,
        at=now,
        what=what,
        status=appointment.status,
        by=by,
        reason=reason,
    )


def change(
    appointment: Appointment,
    what: str,
    *,
    now: datetime,
    by: User | None = None,
    reason: str = "",
    same_page: bool = False,
    **fields: Any,
) -> None:
    """Write some fields and record what happened.

    The revision rises, unless every page about it still says the same.
    """
    for name, value in fields.items():
        setattr(appointment, name, value)
    if not same_page:
        appointment.revision += 1
    appointment.save(update_fields=[*fields, "revision"])
    record(appointment, what, now=now, by=by, reason=reason)


def enter(
    appointment: Appointment,
    status: str,
    *,
    now: datetime,
    by: User | None = None,
    reason: str = "",
    **fields: Any,
) -> None:
    """Move to a status the table allows; what runs out is set here and nowhere else.

    Running out makes no form stale: its time may be taken again in silence. What its
    client was asked about an appointment that is over is taken back, and what waits
    to be told and is no longer so is not told.
    """
    before = appointment.status
    if status not in TRANSITIONS[before]:
        raise NotAllowed(f"{before} to {status}")
    fields.setdefault("expires_at", None)
    fields["same_page"] = status == Status.EXPIRED
    change(appointment, status, now=now, by=by, reason=reason, status=status, **fields)
    untell_what_is_over(appointment)
    if before in ASKABLE and status not in ASKABLE:
        settle(appointment, Proposal.State.WITHDRAWN, now=now)


def settle(appointment: Appointment, state: str, *, now: datetime) -> Proposal | None:
    """Write what became of the question its client was asked, if there is one.

    The time that was kept for the answer is free again.
    """
    rows = Proposal.objects.waiting().select_for_update(of=("self",))
    asked = rows.filter(appointment=appointment).first()
    if asked is None:
        return None
    asked.state, asked.answered_at = state, now
    asked.save(update_fields=["state", "answered_at"])
    offer = Appointment.objects.select_for_update(of=("self",)).get(pk=asked.offer_id)
    if offer.status == Status.HELD:
        enter(offer, Status.CANCELLED, now=now, reason="answered")
    return asked


def close_run_out(
    *,
    therapist: Therapist,
    room: Room,
    starts_at: datetime,
    busy_until: datetime,
    now: datetime,
    besides: Appointment | None = None,
) -> None:
    """Expire holds and reviews whose time is over and that lie in the way."""
    rows = Appointment.objects.run_out(now).overlapping(starts_at, busy_until)
    rows = rows.filter(Q(therapist=therapist) | Q(room=room))
    if besides is not None:
        rows = rows.exclude(pk=besides.pk)
    for row in rows.select_for_update(of=("self",)):
        run_out(row, now=now)


def run_out(appointment: Appointment, *, now: datetime) -> None:
    """Expire what ran out of time; its client is told where it was a review.

    One that nobody decided is counted as lapsed, and its request still waits. The
    other dates of that request go with it, and are told with it.
    """
    if appointment.status != Status.REVIEW:
        enter(appointment, Status.EXPIRED, now=now)
        return
    reason = "unanswered" if appointment.waits_for_answers else LAPSED
    asked_again = appointment.asks_from is not None
    others = Appointment.objects.of_one_request(appointment).run_out(now)
    for each in others.select_for_update(of=("self",)):
        untell(each)
        enter(each, Status.EXPIRED, now=now, reason="series")
    untell(appointment)
    enter(appointment, Status.EXPIRED, now=now, reason=reason)
    kind = Message.Kind.UNANSWERED if asked_again else Message.Kind.RAN_OUT
    tell(appointment, kind, now=now)


def times_of(treatment: Treatment, starts_at: datetime) -> dict[str, datetime]:
    """Start, end, and the end of the buffer."""
    ends_at = starts_at + treatment.length
    return {
        "starts_at": starts_at,
        "ends_at": ends_at,
        "busy_until": ends_at + treatment.buffer,
    }


def as_booked(treatment: Treatment, clinic: Clinic) -> dict[str, Any]:
    """What the client is told now, kept as told."""
    return {
        "treatment_name": treatment.name,
        "minutes": treatment.minutes,
        "price_cents": treatment.price_cents,
        "currency": clinic.currency,
        "notice_hours": clinic.cancellation_notice_hours,
    }


def take(
    *,
    clinic: Clinic,
    treatment: Treatment,
    therapist: Therapist,
    room: Room,
    starts_at: datetime,
    now: datetime,
    mine: Appointment | None = None,
    kept: bool = False,
) -> dict[str, Any]:
    """Make sure, under the lock, that the time is free; returns the fields it fills.

    Raises SlotTaken.
    """
    times = times_of(treatment, starts_at)
    close_run_out(
        therapist=therapist,
        room=room,
        starts_at=starts_at,
        busy_until=times["busy_until"],
        now=now,
        besides=mine,
    )
    if not is_free(
        clinic=clinic,
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=starts_at,
        now=now,
        ignoring=mine,
        kept=kept,
    ):
        raise SlotTaken
    return {"treatment": treatment, "therapist": therapist, "room": room, **times}


def keep(
    appointment: Appointment,
    *,
    now: datetime,
    clinic: Clinic,
    revision: int | None = None,
) -> Appointment:
    """The hold, locked with its therapist and room; taken again if it had run out.

    Raises HoldExpired where its time is gone, NotAllowed where it is no hold, Stale.
    """
    lock(therapists=[appointment.therapist_id], rooms=[appointment.room_id])
    held = reread(appointment, revision)
    if held.status not in (Status.HELD, Status.EXPIRED):
        raise NotAllowed(held.status)
    if held.is_live(now):
        return held
    if not held.can_come_back(now):
        raise HoldExpired
    _take_again(held, clinic, now=now)
    return held


def _take_again(held: Appointment, clinic: Clinic, *, now: datetime) -> None:
    """In silence, where its time is still free. Raises HoldExpired."""
    try:
        take(
            clinic=clinic,
            treatment=held.treatment,
            therapist=held.therapist,
            room=held.room,
            starts_at=held.starts_at,
            now=now,
            mine=held,
            kept=True,
        )
    except SlotTaken as taken:
        raise HoldExpired from taken
    until = now + clinic.hold_time
    change(
        held,
        "held",
        now=now,
        reason="again",
        same_page=True,
        status=Status.HELD,
        expires_at=until,
    )
