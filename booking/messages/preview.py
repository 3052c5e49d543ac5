"""A mail as a client would get it, made from an appointment that nobody has."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from booking.messages.letter import Words
from booking.messages.letters.team import TEAM
from booking.messages.mail import Visit, shown_to_staff, shown_visit
from booking.messages.places import PLACES, Evening
from booking.messages.times import day_and_time
from booking.messages.wording import WORDS, put_into_words
from booking.models import Appointment, Clinic, Status, Therapist

LENGTH = timedelta(hours=1)
SEVEN = time(19)


@dataclass(frozen=True, slots=True)
class Preview:
    """The words, what stands around them, and the same as plain text."""

    words: Words
    visit: Visit
    clinic: Clinic
    name: str
    for_staff: bool
    text: str


def preview(kind: str, own: dict[str, str], *, now: datetime) -> Preview:
    """As it reads with these words in place of the site's; nothing is stored."""
    clinic = Clinic.objects.current()
    evening = Evening(_nobodys_appointment(now, clinic), clinic)
    with override(settings.LANGUAGE_CODE):
        shown = {
            "words": put_into_words(
                WORDS[kind], own, lambda name: _said(name, evening)
            ),
            "visit": _shown(evening, for_staff=kind in TEAM),
            "clinic": clinic,
            "name": _("Hannah"),
            "for_staff": kind in TEAM,
        }
        said = {**shown, "visits": [shown["visit"]]}
        text = render_to_string("emails/message.txt", said)
        return Preview(text=text, **shown)  # type: ignore[arg-type]


def _nobodys_appointment(now: datetime, clinic: Clinic) -> Appointment:
    """Tomorrow evening, never saved."""
    tomorrow = now.astimezone(clinic.zone).date() + timedelta(days=1)
    starts_at = datetime.combine(tomorrow, SEVEN, clinic.zone)
    return Appointment(
        status=Status.CONFIRMED,
        starts_at=starts_at,
        ends_at=starts_at + LENGTH,
        minutes=LENGTH // timedelta(minutes=1),
        therapist=Therapist(name="Rowan Blythe"),
    )


def _said(name: str, evening: Evening) -> str:
    place = PLACES[name]
    if place.example is None:
        return place.value(evening)
    if isinstance(place.example, timedelta):
        at = evening.appointment.starts_at + place.example
        return day_and_time(at, evening.clinic.zone)
    return str(place.example)


def _shown(evening: Evening, *, for_staff: bool) -> Visit:
    if for_staff:
        return shown_to_staff(evening.appointment, evening.clinic)
    link = f"{settings.SITE_URL}/open/…/"
    return shown_visit(evening.appointment, evening.clinic, link)
