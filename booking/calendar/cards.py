"""A session as the calendar's table and list show it: in words, without its reasons."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _

from booking.calendar.board import Session
from booking.models import Status
from clinic.templatetags.vesper import clock, span


@dataclass(frozen=True, slots=True)
class Card:
    """`move_url` is empty where it cannot be moved, `buffer` where that has a row."""

    ref: str
    status: str
    name: str
    times: str
    what: str
    said: str
    url: str
    move_url: str
    revision: int
    buffer: str = ""


def card_of(session: Session, *, now: datetime, zone: ZoneInfo) -> Card:
    movable = session.can_be_moved(now)
    return Card(
        ref=session.ref,
        status=session.status,
        name=session.name or _("Being booked"),
        times=span(session.starts_at, session.ends_at),
        what=session.treatment,
        said=said(session, now=now, zone=zone),
        url=reverse("calendar:appointment", args=[session.ref]),
        move_url=reverse("calendar:move", args=[session.ref]) if movable else "",
        revision=session.revision,
    )


def said(session: Session, *, now: datetime, zone: ZoneInfo) -> str:
    """How it stands, in two or three words."""
    if session.expires_at is not None:
        until = _until(session.expires_at, now=now, zone=zone)
        held = session.status == Status.HELD
        words = _("Held to %(when)s") if held else _("Decide by %(when)s")
        return words % {"when": until}
    if session.status == Status.COMPLETED:
        return _("Came")
    if session.status == Status.CONFIRMED and session.arrived_at:
        return _("Arrived")
    label = str(Status(session.status).label)
    return label[:1].upper() + label[1:]


def _until(moment: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """12:00, or on a later day Thu."""
    local = moment.astimezone(zone)
    if local.date() == now.astimezone(zone).date():
        return clock(moment)
    # Translators: a day of the week, cut short, in Django's date format.
    return dateformat.format(local, _("D"))


def minutes_of(length: timedelta) -> int:
    return length // timedelta(minutes=1)


def buffer_words(session: Session) -> str:
    return _("%(minutes)d min buffer") % {"minutes": minutes_of(session.buffer)}
