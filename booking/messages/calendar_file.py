"""The calendar file of an appointment: one UID for ever, a sequence that only rises."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext
from icalendar import STATUS, Calendar, Event, vCalAddress

from booking.messages.names import address_of_sender, one_line
from booking.models import Appointment, Clinic, Status

REQUEST = "REQUEST"  # an invitation by mail
CANCEL = "CANCEL"
PUBLISH = "PUBLISH"  # a file somebody fetched: nobody is invited

STANDS: dict[str, STATUS] = {
    Status.REVIEW: STATUS.TENTATIVE,
    Status.EXPIRED: STATUS.CANCELLED,
    Status.DECLINED: STATUS.CANCELLED,
    Status.CANCELLED: STATUS.CANCELLED,
}


def calendar_file(
    appointment: Appointment, clinic: Clinic, *, now: datetime, invite: bool = False
) -> tuple[str, bytes]:
    """Its method and its bytes. What is called off becomes CANCEL.

    Times are UTC: right in every calendar, and on nights the clocks change.
    """
    event = _event(appointment, clinic, now=now)
    called_off = event["STATUS"] == STATUS.CANCELLED
    method = CANCEL if called_off else REQUEST if invite else PUBLISH
    if method != PUBLISH:
        event.add("organizer", _organizer(clinic))
        event.attendees = _attendees(appointment)
    return method, _calendar(method, [event])


def files_of(
    appointments: Sequence[Appointment], clinic: Clinic, *, now: datetime
) -> list[tuple[str, bytes]]:
    """The files of several dates, with their names: one of all that stand to open.

    What is called off is a file each: a CANCEL names one event. Each event has the UID
    its appointment has alone, so that a move or a cancellation of one finds it.
    """
    events = {each: _event(each, clinic, now=now) for each in appointments}
    off = [each for each in events if events[each]["STATUS"] == STATUS.CANCELLED]
    stand = [event for each, event in events.items() if each not in off]
    files = [("evening-appointments.ics", _calendar(PUBLISH, stand))] if stand else []
    for number, each in enumerate(off, start=1):
        _method, file = calendar_file(each, clinic, now=now, invite=True)
        files.append((f"evening-appointment-{number}.ics", file))
    return files


def _calendar(method: str, events: Sequence[Event]) -> bytes:
    calendar = Calendar.new(
        prodid="-//Vesper//Evening appointments//EN",
        method=method,
        uid=uuid.uuid5(uuid.NAMESPACE_URL, settings.SITE_URL),
        subcomponents=list(events),
    )
    file: bytes = calendar.to_ical()
    return file


def _event(appointment: Appointment, clinic: Clinic, *, now: datetime) -> Event:
    where = [one_line(line) for line in clinic.address.splitlines()]
    return Event.new(
        uid=uuid.uuid5(appointment.key, "calendar"),
        sequence=appointment.revision,
        stamp=now,
        start=appointment.starts_at,
        end=appointment.ends_at,
        status=STANDS.get(appointment.status, STATUS.CONFIRMED),
        summary=gettext("Evening appointment"),
        description=gettext("With %(name)s. Please come ten minutes early.")
        % {"name": one_line(appointment.therapist.name)},
        location=", ".join(filter(None, where)),
    )


def _organizer(clinic: Clinic) -> vCalAddress:
    address = clinic.email or address_of_sender()
    return vCalAddress.new(address, cn=one_line(clinic.name))


def _attendees(appointment: Appointment) -> list[vCalAddress]:
    client = appointment.client
    if client is None or not client.email:
        return []
    name = one_line(client.name)
    return [vCalAddress.new(client.email, cn=name, partstat="ACCEPTED", rsvp=False)]
