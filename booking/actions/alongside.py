"""Dates held along with the first of a series, until it is booked or given up."""

from datetime import datetime
from typing import Any

from booking.actions import steps
from booking.actions.problems import SlotTaken
from booking.actions.steps import change, enter, lock, reread, take
from booking.models import Appointment, Clinic, Room, Status


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


def give_back_others(held: Appointment, *, now: datetime) -> None:
    """The other dates are nobody's: their times are free, and purged one day."""
    rows = Appointment.objects.held_with(held).select_for_update(of=("self",))
    for each in rows:
        if each.status == Status.HELD:
            enter(each, Status.EXPIRED, now=now, reason="given back")
        each.series = None
        each.save(update_fields=["series"])
