"""The one door to free time: rows in by six queries, slots out.

Pages, the JSON, the re-check under the lock and moves all ask here. A slot carries
the therapists and the rooms free for it; any of them goes with any other.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, Q

from booking.models import (
    Appointment,
    Clinic,
    HoursChange,
    OpeningHours,
    Room,
    Therapist,
    Treatment,
    Wish,
)
from booking.times import (
    Busy,
    Change,
    Hours,
    Rules,
    Slot,
    evenings_of,
    free_slots,
    local_date,
    reach,
)

# No session with its buffer is longer (480 + 120 minutes), so none that started
# earlier than this can still be busy.
LONGEST = timedelta(hours=10)


class Moment(DateTimeField):  # type: ignore[type-arg]
    """A time column read as the driver gives it, without Django's own detours.

    Reading a month of evenings is most of the work here.
    """

    @classmethod
    def of(cls, name: str) -> "ExpressionWrapper[F]":
        return ExpressionWrapper(F(name), output_field=cls())

    def get_internal_type(self) -> str:
        return "Moment"

    def from_db_value(self, value: datetime, *_how: object) -> datetime:
        """SQLite stores UTC and says no zone; PostgreSQL says it."""
        return value if value.tzinfo else value.replace(tzinfo=UTC)


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
        """Whoever has fewest sessions that evening, then the lowest id."""
        slot = self.at(starts_at)
        if slot is None:
            return None
        therapist = min(
            slot.therapists, key=lambda pk: (self._sessions(pk, slot.evening), pk)
        )
        return self.therapists[therapist], self.rooms[min(slot.rooms)]

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
    therapists = {
        therapist.pk: therapist
        for therapist in Therapist.objects.listed().giving(treatment).meeting(wish)
        if therapist.holds(trainings)
    }
    rooms = {
        room.pk: room
        for room in Room.objects.filter(active=True)
        if room.step_free or not step_free
    }
    busy = _busy(clinic.zone, now, since, until, ignoring)
    slots = free_slots(
        hours=_hours(therapists),
        changes=_changes(clinic.zone, since, until),
        busy=busy,
        therapists=list(therapists),
        rooms=list(rooms),
        minutes=treatment.minutes,
        buffer=treatment.buffer_minutes,
        rules=_rules(clinic, now, kept=kept),
        since=since,
        until=until,
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
    if not _serve(treatment, therapist, room):
        return False
    since, until = evenings_of(starts_at, clinic.zone)
    whose = Q(therapist=therapist) | Q(room=room)
    busy = _busy(clinic.zone, now, since, until, ignoring, whose)
    slots = free_slots(
        hours=_hours([therapist.pk]),
        changes=_changes(clinic.zone, since, until),
        busy=busy,
        therapists=[therapist.pk],
        rooms=[room.pk],
        minutes=treatment.minutes,
        buffer=treatment.buffer_minutes,
        rules=_rules(clinic, now, kept=kept),
        since=since,
        until=until,
    )
    return any(slot.starts_at == starts_at for slot in slots)


def _serve(treatment: Treatment, therapist: Therapist, room: Room) -> bool:
    """Whether both are still in use: they were chosen before the lock."""
    in_use = Room.objects.filter(pk=room.pk, active=True)
    giving = Therapist.objects.listed().giving(treatment).filter(pk=therapist.pk)
    return giving.filter(Exists(in_use)).exists()


def _rules(clinic: Clinic, now: datetime, *, kept: bool = False) -> Rules:
    return Rules(
        zone=clinic.zone,
        now=now,
        lead_time=timedelta(0) if kept else clinic.lead_time,
        horizon_days=clinic.booking_horizon_days,
        slot_interval=clinic.slot_interval_minutes,
        latest_start=clinic.latest_start,
    )


def _hours(therapists: Iterable[int]) -> list[Hours]:
    rows = OpeningHours.objects.filter(therapist__in=list(therapists)).order_by()
    return [
        Hours(*row)
        for row in rows.values_list(
            "therapist_id",
            "weekday",
            "opens",
            "closes",
            "valid_from",
            "valid_until",
            "every_second_week",
        )
    ]


def _changes(zone: ZoneInfo, since: date, until: date) -> list[Change]:
    begin, end = reach(since, until, zone)
    rows = HoursChange.objects.filter(starts_at__lt=end, ends_at__gt=begin).order_by()
    return [
        Change(*row)
        for row in rows.values_list(
            "kind", "therapist_id", "room_id", "starts_at", "ends_at"
        )
    ]


def _busy(
    zone: ZoneInfo,
    now: datetime,
    since: date,
    until: date,
    ignoring: Appointment | None,
    whose: Q | None = None,
) -> list[Busy]:
    """Occupied times, of everybody or of some."""
    begin, end = reach(since, until, zone)
    rows = Appointment.objects.live(now).filter(
        starts_at__gte=begin - LONGEST, starts_at__lt=end, busy_until__gt=begin
    )
    if whose is not None:
        rows = rows.filter(whose)
    if ignoring is not None:
        rows = rows.exclude(pk=ignoring.pk)
    columns = rows.order_by().values_list(
        "therapist_id", "room_id", Moment.of("starts_at"), Moment.of("busy_until")
    )
    return [Busy(*row) for row in columns]
