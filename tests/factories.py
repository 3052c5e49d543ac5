"""Rows for tests: keyword-only functions, each with what a plain clinic would have."""

import json
import uuid
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path

from django.contrib.auth.models import Group, Permission

import booking
from booking.actions import Given
from booking.actions.screened import cleared_by, store
from booking.actions.steps import as_booked, times_of
from booking.models import (
    Appointment,
    Client,
    Clinic,
    HoursChange,
    OpeningHours,
    Questionnaire,
    ReviewHours,
    Room,
    Status,
    Therapist,
    Treatment,
    WaitingRequest,
)
from booking.models.questionnaires import parsed
from booking.screening.asked import keys_asked
from clinic.models import User
from clinic.roles import ROLES, codenames

DATA = Path(booking.__file__).parent / "data"
NOW = datetime(2026, 12, 7, 12, 0, tzinfo=UTC)  # a Monday noon, London is on UTC
MONDAY = date(2026, 12, 7)
TUESDAY = date(2026, 12, 8)

_numbers = count(1)


def at(day: date, wall: str) -> datetime:
    """A winter moment in London, where the wall clock is UTC."""
    return datetime.combine(day, time.fromisoformat(wall), tzinfo=UTC)


def make_clinic(**fields):
    """The clinic, open for booking, with review hours Monday to Friday 12 to 21."""
    wanted = {
        "name": "Fernlight",
        "address": "3 Quiet Lane\nWestbrook",
        "phone": "01632 960200",
        "email": "hello@fernlight.example",
        "ways_to_pay": "Card or cash",
        "booking_open": True,
    } | fields
    clinic = Clinic(**wanted)
    clinic.save()
    clinic.refresh_from_db()
    if not clinic.review_hours.exists():
        for weekday in range(5):
            ReviewHours.objects.create(
                clinic=clinic, weekday=weekday, opens=time(12), closes=time(21)
            )
    return clinic


def make_treatment(*, slug="parasympathetic-evening-60", **fields):
    """A treatment of the starting catalogue, by its slug."""
    catalogue = json.loads((DATA / "treatments.json").read_text())["treatments"]
    found = next(entry for entry in catalogue if entry["slug"] == slug)
    wanted = {
        "name": found["name"],
        "tagline": found["tagline"],
        "summary": found["summary"],
        "minutes": found["minutes"],
        "buffer_minutes": found["buffer_minutes"],
        "price_cents": found["price_example"] * 100,
        "pressure": found["pressure"],
        "areas": found["areas"],
        "methods": found["methods"],
        "needs": found["needs"],
        "scents": found["scents"],
        "agree_in_room": found["agree_in_room"],
        "bedtime_ideal": found["bedtime"]["ideal"],
        "bedtime_best_from": found["bedtime"]["best_from"],
        "bedtime_best_to": found["bedtime"]["best_to"],
        "bedtime_least": found["bedtime"]["least"],
        "evidence": found["evidence"],
    } | fields
    return Treatment.objects.create(slug=slug, **wanted)


def make_room(*, name="", **fields):
    return Room.objects.create(name=name or f"Room {next(_numbers)}", **fields)


def make_therapist(
    *, treatments=(), opens="16:00", closes="22:00", weekdays=range(7), **fields
):
    """A therapist who gives `treatments`, with the same hours every evening."""
    number = next(_numbers)
    wanted = {"slug": f"therapist-{number}", "name": f"Rowan{number} Blythe"} | fields
    therapist = Therapist.objects.create(**wanted)
    therapist.treatments.set(treatments)
    for weekday in weekdays if opens else ():
        make_hours(therapist=therapist, weekday=weekday, opens=opens, closes=closes)
    return therapist


def make_hours(*, therapist, weekday=0, opens="16:00", closes="22:00", **fields):
    return OpeningHours.objects.create(
        therapist=therapist,
        weekday=weekday,
        opens=time.fromisoformat(opens),
        closes=time.fromisoformat(closes),
        **fields,
    )


def make_change(*, kind, starts_at, ends_at, therapist=None, room=None):
    return HoursChange.objects.create(
        kind=kind, starts_at=starts_at, ends_at=ends_at, therapist=therapist, room=room
    )


def make_evening(*, slug="parasympathetic-evening-60", **clinic_fields):
    """A clinic with one treatment, one therapist and one room: (treatment, therapist,
    room), and the starting questionnaire in use."""
    make_clinic(**clinic_fields)
    make_questionnaire()
    treatment = make_treatment(slug=slug)
    return treatment, make_therapist(treatments=[treatment]), make_room()


