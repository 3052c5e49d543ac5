"""Change hours, take time off and close: nobody is left without their time unseen.

Every verb looks at what stands before and after it, under the locks of the booking
verbs. What would be stranded and was not `seen` by whoever decides stops it.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time

from booking.actions.opening import (
    Scope,
    lock_scope,
    scope_of_change,
    stranded_by,
    unserved,
)
from booking.actions.problems import HoursOverlap, Strands
from booking.actions.verb import verb
from booking.models import (
    Appointment,
    HoursChange,
    OpeningHours,
    Status,
    Therapist,
)
from booking.times import Span
from booking.times.clock import DAY
from booking.times.standing import is_covered

Kind = HoursChange.Kind


@dataclass(frozen=True, slots=True)
class Weekly:
    """Hours of one kind for some weekdays: ticking several copies them."""

    weekdays: Sequence[int]
    opens: time
    closes: time
    valid_from: date | None = None
    valid_until: date | None = None
    every_second_week: bool = False


@contextmanager
def _stranding_nobody(
    scope: Scope, *, now: datetime, seen: Collection[int]
) -> Iterator[None]:
    """Somebody who is typing has no appointment yet: their hold runs out. Strands."""
    lock_scope(scope)
    before = unserved(scope, now=now)
    yield
    stranded = [
        (row, why)
        for row, why in stranded_by(before, unserved(scope, now=now))
        if row.status != Status.HELD
    ]
    if any(row.pk not in seen for row, _why in stranded):
        raise Strands(stranded)


def _of(therapist: Therapist) -> Scope:
    return Scope(therapists=frozenset([therapist.pk]))


@verb
def block(
    *,
    therapist: Therapist,
    spans: Sequence[Span],
    now: datetime,
    seen: Collection[int] = (),
    note: str = "",
) -> list[HoursChange]:
    """Time off, in as many pieces as there are; one that is off already stays as it is.

    Raises Strands.
    """
    with _stranding_nobody(_of(therapist), now=now, seen=seen):
        return _write(Kind.TIME_OFF, spans, therapist=therapist, note=note)


@verb
def close_clinic(
    *,
    spans: Sequence[Span],
    now: datetime,
    seen: Collection[int] = (),
    note: str = "",
) -> list[HoursChange]:
    """Nobody works then. Raises Strands."""
    with _stranding_nobody(Scope(everyone=True), now=now, seen=seen):
        return _write(Kind.CLOSURE, spans, note=note)


@verb
def open_extra(
    *, therapist: Therapist, span: Span, now: datetime, note: str = ""
) -> HoursChange | None:
    """Extra hours of one evening, at most a day long. Raises HoursOverlap."""
    lock_scope(_of(therapist))
    if span.ends_at - span.starts_at > DAY:
        raise HoursOverlap
    written = _write(Kind.EXTRA, [span], therapist=therapist, note=note)
    return written[0] if written else None


@verb
def remove_change(
    *,
    change: HoursChange,
    now: datetime,
    seen: Collection[int] = (),
    kept: Sequence[Appointment] = (),
) -> None:
    """Take an hours change back; gone already is gone.

    `kept` sessions get extra hours of their own. Raises Strands.
    """
    with _stranding_nobody(scope_of_change(change), now=now, seen=seen):
        HoursChange.objects.filter(pk=change.pk).delete()
        _keep_open(kept, change.therapist)


def _keep_open(kept: Sequence[Appointment], therapist: Therapist | None) -> None:
    spans = [Span(row.starts_at, row.ends_at) for row in kept]
    if therapist is not None:
        _write(Kind.EXTRA, spans, therapist=therapist, note="")


def _write(
    kind: str, spans: Sequence[Span], *, therapist: Therapist | None = None, note: str
) -> list[HoursChange]:
    """Those that the same kind of change does not cover already."""
    rows = HoursChange.objects.filter(kind=kind, therapist=therapist)
    known = [Span(*row) for row in rows.values_list("starts_at", "ends_at")]
    return [
        HoursChange.objects.create(
            kind=kind,
            therapist=therapist,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            note=note,
        )
        for span in spans
        if not is_covered(span, known)
    ]


@verb
def add_hours(
    *, therapist: Therapist, weekly: Weekly, now: datetime
) -> list[OpeningHours]:
    """The same hours on each of these weekdays. Raises HoursOverlap with which."""
    lock_scope(_of(therapist))
    known = list(OpeningHours.objects.filter(therapist=therapist))
    added = []
    for weekday in sorted(set(weekly.weekdays)):
        row = OpeningHours(
            therapist=therapist,
            weekday=weekday,
            opens=weekly.opens,
            closes=weekly.closes,
            valid_from=weekly.valid_from,
            valid_until=weekly.valid_until,
            every_second_week=weekly.every_second_week,
        )
        met = next((other for other in known if row.overlaps(other)), None)
        if met is not None:
            raise HoursOverlap(met)
        row.save()
        known.append(row)
        added.append(row)
    return added


@verb
def copy_day(
    *, therapist: Therapist, weekday: int, to: Sequence[int], now: datetime
) -> list[OpeningHours]:
    """Every span of one weekday on others too. Raises HoursOverlap with which."""
    lock_scope(_of(therapist))
    rows = OpeningHours.objects.filter(therapist=therapist)
    known, added = list(rows), []
    for source in [row for row in known if row.weekday == weekday]:
        for other in sorted(set(to) - {weekday}):
            row = OpeningHours(
                therapist=therapist,
                weekday=other,
                opens=source.opens,
                closes=source.closes,
                valid_from=source.valid_from,
                valid_until=source.valid_until,
                every_second_week=source.every_second_week,
            )
            met = next((each for each in known if row.overlaps(each)), None)
            if met is not None:
                raise HoursOverlap(met)
            row.save()
            known.append(row)
            added.append(row)
    return added


@verb
def end_hours(
    *,
    hours: OpeningHours,
    until: date | None,
    now: datetime,
    seen: Collection[int] = (),
    kept: Sequence[Appointment] = (),
) -> None:
    """Weekly hours end with a last day, or at once and for good where it is None.

    `kept` sessions get extra hours of their own. Raises Strands.
    """
    with _stranding_nobody(_of(hours.therapist), now=now, seen=seen):
        rows = OpeningHours.objects.filter(pk=hours.pk)
        if until is None or (hours.valid_from and until < hours.valid_from):
            rows.delete()
        else:
            rows.update(valid_until=until)
        _keep_open(kept, hours.therapist)
