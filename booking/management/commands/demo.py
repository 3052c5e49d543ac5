"""Make, or take away, a demo clinic."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from booking.actions import Given, Person, answer, book, first_reviewable, hold
from booking.management.demo.around import make_changes, make_traces
from booking.management.demo.evenings import CONSENTS, NOTHING, Evenings
from booking.management.demo.nights import NIGHTS, make_nights, regular
from booking.management.demo.people import PASSWORD, make_people, publish_questionnaire
from booking.management.demo.removal import remove
from booking.management.demo.waiting import make_waiting
from booking.models import Appointment, Clinic, Questionnaire, Treatment
from booking.models.questionnaires import parsed
from booking.offers import offers
from booking.screening.asked import keys_asked
from booking.times.clock import local_date
from clinic.models import User

REVIEWS: list[tuple[str, dict[str, Any]]] = [
    ("Leonard Ashby", {"ask_first": ["heart_circulation"], "heart_kind": "veins"}),
    ("Edith Farrow", {"ask_first": ["clotting"], "clot_kind": "clot_past"}),
    ("Noor Haddad", {"comfort": ["neck_history"]}),
    ("Caleb Marlow", {"health": ["blood_thinners"], "thinner_kind": "other_thinner"}),
]


class Command(BaseCommand):
    help = "A demo clinic with people, evenings and reviews; refuses real data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--therapists", type=int, default=8)
        parser.add_argument("--rooms", type=int, default=3)
        parser.add_argument("--days", type=int, default=28)
        parser.add_argument("--busy", type=int, default=50, help="per cent")
        parser.add_argument("--past", type=int, default=120, help="sessions given")
        parser.add_argument("--remove", action="store_true")
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing beside real data"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        clinic = Clinic.objects.first()
        if options["remove"]:
            self._remove(clinic)
        elif clinic is not None and clinic.demo:
            self.stdout.write("The demo clinic is there already.")
        elif clinic is not None or User.objects.exists():
            if not options["if_empty"]:
                raise CommandError("There is data here that the demo did not make.")
        else:
            self._make(options)

    def _remove(self, clinic: Clinic | None) -> None:
        if clinic is None or not clinic.demo:
            raise CommandError("There is no demo clinic here.")
        remove()
        self.stdout.write("The demo clinic is gone.")

    def _make(self, options: dict[str, Any]) -> None:
        now = timezone.now()
        call_command("roles", verbosity=0, stdout=self.stdout)
        with transaction.atomic():
            lead = make_people(therapists=options["therapists"], rooms=options["rooms"])
        publish_questionnaire(lead, now)
        make_changes(now)
        evenings = Evenings(now=now)
        ahead = evenings.fill(days=options["days"], busy=options["busy"])
        past = evenings.fill_past(options["past"])
        evenings.fill_for(regular(), weeks=len(NIGHTS))
        make_traces(now)
        make_nights()
        reviews = sum(_put_in_review(name, said, now) for name, said in REVIEWS)
        _book_by_phone(now)
        make_waiting(now)
        self.stdout.write(
            f"A demo clinic: {ahead} appointments ahead, {past} past, {reviews} with a "
            f"therapist. Every sign-in has the password {PASSWORD}."
        )


def _put_in_review(name: str, said: dict[str, Any], now: datetime) -> bool:
    """Hold, answer and book as a client does, once a therapist can look before."""
    soonest = first_reviewable(Clinic.objects.current(), now=now, doctor=True)
    email = f"{name.lower().replace(' ', '.')}@client.example"
    person = Person(name=name, email=email, phone="01632 960333")
    return _book(person, said, days_ahead=len(name) % 4, now=now, soonest=soonest)


def _book_by_phone(now: datetime) -> bool:
    """Somebody without e-mail, so that there is a call to make."""
    person = Person(name="Dorothy Vale", phone="01632 960126", may_leave_message=True)
    return _book(person, {}, days_ahead=1, now=now)


def _book(
    person: Person,
    said: dict[str, Any],
    *,
    days_ahead: int,
    now: datetime,
    soonest: datetime | None = None,
) -> bool:
    """Some days after `soonest`; False where nothing is free."""
    treatment, zone = Treatment.objects.offered()[0], Clinic.objects.current().zone
    day = local_date(soonest or now, zone) + timedelta(days=days_ahead)
    found = offers(
        treatment=treatment,
        now=now,
        since=day,
        until=day + timedelta(days=7),
        earliest=soonest,
    )
    if not found.slots:
        return False
    slot = found.slots[len(person.name) * 7 % len(found.slots)]
    held = hold(
        key=uuid.uuid4(), treatment=treatment, starts_at=slot.starts_at, now=now
    )
    held = answer(appointment=held, given=_given(held, said, now), now=now)
    book(appointment=held, person=person, now=now)
    return True


def _given(held: Appointment, said: dict[str, Any], now: datetime) -> Given:
    document = parsed(Questionnaire.objects.get(status="published"))
    asked = keys_asked(document, held.treatment.facts, "booking", held.starts_at - now)
    return Given(shown=asked, answers=NOTHING | said, consents=CONSENTS)
