"""A message made into a mail: its words, its links and its calendar file."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, ngettext, override

from booking.messages.calendar_file import calendar_file
from booking.messages.links import make_link
from booking.messages.names import address_of_sender, greeted, one_line
from booking.messages.times import from_to
from booking.messages.wording import WORDS, Evening, Words
from booking.models import Appointment, Clinic, Message, Status
from booking.models.appointment import OCCUPYING

Kind = Message.Kind

INVITES = (Kind.CONFIRMED, Kind.CLEARED, Kind.MOVED)
CALLS_OFF = (Kind.CANCELLED, Kind.DECLINED, Kind.RAN_OUT)
LISTED = 20  # appointments in one mail, at most


@dataclass(frozen=True, slots=True)
class Visit:
    """One appointment as a mail shows it, with the link that opens it.

    Who and where are left out once it is called off.
    """

    what: str
    when: str
    who: str
    where: str
    link: str


def abouts(message: Message, *, now: datetime) -> list[Appointment]:
    """The appointments a mail is about, with all it needs to know of them.

    Where links were asked for: those to come of clients with that very address.
    """
    rows = Appointment.objects.select_related("client", "therapist", "screening")
    if message.kind != Kind.LINKS:
        return list(rows.filter(messages=message))
    theirs = rows.upcoming(now).filter(client__email__iexact=message.recipient)
    return list(theirs[:LISTED])


def mail_for(message: Message, *, now: datetime) -> EmailMultiAlternatives:
    """The mail, made from the state of now; its links are stored before it leaves.

    Links go to the address the client gave, however somebody else has typed it.
    """
    clinic = Clinic.objects.current()
    appointments = abouts(message, now=now)
    asked = message.kind == Kind.LINKS
    client = appointments[0].client
    with override(settings.LANGUAGE_CODE):
        words = WORDS[message.kind](Evening(appointments[0], clinic))
        with transaction.atomic():
            visits = [_visit(each, clinic) for each in appointments]
        mail = EmailMultiAlternatives(
            subject=one_line(words.subject),
            from_email=formataddr((one_line(clinic.name), address_of_sender())),
            to=[client.email if asked and client else message.recipient],
            reply_to=[clinic.email] if clinic.email else None,
            headers=_headers(message),
        )
        _write(mail, words, visits, clinic, "" if asked or not client else client.name)
        if _carries_a_file(message, appointments[0]):
            _attach_file(mail, appointments[0], clinic, now=now)
    return mail


def _visit(appointment: Appointment, clinic: Clinic) -> Visit:
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
        link=make_link(appointment),
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


def _write(
    mail: EmailMultiAlternatives,
    words: Words,
    visits: list[Visit],
    clinic: Clinic,
    name: str,
) -> None:
    said = {"words": words, "visits": visits, "clinic": clinic, "name": greeted(name)}
    mail.body = render_to_string("emails/message.txt", said)
    mail.attach_alternative(render_to_string("emails/message.html", said), "text/html")


def _carries_a_file(message: Message, appointment: Appointment) -> bool:
    """Invitations do, and what takes one back."""
    if message.kind in INVITES:
        return True
    return message.kind in CALLS_OFF and _was_confirmed(appointment)


def _was_confirmed(appointment: Appointment) -> bool:
    was = appointment.events.filter(status=Status.CONFIRMED)
    return appointment.clearance_id is not None or was.exists()


def _attach_file(
    mail: EmailMultiAlternatives,
    appointment: Appointment,
    clinic: Clinic,
    *,
    now: datetime,
) -> None:
    """Once for mail programs that show invitations, once for people who open files."""
    method, file = calendar_file(appointment, clinic, now=now, invite=True)
    mail.attach_alternative(file.decode(), f"text/calendar; method={method}")
    mail.attach("evening-appointment.ics", file, "application/ics")
