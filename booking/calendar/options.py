"""Which other times and therapists fit an appointment, the nearest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from booking.actions.proposing import earliest
from booking.cleaning import read_moment
from booking.models import (
    Appointment,
    Clinic,
    Proposal,
    Room,
    Status,
    Therapist,
    Training,
    Wish,
)
from booking.offers import Offers, offers
from booking.times import Slot, Span, local_date
from booking.times.clock import DAY
from booking.times.standing import is_met

DAYS_BEFORE, DAYS_AFTER = 6, 15
OTHERS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Away:
    """Who is not there, and when; everyone where nobody is named."""

    spans: tuple[Span, ...] = ()
    therapist: int | None = None

    def meets(self, therapist: int, span: Span) -> bool:
        return self.therapist in (None, therapist) and is_met(span, self.spans)


@dataclass(frozen=True, slots=True)
class Option:
    """One other time with one therapist, and the rooms free for it."""

    therapist: Therapist
    rooms: tuple[Room, ...]
    starts_at: datetime
    ends_at: datetime
    busy_until: datetime
    same_time: bool
    same_hands: bool
    evening: date

    @property
    def value(self) -> str:
        """What a form sends."""
        return f"{self.therapist.slug}@{timezone.localtime(self.starts_at).isoformat()}"

    @property
    def room(self) -> Room:
        return self.rooms[0]

    def beside(self, taken: "Sequence[Option]") -> "Option | None":
        """The same with a room that none of these takes; None where they collide."""
        met = [other for other in taken if self._meets(other)]
        if any(other.therapist == self.therapist for other in met):
            return None
        used = {other.room.pk for other in met}
        rooms = tuple(room for room in self.rooms if room.pk not in used)
        if not rooms:
            return None
        return Option(
            self.therapist,
            rooms,
            self.starts_at,
            self.ends_at,
            self.busy_until,
            self.same_time,
            self.same_hands,
            self.evening,
        )

    def _meets(self, other: "Option") -> bool:
        return self.starts_at < other.busy_until and other.starts_at < self.busy_until


@dataclass(slots=True)
class Case:
    """One appointment that cannot stay, and what its client could be asked."""

    appointment: Appointment
    options: list[Option]
    chips: list[str]
    asked: Proposal | None = None
    first: Option | None = None
    others: list[Option] = field(default_factory=list)

    @property
    def name(self) -> str:
        client = self.appointment.client
        return client.name if client else ""

    @property
    def hands(self) -> list[Option]:
        """Other therapists on the same evening, each at their nearest time."""
        found: dict[int, Option] = {}
        day = timezone.localdate(self.appointment.starts_at)
        for option in self.options:
            if not option.same_hands and option.evening == day:
                found.setdefault(option.therapist.pk, option)
        return list(found.values())[:OTHERS_SHOWN]

    @property
    def moves(self) -> list[Option]:
        """The nearest times with the same therapist, one an evening."""
        same = (option for option in self.options if option.same_hands)
        return _one_an_evening(same)[:OTHERS_SHOWN]

    @property
    def is_elsewhere(self) -> bool:
        """Whether the nearest is neither at hand this evening nor with the same."""
        shown = {option.value for option in (*self.hands, *self.moves)}
        return self.first is not None and self.first.value not in shown

    @property
    def why_first(self) -> str:
        """Why this is what we would ask."""
        if self.first is None:
            return ""
        if self.first.same_time:
            return _("Same time, %(room)s.") % {"room": self.first.room.name}
        if self.appointment.wish == self.first.therapist.slug:
            who = {"who": self.first.therapist.first_name}
            return _("Asked for %(who)s, so nobody else is offered.") % who
        at = timezone.localtime(self.appointment.starts_at)
        said = {"at": f"{at:%H:%M}", "room": self.first.room.name}
        return _("Nobody who fits is free at %(at)s. Nearest time, %(room)s.") % said


def find_cases(
    appointments: Sequence[Appointment],
    *,
    away: Away,
    now: datetime,
    sees_cautions: bool,
) -> list[Case]:
    """Each with its nearest options; what is asked first takes nobody else's time."""
    clinic = Clinic.objects.current()
    asked = {
        row.appointment_id: row
        for row in Proposal.objects.waiting()
        .filter(appointment__in=appointments)
        .select_related("offer__therapist")
    }
    cases = [
        Case(
            row,
            list(options_for(row, clinic, away=away, now=now)),
            list(_chips(row, sees_cautions=sees_cautions)),
            asked.get(row.pk),
        )
        for row in appointments
    ]
    _choose(cases)
    return cases


def _choose(cases: list[Case]) -> None:
    """Who has fewest ways to keep their time chooses first."""
    taken: list[Option] = []
    for case in sorted(cases, key=_same):
        found = (option.beside(taken) for option in case.options)
        case.first = next(filter(None, found), None)
        if case.first:
            taken.append(case.first)
    for case in cases:
        rest = [option for option in case.options if not _is(option, case.first)]
        case.others = _one_an_evening(rest)[:OTHERS_SHOWN]


