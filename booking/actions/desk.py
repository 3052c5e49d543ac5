"""Book for someone: keep a time for a client, send them the link, or give it back.

The desk obeys guard, hours and load rules like everyone, but needs no lead time, and
books while online booking is closed.
"""

import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from booking.actions.booking import Person
from booking.actions.problems import (
    AgainstWish,
    AtTheSameTime,
    NotAllowed,
    SlotTaken,
    TooSoon,
)
from booking.actions.steps import (
    as_booked,
    change,
    enter,
    keep,
    lock,
    record,
    reread,
    take,
    tell,
    untell,
)
from booking.actions.verb import verb
from booking.models import (
    Appointment,
    Client,
    Clinic,
    Message,
    Room,
    Status,
    Therapist,
    Treatment,
    Wish,
)
from booking.offers import offers_around
from clinic.models import User

ROOMS_TRIED = 3
# Someone who answers by a link has until then; the last hours before the start are
# the clinic's, unless that would leave them no time at all.
LINK_KEPT = timedelta(hours=24)
LINK_MARGIN = timedelta(hours=4)
LINK_LEAST = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one press of the desk's form asks for."""

    key: uuid.UUID
    treatment: Treatment
    therapist: Therapist
    starts_at: datetime
    client: Client | Person
    by: User
    room: Room | None = None
    wish: str = Wish.ANYONE
    step_free: bool = False


def hold_for(*, now: datetime, **wanted: Any) -> Appointment:
    """Keep a time for a client, known or new; the same press twice keeps it once.

    Takes what Wanted says. Someone who went back and chose another time with the same
    form moves their hold. Raises SlotTaken, AtTheSameTime, AgainstWish, NotAllowed
    where the key is somebody else's.
    """
    asked = Wanted(**wanted)
    if not asked.therapist.meets(asked.wish):
        raise AgainstWish
    for _try in range(ROOMS_TRIED):
        made = _made(asked)
        if made is not None and _is_as_wanted(made, asked, now):
            return made
        free = asked.room or _room(made, asked, now)
        if free is None:
            break
        with suppress(SlotTaken):
            return _hold_for(asked=asked, room=free, now=now)
    made = _made(asked)
    if made is not None and _is_as_wanted(made, asked, now):
        return made  # by the same press, while this one looked
    raise SlotTaken


def _made(asked: Wanted) -> Appointment | None:
    """What this form made already. Raises NotAllowed where another's did."""
    rows = Appointment.objects.filter(key=asked.key).select_related("client")
    made = rows.first()
    if made is not None and not made.events.filter(by=asked.by, reason="desk").exists():
        raise NotAllowed(asked.key)
    return made


def _is_as_wanted(made: Appointment, asked: Wanted, now: datetime) -> bool:
    """Whether the press is a repeat, or comes after the booking went on."""
    if made.status != Status.HELD:
        return made.status != Status.EXPIRED
    same = (made.treatment_id, made.therapist_id, made.starts_at)
    if same != (asked.treatment.pk, asked.therapist.pk, asked.starts_at):
        return False
    if not made.is_live(now) or made.client is None:
        return False
    return _is_them(made.client, asked.client)


def _is_them(known: Client, wanted: Client | Person) -> bool:
    if isinstance(wanted, Client):
        return known == wanted
    return (known.name, known.email, known.phone) == (
        wanted.name,
        wanted.email,
        wanted.phone,
    )


def _room(made: Appointment | None, asked: Wanted, now: datetime) -> Room | None:
    """A room that is free with that therapist; chosen before any transaction."""
    found = offers_around(
        asked.starts_at,
        treatment=asked.treatment,
        now=now,
        wish=asked.therapist.slug,
        step_free=asked.step_free,
        ignoring=made,
        kept=True,
    )
    pair = found.best_pair(asked.starts_at)
    return pair[1] if pair else None


@verb
def _hold_for(*, asked: Wanted, room: Room, now: datetime) -> Appointment:
    """Lock one therapist and one room, check again, and write."""
    made = _made(asked)
    before = [made] if made else []
    lock(
        therapists=[asked.therapist.pk, *(each.therapist_id for each in before)],
        rooms=[room.pk, *(each.room_id for each in before)],
    )
    mine = reread(made) if made else None
    if mine is not None and mine.status not in (Status.HELD, Status.EXPIRED):
        return mine
    fields = _fields(asked, room, mine, now)
    if mine is not None:
        fields |= {"status": Status.HELD, "screening": None}
        change(mine, "held", now=now, by=asked.by, reason="desk", **fields)
        return mine
    new = Appointment.objects.create(key=asked.key, **fields)
    record(new, "held", now=now, by=asked.by, reason="desk")
    return new


