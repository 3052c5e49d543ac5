"""Another treatment or another time for a hold: the same answers, weighed again."""

from datetime import datetime
from typing import Any

from booking.actions.alongside import go_along, hold_dates, rooms_of
from booking.actions.granting import granted_to
from booking.actions.problems import HoldExpired, NotAllowed, SlotTaken
from booking.actions.screened import (
    Given,
    drop_unused,
    unasked,
    version_for,
    weighed,
)
from booking.actions.steps import as_booked, change, enter, lock, reread, take
from booking.actions.verb import verb
from booking.models import (
    Appointment,
    Clinic,
    Outcome,
    Room,
    Screening,
    Status,
    Therapist,
    Treatment,
)
from booking.models.appointment import COMES_BACK_WITHIN
from booking.offers import offers_around

PAIRS_TRIED = 3


def hold_instead(
    *,
    appointment: Appointment,
    now: datetime,
    starts_at: datetime | None = None,
    treatment: Treatment | None = None,
    wish: str | None = None,
    step_free: bool | None = None,
    revision: int | None = None,
) -> Appointment:
    """Move a hold to another time, treatment, wish or room; its answers come along.

    A hold that ran out within the last day comes back; one that is as wanted already
    stays as it is. The other dates of a series go along to another room or person,
    never to another time or treatment. Raises SlotTaken, HoldExpired, NotAllowed,
    Stale.
    """
    wanted: dict[str, Any] = {
        "starts_at": starts_at or appointment.starts_at,
        "treatment": treatment or appointment.treatment,
        "wish": appointment.wish if wish is None else wish,
        "step_free": appointment.step_free if step_free is None else step_free,
    }
    if _is_done(appointment, now, **wanted):
        return appointment
    for left in reversed(range(PAIRS_TRIED)):
        therapist, room = _pair(appointment, now=now, **wanted)
        try:
            return _hold_pair_instead(
                appointment=appointment,
                therapist=therapist,
                room=room,
                now=now,
                revision=revision,
                **wanted,
            )
        except SlotTaken:
            if not left:
                raise
    raise SlotTaken


def _is_done(
    held: Appointment,
    now: datetime,
    *,
    starts_at: datetime,
    treatment: Treatment,
    wish: str,
    step_free: bool,
) -> bool:
    if held.status != Status.HELD or not held.is_live(now):
        return False
    if not held.therapist.holds(held.trainings):
        return False
    same = (held.starts_at, held.treatment_id, held.wish, held.step_free)
    return same == (starts_at, treatment.pk, wish, step_free)


def _pair(
    held: Appointment,
    *,
    now: datetime,
    starts_at: datetime,
    treatment: Treatment,
    wish: str,
    step_free: bool,
) -> tuple[Therapist, Room]:
    """Those it has, where they are free; else the best pair. Raises SlotTaken."""
    found = offers_around(
        starts_at,
        treatment=treatment,
        now=now,
        wish=wish,
        trainings=held.trainings,
        step_free=step_free,
        ignoring=held,
        kept=starts_at == held.starts_at,
    )
    slot, best = found.at(starts_at), found.best_pair(starts_at)
    if slot is None or best is None:
        raise SlotTaken
    return (
        found.therapists[held.therapist_id]
        if held.therapist_id in slot.therapists
        else best[0],
        found.rooms[held.room_id] if held.room_id in slot.rooms else best[1],
    )


@verb
def _hold_pair_instead(
    *,
    appointment: Appointment,
    therapist: Therapist,
    room: Room,
    starts_at: datetime,
    treatment: Treatment,
    now: datetime,
    revision: int | None,
    **wanted: Any,
) -> Appointment:
    clinic = Clinic.objects.current()
    lock(
        therapists=[appointment.therapist_id, therapist.pk],
        rooms=[*rooms_of(appointment), room.pk],
    )
    held = reread(appointment, revision)
    if held.status not in (Status.HELD, Status.EXPIRED):
        raise NotAllowed(held.status)
    if not held.is_live(now) and now - held.held_at >= COMES_BACK_WITHIN:
        raise HoldExpired
    fields = wanted | as_booked(treatment, clinic)
    fields |= take(
        clinic=clinic,
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=starts_at,
        now=now,
        mine=held,
        kept=starts_at == held.starts_at,
    )
    fields |= {"held_at": now, "expires_at": now + clinic.hold_time, "extensions": 0}
    same = (held.starts_at, held.treatment) == (starts_at, treatment)
    series, dates = go_along(held, now=now, same=same)
    fields |= {"status": Status.HELD, "series": series}
    change(held, "held", now=now, reason="instead", **fields)
    hold_dates(held, dates, clinic, now=now)
    _bring_answers(held, now=now)
    return held


def _bring_answers(held: Appointment, *, now: datetime) -> None:
    """Weigh the answers for what is held now; they wait where more must be asked."""
    before = held.screening
    if granted_to(held, now) is not None:
        return
    version = version_for(held)
    if before is None or unasked(before, held.treatment, held.starts_at, now, version):
        return
    again = weigh_again(before, treatment=held.treatment, starts_at=held.starts_at)
    change(held, "answered", now=now, reason="instead", screening=again)
    drop_unused(before)
    if again.final and again.outcome == Outcome.NOT_NOW:
        enter(held, Status.DECLINED, now=now, reason="safety")


def weigh_again(
    screening: Screening, *, treatment: Treatment, starts_at: datetime
) -> Screening:
    """The same answers for another treatment or start; as old as they are."""
    again = weighed(
        screening.questionnaire,
        Given.again(screening),
        client=screening.client,
        treatment=treatment,
        starts_at=starts_at,
        now=screening.answered_at,
    )
    again.entered_by = screening.entered_by
    again.save()
    return again
