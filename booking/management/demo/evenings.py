"""The demo's appointments: weeks about half booked, tonight, and a past."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Min

from booking.actions.screened import Given, in_use, weighed
from booking.actions.steps import as_booked, times_of
from booking.models import (
    Appointment,
    AppointmentEvent,
    Clearance,
    Client,
    Clinic,
    HoursChange,
    Outcome,
    Room,
    Screening,
    Status,
    Therapist,
    Treatment,
)
from booking.models.questionnaires import parsed
from booking.rows import hours_of
from booking.screening.asked import keys_asked
from booking.times import Span, local_date

SEED = 20261120
STEP = timedelta(minutes=15)
ANSWERED_BEFORE = timedelta(days=3)
BOOKED_AFTER = timedelta(minutes=6)
COMPLETED_AFTER = timedelta(minutes=90)
BUSY_PAST = 75  # per cent
BATCH = 1000
NOTHING = {"today": ["none"], "ask_first": ["none"], "health": ["none"]} | {
    "comfort": ["none"],
    "scent": "no_scent",
}
# Most people have nothing to report; some have what only changes the session.
ANSWERS: list[dict[str, Any]] = [
    NOTHING,
    NOTHING,
    NOTHING,
    NOTHING | {"health": ["medicine_effects"]},
    NOTHING | {"comfort": ["private_word"]},
    NOTHING | {"health": ["high_pressure"], "pressure_now": "controlled"},
]
# What two screenings with equal answers to one treatment share.
WEIGHED = ("questionnaire", "treatment", "content", "outcome", "training_needed")
CONSENTS = ("consent_health", "consent_massage", "consent_true")


class Evenings:
    """Fills evenings with sessions, each screened and cleared on its own."""

    def __init__(self, *, now: datetime) -> None:
        self.now = now
        self.random = random.Random(SEED)  # noqa: S311
        self.clinic = Clinic.objects.current()
        self.clients = list(Client.objects.all())
        self.rooms = list(Room.objects.filter(active=True).order_by("pk"))
        self.today = local_date(now, self.clinic.zone)
        self.therapists = list(Therapist.objects.prefetch_related("treatments"))
        hours = hours_of(therapist.pk for therapist in self.therapists)
        self.hours = sorted(hours, key=lambda row: row[:4])
        away = HoursChange.Kind.TIME_OFF, HoursChange.Kind.CLOSURE
        self.away = list(HoursChange.objects.filter(kind__in=away))
        self.questionnaire = in_use()
        self.weighed: dict[tuple[int, int], Screening] = {}
        self.room_busy: dict[int, list[tuple[datetime, datetime]]] = {}
        self.made: list[tuple[Screening, Clearance, Appointment]] = []

    def fill(self, *, days: int, busy: int) -> int:
        """The coming `days`, with about `busy` per cent of each evening booked."""
        for day in (self.today + timedelta(days=n) for n in range(1, days + 1)):
            self._fill_day(day, busy)
        return self._write()

    def fill_past(self, count: int) -> int:
        """So many sessions up to tonight's, the latest ones first."""
        day, written = self.today, 0
        while written + len(self.made) < count:
            self._fill_day(day, BUSY_PAST)
            day -= timedelta(days=1)
            if len(self.made) >= BATCH:
                written += self._write()
        return written + self._write()

    def fill_for(self, client: Client, *, weeks: int) -> int:
        """An evening a week for one client, in the weeks before all others."""
        first = Appointment.objects.aggregate(first=Min("starts_at"))["first"]
        day = local_date(first or self.now, self.clinic.zone)
        for _week in range(weeks):
            day -= timedelta(days=7)
            self.room_busy = {}
            for treatment, therapist, starts_at in self._sessions(day, 100):
                if self._add(treatment, therapist, starts_at, Status.COMPLETED, client):
                    break
        return self._write()

    def _fill_day(self, day: date, busy: int) -> None:
        self.room_busy = {}
        for treatment, therapist, starts_at in self._sessions(day, busy):
            self._add(treatment, therapist, starts_at, self._status(starts_at))

    def _status(self, starts_at: datetime) -> str:
        """What has begun was given, or missed now and then."""
        if starts_at + COMPLETED_AFTER > self.now:
            return Status.CONFIRMED
        missed = self.random.random() < 0.03
        return Status.NO_SHOW if missed else Status.COMPLETED

    def _sessions(
        self, day: date, busy: int
    ) -> Iterator[tuple[Treatment, Therapist, datetime]]:
        """Walk each therapist's evening, booking or passing over as the dice fall.

        Who comes first, and so has the first choice of a room, changes day by day.
        """
        by_pk = {therapist.pk: therapist for therapist in self.therapists}
        zone, next_day = self.clinic.zone, day + timedelta(days=1)
        opened = [
            (row.therapist, span)
            for row in self.hours
            for _day, span in row.evenings(zone, day, next_day)
        ]
        turn = day.toordinal() % len(opened) if opened else 0
        for who, span in opened[turn:] + opened[:turn]:
            yield from self._walk(by_pk[who], span, busy)

    def _walk(
        self, therapist: Therapist, span: Span, busy: int
    ) -> Iterator[tuple[Treatment, Therapist, datetime]]:
        """One evening from its opening to its closing, within its load rules."""
        moment, closes = span.starts_at + STEP * self.random.randrange(3), span.ends_at
        given = in_a_row = 0
        while given != therapist.most_sessions:
            if in_a_row and in_a_row == therapist.rest_after:
                moment += _rounded_up(timedelta(minutes=therapist.rest_minutes))
                in_a_row = 0
            treatment = self._treatment_of(therapist)
            if moment + treatment.length > closes:
                break
            wanted = self.random.random() * 100 < busy
            if wanted and self._is_open(therapist, moment, treatment.length):
                yield treatment, therapist, moment
                given, in_a_row = given + 1, in_a_row + 1
            else:
                in_a_row = 0
            moment += _rounded_up(treatment.length + treatment.buffer)

    def _is_open(
        self, therapist: Therapist, starts_at: datetime, length: timedelta
    ) -> bool:
        """Whether neither time off nor a closure lies in the way."""
        return not any(
            change.starts_at < starts_at + length
            and change.ends_at > starts_at
            and change.therapist_id in (therapist.pk, None)
            for change in self.away
        )

    def _treatment_of(self, therapist: Therapist) -> Treatment:
        return self.random.choice(list(therapist.treatments.all()))

    def _add(
        self,
        treatment: Treatment,
        therapist: Therapist,
        starts_at: datetime,
        status: str,
        client: Client | None = None,
    ) -> bool:
        """Plan one session; False where no room is free."""
        times = times_of(treatment, starts_at)
        room = self._free_room(times["starts_at"], times["busy_until"])
        if room is None:
            return False
        client = client or self.random.choice(self.clients)
        answered_at = min(self.now, starts_at) - ANSWERED_BEFORE
        screening = self._screening(treatment, client, starts_at, answered_at)
        clearance = Clearance(
            screening=screening,
            outcome=screening.outcome,
            client=client,
            treatment=treatment,
            basis=Clearance.Basis.RULES,
            decided_at=answered_at,
            valid_until=screening.valid_until or answered_at,
            changes={},
        )
        appointment = Appointment(
            client=client,
            treatment=treatment,
            therapist=therapist,
            room=room,
            status=status,
            held_at=answered_at,
            screening=screening,
            clearance=clearance,
            cleared_until=screening.valid_until,
            **times,
            **as_booked(treatment, self.clinic),
        )
        self.made.append((screening, clearance, appointment))
        return True

    def _free_room(self, starts_at: datetime, busy_until: datetime) -> Room | None:
        """A room with nothing in the way that evening, noted as taken."""
        for room in self.rooms:
            taken = self.room_busy.setdefault(room.pk, [])
            if all(busy_until <= a or starts_at >= b for a, b in taken):
                taken.append((starts_at, busy_until))
                return room
        return None

    def _screening(
        self,
        treatment: Treatment,
        client: Client,
        starts_at: datetime,
        answered_at: datetime,
    ) -> Screening:
        """Answers as a client would give them, that the rules let be confirmed.

        Equal answers to the same treatment are weighed once and dated anew.
        """
        which = self.random.randrange(len(ANSWERS))
        model = self.weighed.get((treatment.pk, which))
        if model is None:
            model = self._weigh(treatment, ANSWERS[which], starts_at, answered_at)
            if model.outcome not in (Outcome.CLEAR, Outcome.ADAPT):
                model = self._weigh(treatment, NOTHING, starts_at, answered_at)
            self.weighed[treatment.pk, which] = model
        fields = {name: getattr(model, name) for name in WEIGHED}
        valid_for = model.valid_until - model.answered_at  # type: ignore[operator]
        return Screening(
            client=client,
            answered_at=answered_at,
            valid_until=answered_at + valid_for,
            **fields,
        )

    def _weigh(
        self,
        treatment: Treatment,
        answers: dict[str, Any],
        starts_at: datetime,
        answered_at: datetime,
    ) -> Screening:
        document = parsed(self.questionnaire)
        asked = keys_asked(
            document, treatment.facts, "booking", starts_at - answered_at
        )
        return weighed(
            self.questionnaire,
            Given(shown=asked, answers=answers, consents=CONSENTS),
            client=None,
            treatment=treatment,
            starts_at=starts_at,
            now=answered_at,
        )

    def _write(self) -> int:
        """All that was planned, in one transaction and four inserts."""
        rows, self.made = self.made, []
        with transaction.atomic():
            Screening.objects.bulk_create([row[0] for row in rows], BATCH)
            Clearance.objects.bulk_create([row[1] for row in rows], BATCH)
            Appointment.objects.bulk_create([row[2] for row in rows], BATCH)
            events = [event for row in rows for event in _events(row[2])]
            AppointmentEvent.objects.bulk_create(events, BATCH)
        return len(rows)


def _events(appointment: Appointment) -> Iterator[AppointmentEvent]:
    """What the verbs would have written on its way."""
    held_at, booked_at = appointment.held_at, appointment.held_at + BOOKED_AFTER
    steps = [(held_at, Status.HELD), (booked_at, Status.CONFIRMED)]
    if appointment.status != Status.CONFIRMED:
        steps.append((appointment.ends_at, Status(appointment.status)))
    for at, status in steps:
        yield AppointmentEvent(
            appointment=appointment, at=at, what=status, status=status
        )


def _rounded_up(length: timedelta) -> timedelta:
    return -(-length // STEP) * STEP
