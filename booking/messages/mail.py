"""A message made into a mail: its words, its links and its calendar file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, ngettext, override

from booking.messages.calendar_file import calendar_file, files_of
from booking.messages.links import make_link
from booking.messages.names import address_of_sender, greeted, one_line
from booking.messages.times import from_to
from booking.messages.together import told_with
from booking.messages.wording import Evening, Words, words_for
from booking.models import (
    Appointment,
    Client,
    Clinic,
    Message,
    Status,
    WaitingOffer,
    WaitingRequest,
)
from booking.models.appointment import OCCUPYING
from booking.screening.morning import SCALE

Kind = Message.Kind

INVITES = (
    Kind.CONFIRMED,
    Kind.CLEARED,
    Kind.MOVED,
    Kind.HANDED_OVER,
    Kind.SERIES,
)
CALLS_OFF = (
    Kind.CANCELLED,
    Kind.DECLINED,
    Kind.RAN_OUT,
    Kind.SORRY,
    Kind.UNANSWERED,
)
LISTED = 20  # appointments in one mail, at most


@dataclass(frozen=True, slots=True)
class Visit:
    """One appointment as a mail shows it, with the link that opens it.

    Who and where are left out once it is called off. `numbers` are links that lead
    to the question of the morning, each with its number chosen.
    """

    what: str
    when: str
    who: str
    where: str
    link: str
    numbers: tuple[tuple[int, str], ...] = ()


def abouts(message: Message, *, now: datetime) -> list[Appointment]:
    """The appointments a mail is about, with all it needs to know of them.

    Where links were asked for: those to come of clients with that very address. Dates
    of a series that changed together are told together.
    """
    rows = Appointment.objects.select_related("client", "therapist", "screening")
    if message.kind != Kind.LINKS:
        found = list(rows.filter(messages=message))
        return [*found, *told_with(found[0], message.kind)] if found else []
    theirs = rows.upcoming(now).filter(client__email__iexact=message.recipient)
    return list(theirs[:LISTED])


def mail_for(message: Message, *, now: datetime) -> EmailMultiAlternatives:
    """The mail, made from the state of now; its links are stored before it leaves."""
    clinic = Clinic.objects.current()
    if message.kind == Kind.TEST:
        return _test_mail(message, clinic)
    if message.waiting is not None:
        return _listed_mail(message, message.waiting, clinic)
    appointments = abouts(message, now=now)
    evening = Evening(appointments[0], clinic)
    file = _carries_a_file(message, evening.appointment)
    with override(settings.LANGUAGE_CODE):
        words = words_for(message.kind, evening)
        with transaction.atomic():
            shown = (
                shown_to_staff
                if message.staff_id
                else SHOWN.get(message.kind, shown_visit)
            )
            visits = [shown(each, clinic) for each in appointments]
        said = {
            "words": words,
            "visits": visits,
            "clinic": clinic,
            "name": _greeted(message, evening.appointment),
            "file": file,
            "for_staff": message.staff_id is not None,
        }
        client = evening.appointment.client
        mail = _with_bodies(_envelope(message, words, clinic, client), said)
        if file:
            _attach_files(mail, appointments, clinic, now=now)
    return mail


def _test_mail(message: Message, clinic: Clinic) -> EmailMultiAlternatives:
    """For one of the team, about nobody; its button says that it arrived."""
    with override(settings.LANGUAGE_CODE):
        words = words_for(Kind.TEST, Evening(Appointment(), clinic))
        said = {
            "words": words,
            "visits": [_test_shown()],
            "clinic": clinic,
            "name": greeted(message.staff.name) if message.staff else "",
            "for_staff": True,
        }
        return _with_bodies(_envelope(message, words, clinic), said)


def _test_shown() -> Visit:
    link = f"{settings.SITE_URL}{reverse('calendar:message_list')}"
    return Visit(
        what=gettext("The e-mails of the clinic"), when="", who="", where="", link=link
    )


def _listed_mail(
    message: Message, waiting: WaitingRequest, clinic: Clinic
) -> EmailMultiAlternatives:
    """For one who waits, about no appointment; its button leads to their page."""
    with override(settings.LANGUAGE_CODE):
        words = words_for(message.kind, Evening(Appointment(), clinic))
        what = gettext("Your place on the waiting list")
        shown = Visit(what=what, when="", who="", where="", link=make_link(waiting))
        said = {
            "words": words,
            "visits": [shown],
            "clinic": clinic,
            "name": greeted(waiting.client.name),
            "waits": True,
        }
        return _with_bodies(_envelope(message, words, clinic), said)


def _with_bodies(
    mail: EmailMultiAlternatives, said: dict[str, object]
) -> EmailMultiAlternatives:
    mail.body = render_to_string("emails/message.txt", said)
    html = render_to_string("emails/message.html", said)
    mail.attach_alternative(html, "text/html")
    return mail


def _greeted(message: Message, appointment: Appointment) -> str:
    """Nobody by name where links are for a mailbox that a family may share."""
    if message.staff is not None:
        return greeted(message.staff.name)
    if message.kind == Kind.LINKS or appointment.client is None:
        return ""
    return greeted(appointment.client.name)


def _envelope(
    message: Message, words: Words, clinic: Clinic, client: Client | None = None
) -> EmailMultiAlternatives:
    """Links go to the address the client gave, however somebody else has typed it."""
    known = client.email if client and message.kind == Kind.LINKS else None
    return EmailMultiAlternatives(
        subject=one_line(words.subject),
        from_email=formataddr((one_line(clinic.name), address_of_sender())),
        to=[known or message.recipient],
        reply_to=[clinic.email] if clinic.email else None,
        headers=_headers(message),
    )


def shown_visit(appointment: Appointment, clinic: Clinic, link: str = "") -> Visit:
    minutes = appointment.minutes
    names = [one_line(line) for line in (clinic.name, *clinic.address.splitlines())]
    stands = appointment.status in OCCUPYING
    return Visit(
        what=ngettext(
            "Your evening appointment, %(minutes)d minute",
            "Your evening appointment, %(minutes)d minutes",
            minutes,
        )
        % {"minutes": minutes},
        when=from_to(appointment.starts_at, appointment.ends_at, clinic.zone),
        who=_with(appointment) if stands else "",
        where=", ".join(filter(None, names)) if stands else "",
        link=link or make_link(appointment),
    )


def _night(appointment: Appointment, clinic: Clinic) -> Visit:
    """The evening before, with one link that leads to the question in eleven ways."""
    link = make_link(appointment)
    return Visit(
        what=gettext("Your evening appointment"),
        when=from_to(appointment.starts_at, appointment.ends_at, clinic.zone),
        who="",
        where="",
        link=f"{link}?n=any",
        numbers=tuple((number, f"{link}?n={number}") for number in SCALE),
    )


def _offered(appointment: Appointment, clinic: Clinic) -> Visit:
    """A time to take; the link leads to where one says yes or no."""
    rows = WaitingOffer.objects.filter(appointment=appointment)
    offer = rows.select_related("request").first()
    return shown_visit(appointment, clinic, make_link(offer.request) if offer else "")


SHOWN: dict[str, Callable[[Appointment, Clinic], Visit]] = {
    Kind.MORNING: _night,
    Kind.OFFERED: _offered,
}


def shown_to_staff(appointment: Appointment, clinic: Clinic) -> Visit:
    """For one of the team: nobody is named, and the link leads to the calendar."""
    return Visit(
        what=gettext("An evening appointment"),
        when=from_to(appointment.starts_at, appointment.ends_at, clinic.zone),
        who="",
        where="",
        link=f"{settings.SITE_URL}{reverse('calendar:review_list')}",
    )


def _with(appointment: Appointment) -> str:
    return gettext("With %(name)s") % {"name": one_line(appointment.therapist.name)}


def _headers(message: Message) -> dict[str, str]:
    """The same Message-ID however often it is sent, so that a second one is known."""
    secret = salted_hmac("booking.message", message.key, algorithm="sha256")
    host = address_of_sender().rpartition("@")[2]
    return {
        "Message-ID": f"<{secret.hexdigest()[:40]}@{host}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def _carries_a_file(message: Message, appointment: Appointment) -> bool:
    """Invitations do, and what takes one back."""
    if message.kind in INVITES:
        return True
    return message.kind in CALLS_OFF and _was_confirmed(appointment)


def _was_confirmed(appointment: Appointment) -> bool:
    was = appointment.events.filter(status=Status.CONFIRMED)
    return appointment.clearance_id is not None or was.exists()


def _attach_files(
    mail: EmailMultiAlternatives,
    appointments: list[Appointment],
    clinic: Clinic,
    *,
    now: datetime,
) -> None:
    """Once for mail programs that show invitations, once for people who open files.

    Few show an invitation with several events: those of a series are one file to open,
    and what takes several back is a file for each.
    """
    if len(appointments) > 1:
        for name, file in files_of(appointments, clinic, now=now):
            mail.attach(name, file, "application/ics")
        return
    method, file = calendar_file(appointments[0], clinic, now=now, invite=True)
    mail.attach_alternative(file.decode(), f"text/calendar; method={method}")
    mail.attach("evening-appointment.ics", file, "application/ics")
