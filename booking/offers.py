"""The one door to free time: rows in by six queries, slots out.

Pages, the JSON, the re-check under the lock and moves all ask here. A slot carries
the therapists and the rooms free for it; any of them goes with any other.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, Q

from booking.models import (
    Appointment,
    Clinic,
    Room,
    Therapist,
    Treatment,
    Wish,
)
from booking.rows import (
    busy_between,
    changes_between,
    hours_of,
    loads_of,
    read_from,
    rules_of,
)
from booking.times import Busy, Slot, beside, evenings_of, free_slots, local_date


@dataclass(frozen=True, slots=True)
class Offers:
    """The free starts of one treatment, and who and which room could serve them."""

    clinic: Clinic
    treatment: Treatment
    therapists: dict[int, Therapist]
    rooms: dict[int, Room]
    slots: list[Slot]
    busy: list[Busy]

    def at(self, starts_at: datetime) -> Slot | None:
        return next((s for s in self.slots if s.starts_at == starts_at), None)

    def best_pair(self, starts_at: datetime) -> tuple[Therapist, Room] | None:
        """Whoever has fewest sessions that evening, then the lowest id.

        Of those with equally few, one whose evening this keeps together comes first.
        """
        slot = self.at(starts_at)
        if slot is None:
            return None
        together = self.together([slot])
        therapist = min(
            slot.therapists,
            key=lambda pk: (
                self._sessions(pk, slot.evening),
                (pk, starts_at) not in together,
                pk,
            ),
        )
        return self.therapists[therapist], self.rooms[min(slot.rooms)]

    def together(self, slots: Iterable[Slot]) -> set[tuple[int, datetime]]:
        """The starts next to a session of a therapist who wants that, with whom."""
        keeping = {pk for pk, row in self.therapists.items() if row.keep_together}
        if not keeping:
            return set()
        return beside(
            slots,
            busy=self.busy,
            therapists=keeping,
            buffer=self.treatment.buffer,
            interval=timedelta(minutes=self.clinic.slot_interval_minutes),
        )

    def _sessions(self, therapist: int, day: date) -> int:
        """How many sessions a therapist has on that local date."""
        starts = (busy.starts_at for busy in self.busy if busy.therapist == therapist)
        return sum(local_date(start, self.clinic.zone) == day for start in starts)

    def names(self, slot: Slot) -> list[str]:
        return [self.therapists[pk].first_name for pk in slot.therapists]


def offers(
    *,
    treatment: Treatment,
    now: datetime,
    since: date,
    until: date,
    wish: str = Wish.ANYONE,
    trainings: Collection[str] = (),
    step_free: bool = False,
    ignoring: Appointment | None = None,
    earliest: datetime | None = None,
    kept: bool = False,
) -> Offers:
    """Free starts on the evenings `since` <= evening < `until`, in six queries.

    `trainings` are those a screening asks for; `ignoring` is the client's own
    appointment, whose time counts as free; `earliest` bounds the start from below; a
    time that was `kept` before needs no lead time.
    """
    clinic = Clinic.objects.current()
    giving = Therapist.objects.listed().giving(treatment).meeting(wish)
    therapists = {each.pk: each for each in giving if each.holds(trainings)}
    active = Room.objects.filter(active=True)
    rooms = {each.pk: each for each in active if each.step_free or not step_free}
    slots, busy = _free(
        clinic,
        treatment,
        therapists.values(),
        rooms,
        now=now,
        since=since,
        until=until,
        ignoring=ignoring,
        kept=kept,
    )
    if earliest is not None:
        slots = [slot for slot in slots if slot.starts_at >= earliest]
    return Offers(clinic, treatment, therapists, rooms, slots, busy)


def offers_around(
    starts_at: datetime, *, treatment: Treatment, now: datetime, **limits: Any
) -> Offers:
    """The offers of the evenings that one start can belong to."""
    since, until = evenings_of(starts_at, Clinic.objects.current().zone)
    return offers(treatment=treatment, now=now, since=since, until=until, **limits)


def is_free(
    *,
    clinic: Clinic,
    treatment: Treatment,
    therapist: Therapist,
    room: Room,
    starts_at: datetime,
    now: datetime,
    ignoring: Appointment | None = None,
    kept: bool = False,
) -> bool:
    """Whether one therapist and one room are free; asked again under the lock.

    Reads that therapist's and that room's rows of that evening only. A time that was
    `kept` before needs no lead time.
    """
    fresh = _serving(treatment, therapist, room)
    if fresh is None:
        return False
    since, until = evenings_of(starts_at, clinic.zone)
    slots, _busy = _free(
        clinic,
        treatment,
        [fresh],
        [room.pk],
        now=now,
        since=since,
        until=until,
        ignoring=ignoring,
        kept=kept,
        whose=Q(therapist=therapist) | Q(room=room),
    )
    return any(slot.starts_at == starts_at for slot in slots)


def _serving(
    treatment: Treatment, therapist: Therapist, room: Room
) -> Therapist | None:
    """The therapist as they are now, if both are still in use.

    They were chosen before the lock, and their load rules may have changed, too.
    """
    in_use = Room.objects.filter(pk=room.pk, active=True)
    giving = Therapist.objects.listed().giving(treatment).filter(pk=therapist.pk)
    return giving.filter(Exists(in_use)).first()


def _free(
    clinic: Clinic,
    treatment: Treatment,
    therapists: Collection[Therapist],
    rooms: Collection[int],
    *,
    now: datetime,
    since: date,
    until: date,
    ignoring: Appointment | None,
    kept: bool,
    whose: Q | None = None,
) -> tuple[list[Slot], list[Busy]]:
    """The slots of these therapists and rooms, and the occupied times they spare."""
    keys, loads = [row.pk for row in therapists], loads_of(therapists)
    begin = read_from(since, loads)
    busy = busy_between(clinic.zone, now, begin, until, ignoring, whose)
    slots = free_slots(
        hours=hours_of(keys),
        changes=changes_between(clinic.zone, since, until),
        busy=busy,
        therapists=keys,
        rooms=list(rooms),
        minutes=treatment.minutes,
        buffer=treatment.buffer_minutes,
        rules=rules_of(clinic, now, kept=kept),
        since=since,
        until=until,
        loads=loads,
    )
    return slots, busy
