"""Days of a clinic whose worker is seldom as it should be, and who was reminded.

Two workers go their rounds at once. Now and then nobody goes any for 26 hours, or the
clock is two hours wrong. Clients cancel and move meanwhile.
"""

import random
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import time_machine
from django.core import mail
from django.db import transaction
from django.test import override_settings

from booking.actions import cancel, move
from booking.actions.problems import Refused
from booking.actions.reminding import remind
from booking.management.upkeep import go_round
from booking.models import Appointment, Clinic, Message, Status
from booking.times import day_before
from tests.experiments.at_once import at_once
from tests.factories import (
    make_client,
    make_confirmed,
    make_evening,
    make_room,
    make_therapist,
)

LONDON = ZoneInfo("Europe/London")
HOUR = timedelta(hours=1)
DAYS = 5  # of which the clocks change on the third
STARTS = (time(16), time(17, 15), time(19, 45))  # 18:30 is free, to move to
FREE = time(18, 30)
IN_USE = timedelta(hours=2)  # before the start, the last moment to be reminded
MAILS = {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
GIVEN = (Status.CONFIRMED, Status.COMPLETED)
SENT = Message.State.SENT


@dataclass(frozen=True)
class Told:
    """What became of the reminders of so many appointments."""

    appointments: int
    rounds: int
    cancelled: int
    moved: int
    told: int
    twice: int = 0
    late: int = 0
    called_off: int = 0
    missed: int = 0

    @property
    def is_right(self):
        return not (self.twice or self.late or self.called_off or self.missed)

    def line(self):
        return asdict(self)


@dataclass(frozen=True)
class Seen:
    """A reminder that went out: of which appointment and start, and when in truth."""

    appointment: int
    starts_at: datetime
    status: str
    at: datetime


class Days:
    """`first` is the local date two days before the clocks change."""

    def __init__(self, first, *, appointments, step=3 * HOUR, seed=3):
        self.dice = random.Random(seed)
        self.step = step
        self.first = first
        self.booked_at = self.local(first - timedelta(days=2), time(12))
        with time_machine.travel(self.booked_at, tick=False):
            self.make(appointments)
        self.rounds = []  # true moments at which a clock that was right went round
        self.went = 0
        self.seen = {}  # reminder -> Seen

    def local(self, day, wall):
        return datetime.combine(day, wall, tzinfo=LONDON).astimezone(ZoneInfo("UTC"))

    def make(self, appointments):
        """Every evening has as many, in as many columns as that takes."""
        treatment, therapist, room = make_evening()
        columns = [(therapist, room)]
        while len(columns) * len(STARTS) * (DAYS - 1) < appointments:
            columns.append((make_therapist(treatments=[treatment]), make_room()))
        places = [
            (self.local(self.first + timedelta(days=day), wall), column)
            for day in range(1, DAYS)
            for wall in STARTS
            for column in columns
        ]
        for starts_at, (therapist, room) in self.dice.sample(places, appointments):
            made = make_confirmed(
                treatment=treatment,
                therapist=therapist,
                room=room,
                starts_at=starts_at,
                now=self.booked_at,
                client=make_client(),
            )
            with transaction.atomic():
                remind(made, Clinic.objects.current(), now=self.booked_at)

    def pass_by(self):
        """Every so often a round, but for one gap over the night the clocks change."""
        mail.outbox = []
        now = self.local(self.first, time(0))
        end = self.local(self.first + timedelta(days=DAYS), time(12))
        gap = self.local(self.first + timedelta(days=1), time(15, 30))
        with override_settings(**MAILS):
            while now < end:
                self.clients_act(now)
                if not gap <= now < gap + 26 * HOUR:
                    self.go_twice(now)
                now += self.step
        return self.weigh()

    def go_twice(self, now):
        """Two rounds at one moment; one time in four their clock is wrong."""
        wrong = self.dice.choice([0, 0, 0, 0, 0, 0, 2, -2]) * HOUR
        with time_machine.travel(now + wrong, tick=False):
            at_once(go_round, go_round)
        self.went += 2
        if not wrong:
            self.rounds.append(now)
        sent = Message.objects.filter(kind=Message.Kind.REMINDER, state=SENT)
        for row in sent.exclude(pk__in=self.seen).select_related("appointment"):
            about = row.appointment
            self.seen[row.pk] = Seen(about.pk, about.starts_at, about.status, now)

    def clients_act(self, now):
        """Some cancel or move, sooner or later."""
        chance = 0.003 * (self.step / HOUR)
        rows = Appointment.objects.filter(status=Status.CONFIRMED, starts_at__gt=now)
        for row in rows.order_by("pk"):
            if self.dice.random() < chance:
                with suppress(Refused):
                    cancel(appointment=row, now=now)
            elif self.dice.random() < chance:
                day = self.first + timedelta(days=self.dice.randrange(1, DAYS))
                with suppress(Refused):
                    move(appointment=row, starts_at=self.local(day, FREE), now=now)

    def weigh(self):
        seen = list(self.seen.values())
        each = Counter((one.appointment, one.starts_at) for one in seen)
        ids = Counter(letter.extra_headers["Message-ID"] for letter in mail.outbox)
        found = Told(
            appointments=Appointment.objects.count(),
            rounds=self.went,
            cancelled=Appointment.objects.filter(status=Status.CANCELLED).count(),
            moved=Message.objects.filter(kind=Message.Kind.MOVED).count(),
            told=len(seen),
        )
        return replace(
            found,
            twice=sum(n > 1 for n in (*each.values(), *ids.values())),
            late=sum(one.at >= one.starts_at for one in seen),
            called_off=sum(one.status != Status.CONFIRMED for one in seen),
            missed=len(self.missed()),
        )

    def missed(self):
        """Who was to be reminded while somebody went round, and was not."""
        stayed = Appointment.objects.filter(revision=1, status__in=GIVEN)
        told = {one.appointment for one in self.seen.values()}
        return [row for row in stayed if row.pk not in told and self.was_due(row)]

    def was_due(self, row):
        due, last = day_before(row.starts_at, LONDON), row.starts_at - IN_USE
        return any(due <= moment < last for moment in self.rounds)
