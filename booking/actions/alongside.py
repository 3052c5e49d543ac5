"""Dates held along with the first of a series, until it is booked or given up."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from booking.actions import steps
from booking.actions.problems import SlotTaken
from booking.actions.steps import (
    as_booked,
    change,
    enter,
    lock,
    record,
    reread,
    take,
)
from booking.models import Appointment, Clinic, Room, Series, Status
from booking.offers import offers_around


def rooms_of(appointment: Appointment) -> list[int]:
    """The rooms to lock for it: all of them where dates go along with it."""
    if appointment.series_id is None or appointment.client_id is not None:
        return [appointment.room_id]
    return list(Room.objects.values_list("pk", flat=True))


def keep(
    appointment: Appointment,
    *,
    now: datetime,
    clinic: Clinic,
    revision: int | None = None,
) -> Appointment:
    """As the step of that name; the other dates are taken again with it.

    One whose time is gone is lost, and stays in the list of what was wanted.
    """
    lock(therapists=[appointment.therapist_id], rooms=rooms_of(appointment))
    was_live = reread(appointment, revision).is_live(now)
    held = steps.keep(appointment, now=now, clinic=clinic, revision=revision)
    if not was_live:
        for each in Appointment.objects.held_with(held).select_for_update(of=("self",)):
            _take_again(each, held, clinic, now=now)
    return held


def _take_again(
    each: Appointment, held: Appointment, clinic: Clinic, *, now: datetime
) -> None:
    try:
        if not each.can_come_back(now):
            raise SlotTaken
        take(
            clinic=clinic,
            treatment=each.treatment,
            therapist=each.therapist,
            room=each.room,
            starts_at=each.starts_at,
            now=now,
            mine=each,
            kept=True,
        )
    except SlotTaken:
        if each.status == Status.HELD:
            enter(each, Status.EXPIRED, now=now)
        return
    again: dict[str, Any] = {"status": Status.HELD, "expires_at": held.expires_at}
    change(each, "held", now=now, reason="again", same_page=True, **again)


def held_with(held: Appointment, now: datetime) -> list[Appointment]:
    """The other dates that really are held, locked."""
    rows = Appointment.objects.held_with(held).select_for_update(of=("self",))
    rows = rows.select_related("treatment", "therapist", "room")
    return [each for each in rows if each.is_live(now)]


def hold_dates(
    first: Appointment, starts: Iterable[datetime], clinic: Clinic, *, now: datetime
) -> None:
    """Hold each date with the therapist of the first. Raises SlotTaken."""
    for starts_at in starts:
        _hold_date(first, starts_at, clinic, now=now)


def _hold_date(
    first: Appointment, starts_at: datetime, clinic: Clinic, *, now: datetime
) -> None:
    """One date with the same therapist, in the same room where it is free."""
    fields = as_booked(first.treatment, clinic)
    fields |= take(
        clinic=clinic,
        treatment=first.treatment,
        therapist=first.therapist,
        room=_room(first, starts_at, now),
        starts_at=starts_at,
        now=now,
    )
    made = Appointment.objects.create(
        key=uuid.uuid4(),
        series=first.series,
        wish=first.wish,
        step_free=first.step_free,
        bedtime=first.bedtime,
        held_at=now,
        expires_at=first.expires_at,
        **fields,
    )
    record(made, "held", now=now, reason="series")


def _room(first: Appointment, starts_at: datetime, now: datetime) -> Room:
    """Raises SlotTaken where the therapist or every room is busy."""
    found = offers_around(
        starts_at,
        treatment=first.treatment,
        now=now,
        wish=first.therapist.slug,
        step_free=first.step_free,
    )
    slot = found.at(starts_at)
    if slot is None:
        raise SlotTaken
    own = first.room_id in slot.rooms
    return found.rooms[first.room_id if own else min(slot.rooms)]


def go_along(
    held: Appointment, *, now: datetime, same: bool
) -> tuple[Series | None, list[datetime]]:
    """The dates to hold again for a hold that changes; none where its time does.

    All of them are given back first.
    """
    series = held.series if same else None
    starts = [each.starts_at for each in held_with(held, now)] if same else []
    give_back_others(held, now=now)
    return (series, starts) if starts else (None, [])


def give_back_others(held: Appointment, *, now: datetime) -> None:
    """The other dates are nobody's: their times are free, and purged one day."""
    rows = Appointment.objects.held_with(held).select_for_update(of=("self",))
    for each in rows:
        if each.status == Status.HELD:
            enter(each, Status.EXPIRED, now=now, reason="given back")
        each.series = None
        each.save(update_fields=["series"])
