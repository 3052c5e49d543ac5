"""What a change of hours, people, rooms or treatments does to what is booked.

Whoever takes time away locks first, looks at what stands, writes, and looks again.
What stood before and does not stand after is stranded: it is shown, and never changed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _

from booking.actions.steps import lock
from booking.models import (
    Appointment,
    Clinic,
    HoursChange,
    OpeningHours,
    Therapist,
)
from booking.times import Span, evenings_of
from booking.times.clock import weekly_spans
from booking.times.standing import is_covered, is_met

Kind = HoursChange.Kind


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a change concerns: these therapists, rooms and treatments, or all."""

    therapists: frozenset[int] = frozenset()
    rooms: frozenset[int] = frozenset()
    treatments: frozenset[int] = frozenset()
    everyone: bool = False

    def __or__(self, other: "Scope") -> "Scope":
        return Scope(
            self.therapists | other.therapists,
            self.rooms | other.rooms,
            self.treatments | other.treatments,
            self.everyone or other.everyone,
        )


def lock_scope(scope: Scope) -> None:
    """Take the locks of the verbs, before anything is written.

    A treatment is locked through everyone who gives it.
    """
    therapists = set(scope.therapists)
    if scope.everyone:
        therapists |= set(Therapist.objects.values_list("pk", flat=True))
    elif scope.treatments:
        giving = Therapist.objects.filter(treatments__in=scope.treatments)
        therapists |= set(giving.values_list("pk", flat=True))
    lock(therapists=therapists, rooms=scope.rooms)


def unserved(scope: Scope, *, now: datetime) -> dict[int, str]:
    """The appointments to come that nobody could give as things stand, and why."""
    whose = Q(therapist__in=scope.therapists) | Q(room__in=scope.rooms)
    whose |= Q(treatment__in=scope.treatments)
    rows = Appointment.objects.live(now).filter(ends_at__gt=now)
    if not scope.everyone:
        rows = rows.filter(whose)
    booked = list(rows.select_related("therapist", "room", "treatment", "screening"))
    if not booked:
        return {}
    hours = Hours.around(booked)
    gives = set(Therapist.objects.values_list("pk", "treatments"))
    found = ((row, next(_reasons(row, hours, gives), "")) for row in booked)
    return {row.pk: why for row, why in found if why}


@dataclass(frozen=True, slots=True)
class Hours:
    """All hours, and the changes that meet what is booked."""

    zone: ZoneInfo
    weekly: list[OpeningHours]
    changes: list[HoursChange]

    @classmethod
    def around(cls, booked: list[Appointment]) -> "Hours":
        changes = HoursChange.objects.filter(
            starts_at__lt=max(row.ends_at for row in booked),
            ends_at__gt=min(row.starts_at for row in booked),
        )
        therapists = {row.therapist_id for row in booked}
        weekly = OpeningHours.objects.filter(therapist__in=therapists)
        return cls(Clinic.objects.current().zone, list(weekly), list(changes))

    def opened(self, therapist: int, moment: datetime) -> Iterator[Span]:
        """The weekly and extra hours a moment may lie in."""
        since, until = evenings_of(moment, self.zone)
        for row in self.weekly:
            if row.therapist_id == therapist:
                spans = weekly_spans(
                    weekday=row.weekday,
                    opens=row.opens,
                    closes=row.closes,
                    zone=self.zone,
                    since=since,
                    until=until,
                    valid_from=row.valid_from,
                    valid_until=row.valid_until,
                    every_second_week=row.every_second_week,
                )
                yield from (span for _day, span in spans)
        yield from self.changed(Kind.EXTRA, therapist=therapist)

    def changed(
        self, kind: str, *, therapist: int | None = None, room: int | None = None
    ) -> Iterator[Span]:
        for row in self.changes:
            if (row.kind, row.therapist_id, row.room_id) == (kind, therapist, room):
                yield Span(row.starts_at, row.ends_at)


def _reasons(
    row: Appointment, hours: Hours, gives: set[tuple[int, int]]
) -> Iterator[str]:
    yield from _who_and_what(row, gives)
    span, therapist = Span(row.starts_at, row.ends_at), row.therapist_id
    if is_met(span, hours.changed(Kind.CLOSURE)):
        yield _("The clinic is closed then.")
    if is_met(span, hours.changed(Kind.TIME_OFF, therapist=therapist)):
        yield _("The therapist has time off then.")
    if is_met(span, hours.changed(Kind.ROOM_OUT, room=row.room_id)):
        yield _("The room is out of use then.")
    if not is_covered(span, hours.opened(therapist, row.starts_at)):
        yield _("It lies outside the therapist's hours.")


def _who_and_what(row: Appointment, gives: set[tuple[int, int]]) -> Iterator[str]:
    if not row.therapist.active:
        yield _("The therapist takes no bookings.")
    if not row.room.active:
        yield _("The room is not in use.")
    if row.step_free and not row.room.step_free:
        yield _("The room has no level way in, and the client needs one.")
    if not row.treatment.active:
        yield _("The treatment is not offered.")
    if (row.therapist_id, row.treatment_id) not in gives:
        yield _("The therapist does not give this treatment.")
    if not row.therapist.holds(row.trainings):
        yield _("The therapist does not hold a training this client needs.")
    if not row.therapist.meets(row.wish):
        yield _("The client asked for someone else.")


def scope_of_change(change: HoursChange) -> Scope:
    """Whom an hours change concerns; a closure concerns everyone."""
    return Scope(
        therapists=frozenset(filter(None, [change.therapist_id])),
        rooms=frozenset(filter(None, [change.room_id])),
        everyone=change.kind == Kind.CLOSURE,
    )


def stranded_by(
    before: Iterable[int], after: dict[int, str]
) -> list[tuple[Appointment, str]]:
    """What stood before and does not stand now, in the order of its start."""
    lost = {pk: why for pk, why in after.items() if pk not in set(before)}
    rows = Appointment.objects.filter(pk__in=lost).select_related(
        "client", "therapist", "room"
    )
    return [(row, lost[row.pk]) for row in rows.order_by("starts_at", "pk")]