def starting_document():
    return json.loads((DATA / "questionnaire.json").read_text())


def make_questionnaire(*, number=1, document=None, published=True):
    """A version of the questionnaire, in use unless `published` is False."""
    fields = {"document": document or starting_document(), "number": number}
    if published:
        fields |= {
            "status": Questionnaire.Status.PUBLISHED,
            "published_at": NOW - timedelta(days=30),
            "approver_name": "Ines Duarte",
            "approver_profession": "Massage therapist",
            "approver_registration": "Register 1234",
        }
    return Questionnaire.objects.create(**fields)


def make_client(**fields):
    wanted = {
        "name": "Hannah Whitlock",
        "email": "hannah@whitlock.example",
        "phone": "01632 960201",
    } | fields
    return Client.objects.create(**wanted)


NOTHING = {"today": ["none"], "ask_first": ["none"], "health": ["none"]} | {
    "comfort": ["none"],
    "scent": "no_scent",
}
CONSENTS = ("consent_health", "consent_massage", "consent_true")


def given(*, treatment, starts_at, now=NOW, shown=None, final=True, **answers):
    """Answers as a form brings them: "none" everywhere, but for what is named."""
    document = parsed(Questionnaire.objects.published())
    asked = keys_asked(document, treatment.facts, "booking", starts_at - now)
    return Given(
        shown=asked if shown is None else tuple(shown),
        answers={k: v for k, v in (NOTHING | answers).items() if v is not None},
        consents=CONSENTS,
        final=final,
    )


def make_held(*, treatment, therapist, room, starts_at, now=NOW, **fields):
    """A hold of twenty minutes, made as the verb makes it but without its checks."""
    clinic = Clinic.objects.current()
    wanted = {
        "treatment": treatment,
        "therapist": therapist,
        "room": room,
        "held_at": now,
        "expires_at": now + timedelta(minutes=20),
        "key": uuid.uuid4(),
        **times_of(treatment, starts_at),
        **as_booked(treatment, clinic),
    } | fields
    return Appointment.objects.create(**wanted)


def make_confirmed(
    *, treatment, therapist, room, starts_at, now=NOW, client=None, key=None, **fields
):
    """A confirmed appointment with a screening and a clearance of its own."""
    client = client or make_client()
    held = make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=starts_at,
        now=now,
        client=client,
        key=key or uuid.uuid4(),
    )
    answers = given(treatment=treatment, starts_at=starts_at, now=now)
    screening = store(held, answers, treatment=treatment, starts_at=starts_at, now=now)
    wanted = cleared_by(screening, now=now) | {
        "status": Status.CONFIRMED,
        "expires_at": None,
    }
    for name, value in (wanted | fields).items():
        setattr(held, name, value)
    held.save()
    return held


def make_review(*, treatment, therapist, room, starts_at, now=NOW, **answers):
    """An appointment with a therapist; pregnant unless other answers are given."""
    held = make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=starts_at,
        now=now,
        client=make_client(),
    )
    answers = answers or {"ask_first": ["clotting"], "clot_kind": "clot_past"}
    brought = given(treatment=treatment, starts_at=starts_at, now=now, **answers)
    held.screening = store(
        held, brought, treatment=treatment, starts_at=starts_at, now=now
    )
    held.status = Status.REVIEW
    held.expires_at = now + timedelta(days=1)
    held.review = {"why": "answers"}
    held.save()
    return held


def make_waiting(*, treatment, client=None, **fields):
    """Somebody who waits for a time of the next four weeks, at any hour."""
    wanted = {
        "client": client or make_client(),
        "since": MONDAY,
        "until": MONDAY + timedelta(days=28),
        "joined_at": NOW - timedelta(hours=1),
    } | fields
    return WaitingRequest.objects.create(treatment=treatment, **wanted)


def make_user(*, role=None, **fields):
    """Someone who signs in, with the permissions of a role of clinic/roles.py."""
    number = next(_numbers)
    wanted = {"name": f"Staff {number}", "is_staff": True} | fields
    user = User.objects.create_user(
        f"staff{number}@fernlight.example", "a-pass-word", **wanted
    )
    if role:
        user.groups.add(make_role(role=role))
    return user


def make_role(*, role):
    group, _made = Group.objects.get_or_create(name=role)
    for model, actions in ROLES[role].items():
        app, name = model.split(".")
        group.permissions.add(
            *Permission.objects.filter(
                content_type__app_label=app,
                content_type__model=name,
                codename__in=codenames(model, actions),
            )
        )
    return group
