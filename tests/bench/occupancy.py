"""The peer's clinic: eight therapists, 16:00 to 22:00 daily, half of the places booked.

Its numbers (the seed, the places of an evening, the order of the dice) are those of the
benchmark of the peer, so that both answer the same question: 1,470 therapist-starts in
the next 30 days.
"""

import random
from datetime import date, datetime, time, timedelta

from booking.actions.screened import Given, weighed
from booking.actions.steps import as_booked, times_of
from booking.management.catalogue import read
from booking.models import (
    Appointment,
    Clearance,
    Client,
    Clinic,
    OpeningHours,
    Questionnaire,
    Room,
    Screening,
    Status,
    Therapist,
    Treatment,
)
from booking.models.questionnaires import parsed
from booking.screening.asked import keys_asked

PLACES = [time(16, 0), time(17, 15), time(18, 30), time(19, 45), time(21, 0)]
SEED = 20261120
DAYS_BOOKED = 60


def make_clinic(*, therapists: int = 8) -> Treatment:
    """A clinic without lead time or latest start, a room for each therapist."""
    Clinic(
        name="Bench",
        lead_time_minutes=0,
        booking_horizon_days=366,
        booking_open=True,
    ).save()
    Questionnaire.objects.create(
        number=1,
        status="published",
        document=read("questionnaire.json"),
        approver_name="Bench",
        published_at=datetime.now().astimezone(),
    )
    treatment = Treatment.objects.create(
        slug="bench-60",
        name="Bench, 60 minutes",
        minutes=60,
        buffer_minutes=15,
        price_cents=6000,
        areas=["shoulders"],
        scents=["none"],
    )
    for number in range(therapists):
        Room.objects.create(name=f"Room {number}")
        therapist = Therapist.objects.create(
            slug=f"therapist-{number}", name=f"Therapist {number}"
        )
        therapist.treatments.add(treatment)
        OpeningHours.objects.bulk_create(
            OpeningHours(
                therapist=therapist, weekday=day, opens=time(16), closes=time(22)
            )
            for day in range(7)
        )
    return treatment


def half_book(treatment: Treatment, *, first: date, days: int = DAYS_BOOKED) -> int:
    """Book each place with probability one half; how many were booked."""
    dice = random.Random(SEED)
    therapists, rooms = list(Therapist.objects.all()), list(Room.objects.all())
    starts = [
        (therapist, room, first + timedelta(days=day), place)
        for therapist, room in zip(therapists, rooms, strict=True)
        for day in range(days)
        for place in PLACES
        if dice.random() < 0.5
    ]
    return confirm(treatment, starts)


def fill_past(treatment: Treatment, *, before: date, count: int) -> int:
    """So many sessions on all places of the evenings before a day."""
    therapists, rooms = list(Therapist.objects.all()), list(Room.objects.all())
    starts = []
    day = before
    while len(starts) < count:
        day -= timedelta(days=1)
        starts += [
            (therapist, room, day, place)
            for therapist, room in zip(therapists, rooms, strict=True)
            for place in PLACES
        ]
    return confirm(treatment, starts[:count])


def confirm(treatment: Treatment, starts: list) -> int:
    """Confirmed appointments of one client, cleared once for all of time."""
    clinic = Clinic.objects.current()
    clearance = _clearance(treatment)
    Appointment.objects.bulk_create(
        [
            Appointment(
                client=clearance.client,
                treatment=treatment,
                therapist=therapist,
                room=room,
                status=Status.CONFIRMED,
                held_at=clearance.decided_at,
                screening=clearance.screening,
                clearance=clearance,
                cleared_until=clearance.valid_until,
                **times_of(treatment, datetime.combine(day, place, tzinfo=clinic.zone)),
                **as_booked(treatment, clinic),
            )
            for therapist, room, day, place in starts
        ],
        batch_size=1000,
    )
    return len(starts)


def _clearance(treatment: Treatment) -> Clearance:
    existing = Clearance.objects.first()
    if existing is not None:
        return existing
    questionnaire = Questionnaire.objects.get()
    now = datetime.now().astimezone()
    asked = keys_asked(
        parsed(questionnaire), treatment.facts, "booking", timedelta(days=7)
    )
    screening = weighed(
        questionnaire,
        Given(
            shown=asked,
            answers={
                key: ["none"] for key in ("today", "ask_first", "health", "comfort")
            },
            consents=("consent_health", "consent_massage", "consent_true"),
        ),
        client=Client.objects.create(name="Bench"),
        treatment=treatment,
        starts_at=now + timedelta(days=7),
        now=now,
    )
    screening.save()
    return Clearance.objects.create(
        screening=Screening.objects.get(pk=screening.pk),
        outcome=screening.outcome,
        client=screening.client,
        treatment=treatment,
        basis=Clearance.Basis.RULES,
        decided_at=now,
        valid_until=now + timedelta(days=400),
    )
