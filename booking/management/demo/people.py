"""The demo's clinic, rooms, therapists, sign-ins and clients; all plainly fictional."""

from datetime import date, datetime, time
from itertools import cycle, islice
from typing import Any

from django.contrib.auth.models import Group

from booking.actions.publishing import draft, publish
from booking.management.catalogue import house_texts, load_treatments, read
from booking.models import (
    Client,
    Clinic,
    OpeningHours,
    ReviewHours,
    Room,
    Therapist,
)
from booking.screening.confirmations import confirmations
from clinic.models import User

PASSWORD = "quiet-evening"  # noqa: S105  works in the demo clinic only
CLIENTS = 200
SECOND_WEEKS_FROM = date(2020, 1, 6)  # a Monday


def make_people(*, therapists: int, rooms: int) -> User:
    """Everything of a clinic but its questionnaire and appointments; its lead."""
    data = read("demo.json")
    clinic = Clinic(demo=True, **house_texts(), **data["clinic"])
    clinic.save()
    ReviewHours.objects.bulk_create(
        ReviewHours(clinic=clinic, weekday=weekday, **_hours(opens, closes))
        for weekday, opens, closes in data["review_hours"]
    )
    load_treatments()
    _make_rooms(data, rooms)
    for number, entry in enumerate(islice(cycle(data["therapists"]), therapists)):
        _make_therapist(entry, number // len(data["therapists"]))
    users = [_make_user(entry) for entry in data["staff"]]
    _make_clients(data)
    return users[0]


def _hours(opens: str, closes: str) -> dict[str, time]:
    return {"opens": time.fromisoformat(opens), "closes": time.fromisoformat(closes)}


def _make_rooms(data: dict[str, Any], count: int) -> None:
    for number in range(count):
        entry = data["rooms"][number % len(data["rooms"])]
        turn = number // len(data["rooms"])
        name = entry["name"] + (f" {turn + 1}" if turn else "")
        Room.objects.create(name=name, step_free=entry["step_free"])


def _make_therapist(entry: dict[str, Any], turn: int) -> None:
    """One of the eight; beyond them they come round again with a number."""
    rows = ("treatments", "hours", "second_weeks")
    fields = {k: v for k, v in entry.items() if k not in rows}
    if turn:
        fields["slug"] = f"{entry['slug']}-{turn + 1}"
        fields["name"] = f"{entry['name']} {turn + 1}"
    therapist = Therapist.objects.create(**fields)
    treatments = {t.slug: t for t in load_treatments()}
    therapist.treatments.set(treatments[slug] for slug in entry["treatments"])
    OpeningHours.objects.bulk_create(
        OpeningHours(therapist=therapist, weekday=weekday, **_hours(opens, closes))
        for weekday, opens, closes in entry["hours"]
    )
    OpeningHours.objects.bulk_create(
        OpeningHours(
            therapist=therapist,
            weekday=weekday,
            valid_from=SECOND_WEEKS_FROM,
            every_second_week=True,
            **_hours(opens, closes),
        )
        for weekday, opens, closes in entry.get("second_weeks", ())
    )


def _make_user(entry: dict[str, Any]) -> User:
    user = User.objects.create_user(
        entry["email"], PASSWORD, name=entry["name"], is_staff=True, is_demo=True
    )
    user.groups.add(Group.objects.get(name=entry["role"]))
    Therapist.objects.filter(slug=entry.get("therapist")).update(user=user)
    return user


def _make_clients(data: dict[str, Any]) -> None:
    names = [
        f"{first} {last}"
        for last in data["last_names"]
        for first in data["first_names"]
    ]
    Client.objects.bulk_create(
        Client(
            name=name,
            email=f"{name.lower().replace(' ', '.')}@client.example",
            phone=f"01632 960{number % 1000:03}",
        )
        for number, name in enumerate(names[:CLIENTS])
    )


def publish_questionnaire(lead: User, now: datetime) -> None:
    """The starting questionnaire, each place confirmed by the demo's lead."""
    document = read("questionnaire.json")
    publish(
        questionnaire=draft(document=document),
        by=lead,
        ticks=[place.key for place in confirmations(document)],
        name=lead.name,
        profession="Massage therapist (demo)",
        registration="Demo register 1042",
        now=now,
    )
