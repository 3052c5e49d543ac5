"""Hold a time, keep it longer, and give it back."""

import uuid
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, time
from typing import Any

from booking.actions.alongside import give_back_others, keep
from booking.actions.granting import granted
from booking.actions.problems import BookingClosed, HoldAtMaximum, SlotTaken
from booking.actions.steps import (
    as_booked,
    change,
    lock,
    record,
    reread,
    run_out,
    take,
)
from booking.actions.verb import verb
from booking.models import (
    Appointment,
    Clinic,
    Room,
    Status,
    Therapist,
    Treatment,
    Wish,
)
from booking.models.appointment import OVER, RUNNING
from booking.offers import offers_around

PAIRS_TRIED = 3
EXTENSIONS = 10


def hold(
    *,
    key: uuid.UUID,
    treatment: Treatment,
    starts_at: datetime,
    now: datetime,
    wish: str = Wish.ANYONE,
    bedtime: time | None = None,
    mine: Collection[str] = (),
    step_free: bool = False,
    follows: Appointment | None = None,
) -> Appointment:
    """Keep a time for the browser that pressed it; the same press twice keeps it once.

    `key` is the form's random key, known to be this browser's. `mine` are the refs of
    this browser: a hold among them is given back as the new one is made, in one
    transaction. Raises SlotTaken, BookingClosed.
    """
    clinic = Clinic.objects.current()
    keys = key, uuid.uuid5(key, starts_at.isoformat())
    wanted = {"wish": wish, "step_free": step_free}
    for _try in range(PAIRS_TRIED):
        earlier, unused = _earlier(keys, mine)
        if earlier and _is_answered_by(earlier, treatment, starts_at, wish, now):
            return earlier
        if not clinic.booking_open:
            raise BookingClosed
        pair = _pair(earlier, follows, treatment, starts_at, now, **wanted)
        if pair is None:
            break
        with suppress(SlotTaken):
            return _hold_pair(
                key=unused,
                earlier=earlier,
                clinic=clinic,
                treatment=treatment,
                therapist=pair[0],
                room=pair[1],
                starts_at=starts_at,
                now=now,
                bedtime=bedtime,
                follows=follows,
                **wanted,
            )
    made, _unused = _earlier(keys, mine)
    if made and _is_answered_by(made, treatment, starts_at, wish, now):
        return made  # by the same press, while this one looked
    raise SlotTaken


def _pair(
    earlier: Appointment | None,
    follows: Appointment | None,
    treatment: Treatment,
    starts_at: datetime,
    now: datetime,
    **wanted: Any,
) -> tuple[Therapist, Room] | None:
    """The best pair that is free, for what was answered so far."""
    known = earlier or follows
    trainings = known.trainings if known else ()
    found = offers_around(
        starts_at,
        treatment=treatment,
        now=now,
        trainings=trainings,
        ignoring=earlier,
        **wanted,
    )
    return found.best_pair(starts_at)


def _earlier(
    keys: tuple[uuid.UUID, uuid.UUID], mine: Collection[str]
) -> tuple[Appointment | None, uuid.UUID]:
    """What this form made, or else the hold this browser has; and the key to use.

    A form whose first appointment is over makes its next one under the second key,
    so that a repeat of that press finds it, too. What the desk keeps for someone
    stays as it is.
    """
    made = {row.key: row for row in Appointment.objects.filter(key__in=keys)}
    for key in keys:
        if key in made and made[key].status not in (*OVER, Status.EXPIRED):
            return made[key], keys[1]
    held = Appointment.objects.filter(
        ref__in=mine, status=Status.HELD, client__isnull=True
    )
    unused = [key for key in keys if key not in made] or [uuid.uuid4()]
    return held.order_by("-held_at").first(), unused[0]


def _is_answered_by(
    earlier: Appointment,
    treatment: Treatment,
    starts_at: datetime,
    wish: str,
    now: datetime,
) -> bool:
    """Whether the press is a repeat, or comes after the booking was made."""
    if earlier.status == Status.HELD:
        same = (earlier.treatment_id, earlier.starts_at, earlier.wish)
        return same == (treatment.pk, starts_at, wish) and earlier.is_live(now)
    return True


@verb
def _hold_pair(
    *,
    key: uuid.UUID,
    earlier: Appointment | None,
    clinic: Clinic,
    treatment: Treatment,
    therapist: Therapist,
    room: Room,
    starts_at: datetime,
    now: datetime,
    **wanted: Any,
) -> Appointment:
    """Lock one therapist and one room, check again, and write."""
    lock(
        therapists=[therapist.pk, *([earlier.therapist_id] if earlier else [])],
        rooms=[room.pk, *([earlier.room_id] if earlier else [])],
    )
    mine = reread(earlier) if earlier else None
    if mine is not None and mine.status != Status.HELD:
        return mine
    made = Appointment.objects.filter(key=key).first()
    if made is not None and made != mine:
        return made
    fields = wanted | take(
        clinic=clinic,
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=starts_at,
        now=now,
        mine=mine,
    )
    fields |= _as_held(wanted.get("follows"), treatment, clinic, starts_at, now)
    if mine is not None:
        give_back_others(mine, now=now)
        change(mine, "held", now=now, reason="another_time", series=None, **fields)
        return mine
    new = Appointment.objects.create(key=key, **fields)
    record(new, "held", now=now)
    return new


def _as_held(
    follows: Appointment | None,
    treatment: Treatment,
    clinic: Clinic,
    starts_at: datetime,
    now: datetime,
) -> dict[str, Any]:
    """How long it is kept, what it costs, and the yes that is already there for it."""
    fields = as_booked(treatment, clinic)
    fields |= {"held_at": now, "expires_at": now + clinic.hold_time, "extensions": 0}
    yes = granted(follows, treatment=treatment, starts_at=starts_at, now=now)
    return fields | ({"screening": yes.screening} if yes is not None else {})


@verb
def extend(*, appointment: Appointment, now: datetime) -> Appointment:
    """Keep the held time for longer: ten times, and two hours in all by default.

    The other dates of its series are kept as long. The revision stays, since no page
    says anything else than before but the limit. Raises HoldExpired, HoldAtMaximum.
    """
    clinic = Clinic.objects.current()
    held = keep(appointment, now=now, clinic=clinic)
    if held.expires_at == now + clinic.hold_time:
        return held
    until = min(now + clinic.hold_time, held.held_at + clinic.hold_maximum)
    if held.extensions >= EXTENSIONS or until <= (held.expires_at or until):
        raise HoldAtMaximum
    held.expires_at = until
    held.extensions += 1
    held.save(update_fields=["expires_at", "extensions"])
    along = Appointment.objects.held_with(held).filter(status=Status.HELD)
    along.update(expires_at=until)
    record(held, "extended", now=now)
    return held


@verb
def tidy(*, now: datetime, appointment: Appointment) -> bool:
    """Close one hold or review that ran out; whether there was anything to close."""
    lock(therapists=[appointment.therapist_id], rooms=[appointment.room_id])
    fresh = reread(appointment)
    if not (fresh.status in RUNNING and fresh.has_run_out(now)):
        return False
    run_out(fresh, now=now)
    return True
