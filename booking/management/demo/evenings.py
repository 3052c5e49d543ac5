"""The demo's appointments: weeks about half booked, and a past that was given."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from booking.actions.screened import Given, in_use, weighed
from booking.actions.steps import as_booked, times_of
from booking.models import (
    Appointment,
    Clearance,
    Client,
    Clinic,
    OpeningHours,
    Outcome,
    Room,
    Screening,
    Status,
    Therapist,
    Treatment,
)
from booking.models.questionnaires import parsed
from booking.screening.asked import keys_asked
from booking.times.clock import evening_span, local_date

SEED = 20261120
STEP = timedelta(minutes=15)
ANSWERED_BEFORE = timedelta(days=3)
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
        self.therapists = list(Therapist.objects.prefetch_related("treatments"))
        self.questionnaire = in_use()
        self.weighed: dict[tuple[int, int], Screening] = {}
        self.room_busy: dict[int, list[tuple[datetime, datetime]]] = {}
        self.made: list[tuple[Screening, Clearance, Appointment]] = []

    def fill(self, *, days: int, busy: int) -> int:
        """The coming `days`, with about `busy` per cent of each evening booked."""
        today = local_date(self.now, self.clinic.zone)
        hours = list(OpeningHours.objects.all())
        for day in (today + timedelta(days=n) for n in range(1, days + 1)):
            self.room_busy = {}
            for treatment, therapist, starts_at in self._sessions(day, hours, busy):
                self._add(treatment, therapist, starts_at, Status.CONFIRMED)
        return self._write()

    def fill_past(self, count: int) -> int:
        """So many sessions given before today, the latest ones first."""
        day, left, written = local_date(self.now, self.clinic.zone), count, 0
        while left > 0:
            day -= timedelta(days=1)
            self.room_busy = {}
            for treatment, therapist, starts_at in self._packed(day):
                if not left:
                    break
                missed = self.random.random() < 0.03
                status = Status.NO_SHOW if missed else Status.COMPLETED
                left -= self._add(treatment, therapist, starts_at, status)
            if len(self.made) >= BATCH:
                written += self._write()
        return written + self._write()

    def _sessions(
        self, day: date, hours: list[OpeningHours], busy: int
    ) -> Iterator[tuple[Treatment, Therapist, datetime]]:
        """Walk each therapist's evening, booking or passing over as the dice fall."""
        by_pk = {therapist.pk: therapist for therapist in self.therapists}
        for row in (row for row in hours if row.weekday == day.weekday()):
            span = evening_span(day, row.opens, row.closes, self.clinic.zone)
            if span is None:
                continue
            therapist, (moment, closes) = by_pk[row.therapist_id], span[:2]
            moment += STEP * self.random.randrange(3)
            while True:
                treatment = self._treatment_of(therapist)
                if moment + treatment.length > closes:
                    break
                if self.random.random() * 100 < busy:
                    yield treatment, therapist, moment
                moment += _rounded_up(treatment.length + treatment.buffer)

    def _packed(self, day: date) -> Iterator[tuple[Treatment, Therapist, datetime]]:
        """Sessions one after the other from 16:00, a therapist to each room."""
        turn = day.toordinal()
        for number in range(len(self.rooms)):
            therapist = self.therapists[(turn + number) % len(self.therapists)]
            span = evening_span(day, time(16), time(22), self.clinic.zone)
            if span is None:
                continue
            moment, closes = span[:2]
            while moment < closes:
                treatment = self._treatment_of(therapist)
                yield treatment, therapist, moment
                moment += _rounded_up(treatment.length + treatment.buffer)

    def _treatment_of(self, therapist: Therapist) -> Treatment:
        return self.random.choice(list(therapist.treatments.all()))

    def _add(
        self,
        treatment: Treatment,
        therapist: Therapist,
        starts_at: datetime,
        status: str,
    ) -> bool:
        """Plan one session; False where no room is free."""
        times = times_of(treatment, starts_at)
        room = self._free_room(times["starts_at"], times["busy_until"])
        if room is None:
            return False
        client = self.random.choice(self.clients)
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
        """All that was planned, in one transaction and three inserts."""
        rows, self.made = self.made, []
        with transaction.atomic():
            Screening.objects.bulk_create([row[0] for row in rows], BATCH)
            Clearance.objects.bulk_create([row[1] for row in rows], BATCH)
            Appointment.objects.bulk_create([row[2] for row in rows], BATCH)
        return len(rows)


def _rounded_up(length: timedelta) -> timedelta:
    return -(-length // STEP) * STEP