def _same(case: Case) -> int:
    return sum(option.same_time for option in case.options)


def _is(option: Option, other: Option | None) -> bool:
    return other is not None and option.value == other.value


def _one_an_evening(options: Any) -> list[Option]:
    """The nearest of each evening, so that they are real alternatives."""
    found: dict[date, Option] = {}
    for option in options:
        found.setdefault(option.evening, option)
    return list(found.values())


def options_for(
    appointment: Appointment, clinic: Clinic, *, away: Away, now: datetime
) -> list[Option]:
    """What fits by treatment, trainings, wish and room; nearest first.

    The same evening comes before others, and on those the same time of the clock.
    """
    day = local_date(appointment.starts_at, clinic.zone)
    today = local_date(now, clinic.zone)
    found = offers(
        treatment=appointment.treatment,
        now=now,
        since=max(today, day - DAYS_BEFORE * DAY),
        until=day + DAYS_AFTER * DAY,
        wish=appointment.wish,
        trainings=appointment.trainings,
        step_free=appointment.step_free,
        kept=True,
        earliest=_earliest(appointment, clinic, now),
        ignoring=appointment,
    )
    until = appointment.cleared_until
    options = [
        option
        for option in _fitting(found, appointment, away)
        if until is None or option.starts_at <= until
    ]
    return sorted(options, key=lambda option: _distance(option, appointment, day))


def _fitting(found: Offers, appointment: Appointment, away: Away) -> Iterator[Option]:
    """Every slot with everyone who is there and could give it in some room."""
    buffer, own = appointment.treatment.buffer, appointment.therapist_id
    for slot in found.slots:
        rooms = _rooms(slot, found, appointment, buffer)
        busy = {own} if _beside(slot, appointment, buffer) else set()
        for pk in set(slot.therapists) - busy if rooms else ():
            if away.meets(pk, Span(slot.starts_at, slot.ends_at)):
                continue
            yield Option(
                therapist=found.therapists[pk],
                rooms=rooms,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                busy_until=slot.ends_at + buffer,
                same_time=slot.starts_at == appointment.starts_at,
                same_hands=pk == own,
                evening=local_date(slot.starts_at, found.clinic.zone),
            )


def _rooms(
    slot: Slot, found: Offers, appointment: Appointment, buffer: timedelta
) -> tuple[Room, ...]:
    """Their own room first for the very same time, and not for one that overlaps."""
    own = appointment.room_id
    same = slot.starts_at == appointment.starts_at
    if not same and _beside(slot, appointment, buffer):
        return tuple(found.rooms[pk] for pk in sorted(slot.rooms) if pk != own)
    ordered = sorted(slot.rooms, key=lambda pk: (pk != own, pk))
    return tuple(found.rooms[pk] for pk in ordered)


def _beside(slot: Slot, appointment: Appointment, buffer: timedelta) -> bool:
    """Whether it overlaps the time that stays theirs until they answer."""
    return (
        slot.starts_at < appointment.busy_until
        and appointment.starts_at < slot.ends_at + buffer
    )


def _earliest(appointment: Appointment, clinic: Clinic, now: datetime) -> datetime:
    """A review must be decided before it starts."""
    first = earliest(appointment, clinic, now)
    if appointment.status == Status.REVIEW and appointment.expires_at:
        return max(first, appointment.expires_at)
    return first


def _distance(option: Option, appointment: Appointment, day: date) -> tuple[Any, ...]:
    """The same evening first; else a day later weighs as an hour on the clock does.

    A day earlier weighs twice that: it is harder to come sooner than one planned.
    """
    days = (option.evening - day).days
    clocks = abs(_minutes(option.starts_at) - _minutes(appointment.starts_at))
    weight = clocks + (60 * days if days > 0 else -120 * days)
    last = (option.starts_at, option.therapist.pk)
    return (days != 0, weight, not option.same_hands, *last)


def _minutes(moment: datetime) -> int:
    local = timezone.localtime(moment)
    return local.hour * 60 + local.minute


def read_option(text: str) -> tuple[str, datetime] | None:
    """The slug and the start of what a form sends; None for anything else."""
    slug, _at, start = text.partition("@")
    starts_at = read_moment(start)
    return (slug, starts_at) if slug and starts_at else None


def _chips(row: Appointment, *, sees_cautions: bool) -> Iterator[str]:
    """What a proposal keeps to; a training tells of health, so not everyone sees it."""
    wishes = {Wish.WOMAN: _("Asked for a woman"), Wish.MAN: _("Asked for a man")}
    if row.wish in wishes:
        yield wishes[Wish(row.wish)]
    elif row.wish == row.therapist.slug:
        yield _("Asked for %(who)s") % {"who": row.therapist.first_name}
    elif row.wish != Wish.ANYONE:
        yield _("Asked for somebody else")
    if row.step_free:
        yield _("Level way in")
    if sees_cautions:
        yield from (str(Training(training).label) for training in row.trainings)
    if row.client and not row.client.email:
        yield _("No e-mail")
    if row.status == Status.REVIEW:
        yield _("With a therapist")
