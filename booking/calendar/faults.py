"""Why a message was not told, in words; the mail server's own are never shown."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.models import Clinic, Message
from booking.models.kinds import CAN_WAIT
from booking.models.message import CAME_BACK, DIED, TURNED_OFF
from booking.times.quiet import QUIET_UNTIL
from clinic.templatetags.vesper import clock

Channel, Kind, State = Message.Channel, Message.Kind, Message.State

AWAY = gettext_lazy("The mail server was away.")
LATER = gettext_lazy("The mail server put it off.")
UNWRITTEN = gettext_lazy("It could not be written as an e-mail.")
REASONS: dict[str, Any] = {
    CAME_BACK: gettext_lazy("It came back: nobody has that address, or it is full."),
    DIED: gettext_lazy("Its worker died each time."),
    TURNED_OFF: gettext_lazy("That kind of e-mail was turned off."),
    "SMTPRecipientsRefused": gettext_lazy("The address was refused."),
    "SMTPDataError": gettext_lazy("The mail server refused to take it."),
    "SMTPSenderRefused": gettext_lazy("The mail server refused the clinic's address."),
    "SMTPAuthenticationError": gettext_lazy("The mail server refused our sign-in."),
    "ImproperlyConfigured": gettext_lazy("The settings for mail are wrong."),
    "BadHeaderError": UNWRITTEN,
    "ValueError": UNWRITTEN,
    "KeyError": UNWRITTEN,
}


def fault(error: str) -> str:
    """The words for what `Message.error` notes; empty where nothing went wrong."""
    name, _space, code = error.partition(" ")
    if code.startswith("4"):
        return str(LATER)
    known = REASONS.get(error) or REASONS.get(name)
    return str(known or AWAY) if error else ""


def how_it_stands(message: Message, now: datetime) -> str:
    """A sentence or two: told, waiting for what, or why not."""
    if message.state == State.SENT:
        return _told(message)
    if message.state == State.SENDING:
        return _sending(message, now)
    if message.state == State.WAITING:
        return " ".join(filter(None, [fault(message.error), _next(message, now)]))
    if message.state == State.FAILED:
        return fault(message.error) or _("It failed.")
    return fault(message.error) or _("No longer true when its turn came.")


def _told(message: Message) -> str:
    if message.channel == Channel.CALL:
        return _("Said on the phone.")
    if message.received_at is not None:
        return _("It arrived.")
    return _("The mail server took it.")


def _sending(message: Message, now: datetime) -> str:
    if message.lease_until is not None and message.lease_until <= now:
        return _("Its worker died. It is told again.")
    return _("Being sent now.")


def _next(message: Message, now: datetime) -> str:
    if message.channel == Channel.CALL:
        return _("On the list of calls to make.")
    if message.due_at <= now:
        return _("It is told as soon as the mail server answers.")
    if _is_for_the_morning(message):
        return _("Waits until %(time)s: at night only what is pressing is told.") % {
            "time": clock(message.due_at)
        }
    return _("Waits for its time.")


def _is_for_the_morning(message: Message) -> bool:
    """Whether it is due at the very end of the quiet hours."""
    wall = message.due_at.astimezone(Clinic().zone).time()
    return CAN_WAIT[message.kind] and wall == QUIET_UNTIL