def _fields(
    asked: Wanted, room: Room, mine: Appointment | None, now: datetime
) -> dict[str, Any]:
    """What the row says, once the time is free and its client is nowhere else."""
    clinic = Clinic.objects.current()
    times = take(
        clinic=clinic,
        treatment=asked.treatment,
        therapist=asked.therapist,
        room=room,
        starts_at=asked.starts_at,
        now=now,
        mine=mine,
        kept=True,
    )
    check_own_time(
        asked.client, times["starts_at"], times["ends_at"], now=now, besides=mine
    )
    return {
        **times,
        **as_booked(asked.treatment, clinic),
        "client": _client(asked.client, mine, wish=asked.wish),
        "wish": asked.wish,
        "step_free": asked.step_free,
        "held_at": now,
        "expires_at": now + clinic.hold_time,
        "extensions": 0,
    }


def check_own_time(
    client: Client | Person,
    starts_at: datetime,
    ends_at: datetime,
    *,
    now: datetime,
    besides: Appointment | None = None,
) -> None:
    """Nobody is in two rooms at once. Raises AtTheSameTime, with what is in the way."""
    if not isinstance(client, Client):
        return
    # Two of the team may book for one person at once, in rooms of their own.
    list(Client.objects.select_for_update(no_key=True).filter(pk=client.pk))
    rows = Appointment.objects.live(now).filter(
        client__in=Client.objects.same_person(client),
        starts_at__lt=ends_at,
        ends_at__gt=starts_at,
    )
    if besides is not None:
        rows = rows.exclude(pk=besides.pk)
    if (other := rows.first()) is not None:
        raise AtTheSameTime(other)


def _client(client: Client | Person, mine: Appointment | None, *, wish: str) -> Client:
    """Who it is for: known, made by this form before, or a row of their own."""
    if isinstance(client, Client):
        return client
    if mine is not None and mine.client and _is_them(mine.client, client):
        return mine.client
    return Client.objects.create(
        name=client.name,
        email=client.email,
        phone=client.phone,
        may_leave_message=client.may_leave_message,
        when_to_ring=client.when_to_ring,
        wish=wish,
    )


def link_deadline(starts_at: datetime, *, held_at: datetime, now: datetime) -> datetime:
    """Until when a time is kept for someone who answers by a link. Raises TooSoon."""
    until = max(min(held_at + LINK_KEPT, starts_at - LINK_MARGIN), now + LINK_LEAST)
    if until >= starts_at:
        raise TooSoon
    return until


@verb
def send_link(
    *,
    appointment: Appointment,
    by: User,
    now: datetime,
    revision: int | None = None,
) -> Appointment:
    """Mail the client the way to the questions, and keep the time until a deadline.

    Raises NotAllowed where it is no hold of a client with an e-mail address, or where
    the questions are answered; TooSoon, HoldExpired, Stale.
    """
    clinic = Clinic.objects.current()
    held = keep(appointment, now=now, clinic=clinic, revision=revision)
    if held.client is None or not held.client.email or not held.waits_for_answers:
        raise NotAllowed(held.status)
    until = link_deadline(held.starts_at, held_at=held.held_at, now=now)
    untell(held)
    change(held, "link_sent", now=now, by=by, expires_at=until)
    tell(held, Message.Kind.YOUR_TURN, now=now)
    return held


@verb
def give_back(
    *,
    appointment: Appointment,
    by: User,
    now: datetime,
    revision: int | None = None,
) -> Appointment:
    """Free a time that was only held; nobody is told, since nothing was booked.

    One that is over stays as it is. Raises NotAllowed, Stale.
    """
    lock(therapists=[appointment.therapist_id], rooms=[appointment.room_id])
    fresh = reread(appointment)
    if fresh.status in (Status.CANCELLED, Status.EXPIRED):
        return fresh
    fresh = reread(appointment, revision)
    if fresh.status != Status.HELD or fresh.client is None:
        raise NotAllowed(fresh.status)
    untell(fresh)
    enter(fresh, Status.CANCELLED, now=now, by=by, reason="desk")
    return fresh
