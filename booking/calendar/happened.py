"""What has happened to an appointment, by whom and when; never why, in health."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.models import AccessRecord, Appointment, CallTry, Message, Status
from clinic.models import User

HAPPENED: dict[str, Any] = {
    "answered": gettext_lazy("Health check answered"),
    "nothing_new": gettext_lazy("The client says that nothing is new"),
    "extended": gettext_lazy("Held for longer"),
    "moved": gettext_lazy("Moved"),
    "handed_over": gettext_lazy("Handed over"),
    "accepted": gettext_lazy("Said yes to the time"),
    "proposed": gettext_lazy("Asked to take another time"),
    "withdrawn": gettext_lazy("The other time is taken back"),
    "link_sent": gettext_lazy("Link sent"),
    "asked": gettext_lazy("The client was asked something"),
    "replied": gettext_lazy("The client replied"),
    "doctor": gettext_lazy("A doctor's yes is noted"),
    "cleared": gettext_lazy("Cleared, to book any evening"),
    "arrived": gettext_lazy("Arrived"),
    "door": gettext_lazy("At the door: a therapist is asked to look"),
    "late": gettext_lazy("Running late"),
    "paid": gettext_lazy("Paid"),
    "morning": gettext_lazy("Told how the night was"),
    "looked_after": gettext_lazy("Looked after"),
    "unpaid": gettext_lazy("Payment undone"),
    "told_again": gettext_lazy("An e-mail is sent again"),
    "came_back": gettext_lazy("An e-mail came back"),
    Status.HELD: gettext_lazy("Held"),
    Status.REVIEW: gettext_lazy("With a therapist"),
    Status.CONFIRMED: gettext_lazy("Confirmed"),
    Status.COMPLETED: gettext_lazy("Completed"),
    Status.NO_SHOW: gettext_lazy("Did not come"),
    Status.EXPIRED: gettext_lazy("Ran out of time"),
    Status.DECLINED: gettext_lazy("Declined"),
    Status.CANCELLED: gettext_lazy("Cancelled"),
}
# What passes between a therapist and a client about their health.
CARE_ONLY = ("doctor", "asked", "replied", "morning", "looked_after")
# Only reasons without a word about health.
REASONS: dict[str, Any] = {
    "asked": gettext_lazy("they asked"),
    "clinic": gettext_lazy("we cannot"),
    "by itself": gettext_lazy("by itself"),
    "by_phone": gettext_lazy("by phone"),
    "waiting": gettext_lazy("from the waiting list"),
    "declined": gettext_lazy("they said no"),
}


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    what: str
    who: str = ""


def happened(appointment: Appointment, user: User, *, readings: bool) -> list[Line]:
    """The log in order; `readings` of the answers only for who may see them."""
    lines = [*_events(appointment, user, care=readings), *_told(appointment, user)]
    if readings:
        lines += _readings(appointment, user)
    return sorted(lines, key=lambda line: line.at)


def _events(appointment: Appointment, user: User, *, care: bool) -> Iterator[Line]:
    for event in appointment.events.select_related("by"):
        if event.what in CARE_ONLY and not care:
            continue
        what = str(HAPPENED.get(event.what, event.what.replace("_", " ").capitalize()))
        reason = REASONS.get(event.reason)
        yield Line(event.at, f"{what}, {reason}" if reason else what, _who(event, user))


def _who(event: Any, user: User) -> str:
    if event.by is None:
        return ""
    return _("You") if event.by == user else event.by.name


def _told(appointment: Appointment, user: User) -> Iterator[Line]:
    """Mails that went out, and calls that were tried."""
    told = appointment.messages.filter(staff__isnull=True)
    for message in told.filter(state=Message.State.SENT, sent_at__isnull=False):
        words = _("Told by %(channel)s: %(kind)s") % {
            "channel": message.get_channel_display(),
            "kind": message.get_kind_display(),
        }
        yield Line(message.sent_at or message.due_at, words)
    for rung in CallTry.objects.filter(message__in=told).select_related("by"):
        words = _("Rang: %s") % rung.get_result_display()
        yield Line(rung.at, words, _who(rung, user))


def _readings(appointment: Appointment, user: User) -> Iterator[Line]:
    read = AccessRecord.objects.filter(
        screening__in=filter(None, [appointment.screening_id, appointment.arrival_id])
    )
    for record in read.select_related("who"):
        who = _("You") if record.who == user else record.who.name
        yield Line(record.at, _("Answers read: %s") % record.reason, who)
