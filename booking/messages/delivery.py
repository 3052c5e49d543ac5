"""Telling what is due: claim, send, mark.

Each is a short statement of its own; nothing is locked while the mail server talks.
No mail is lost. None goes out twice, unless a worker dies after the server took it and
before that was marked: then the second one carries the same Message-ID.
"""

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from booking.messages.mail import abouts, mail_for
from booking.models import Message
from booking.models.kinds import holds, of_use_until, ring_instead, told_at
from booking.models.message import DIED

logger = logging.getLogger(__name__)

Kind, State = Message.Kind, Message.State

LEASE = timedelta(minutes=5)  # far longer than EMAIL_TIMEOUT lets one sending take
BACK_OFF = [timedelta(minutes=n) for n in (1, 5, 30, 120)]


class MailAway(Exception):  # noqa: N818  as the verbs' refusals are named
    """The mail server cannot be reached; what is due stays due."""


def tell_next(*, now: datetime) -> Message | None:
    """Tell the mail that is due longest, or drop it if it is no longer true.

    None where nothing is due. Raises MailAway, with the message given back untouched.
    """
    message = _claim(now)
    if message is None:
        return None
    if message.attempts > len(BACK_OFF) + 1:
        _give_up(message, DIED, now)
        return message
    if not _is_still_true(message, now):
        _end(message, State.CANCELLED)
        return message
    if _waits_for_the_morning(message, now):
        return message
    post = _open(message)
    try:
        if post.send_messages([mail_for(message, now=now)]) != 1:
            raise ValueError("nothing was sent")
    except Exception as error:  # one bad mail must not stop the others
        _put_off(message, error, now)
    else:
        _end(message, State.SENT, sent_at=now)
    finally:
        with suppress(OSError):
            post.close()
    return message


def _claim(now: datetime) -> Message | None:
    """Take the oldest due message with a lease; of several workers one wins each."""
    while (oldest := Message.objects.due(now).first()) is not None:
        mine = Message.objects.due(now).filter(pk=oldest.pk)
        if mine.update(
            state=State.SENDING,
            lease_until=now + LEASE,
            attempts=F("attempts") + 1,
        ):
            oldest.refresh_from_db()
            return oldest
    return None


def _is_still_true(message: Message, now: datetime) -> bool:
    if message.kind == Kind.TEST:
        return True
    if message.waiting is not None:
        return message.waiting.is_waiting(timezone.localdate(now))
    about = abouts(message, now=now)
    return bool(about) and all(holds(message.kind, each, now) for each in about)


def _waits_for_the_morning(message: Message, now: datetime) -> bool:
    """Put off what is late by no fault of its own, and can wait, in the quiet hours."""
    if told_at(message.kind, now) == now:
        return False
    until = of_use_until(message.appointment, message.kind, now)
    then = told_at(message.kind, now, until=until)
    if then > now:
        _give_back(message, due_at=then)
    return then > now


def _open(message: Message) -> BaseEmailBackend:
    """A connection of its own. Raises MailAway, and the attempt does not count."""
    try:
        post: BaseEmailBackend = get_connection()
        post.open()
    except (OSError, ImproperlyConfigured) as error:
        _give_back(message, error=_name(error))
        raise MailAway(_name(error)) from error
    return post


def _give_back(message: Message, **fields: object) -> None:
    """It waits as before, and the attempt does not count."""
    attempts = F("attempts") - 1
    waits = {"state": State.WAITING, "lease_until": None, "attempts": attempts}
    _mine(message).update(**waits | fields)


def _put_off(message: Message, error: Exception, now: datetime) -> None:
    """Try again later; give up where the server will never take it, or after five."""
    again = message.attempts <= len(BACK_OFF) and not _is_final(error)
    logger.warning("message %s was not told: %s", message.pk, _name(error))
    if not again:
        _give_up(message, _name(error), now)
        return
    then = now + BACK_OFF[message.attempts - 1]
    until = of_use_until(message.appointment, message.kind, then)
    _mine(message).update(
        state=State.WAITING,
        lease_until=None,
        due_at=told_at(message.kind, then, until=until),
        error=_name(error),
    )


def _give_up(message: Message, error: str, now: datetime) -> None:
    """Failed for good: in the same transaction somebody is to ring instead."""
    with transaction.atomic():
        if _end(message, State.FAILED, error=error, failed_at=now):
            ring_instead(message, now=now)


def _is_final(error: Exception) -> bool:
    """Whether the server refused this very mail for good, or it cannot be written."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _said in error.recipients.values())
    if isinstance(error, SMTPDataError):
        return error.smtp_code >= 500
    return isinstance(error, ValueError)


def _end(message: Message, state: str, **fields: object) -> int:
    """Told is told, whoever has claimed it since; all else only while it is ours."""
    told = state == State.SENT
    row = Message.objects.filter(pk=message.pk) if told else _mine(message)
    ends = {"state": state, "lease_until": None, "error": "", "failed_at": None}
    return row.update(**ends | fields)


def _mine(message: Message) -> "QuerySet[Message]":
    return Message.objects.filter(
        pk=message.pk, state=State.SENDING, lease_until=message.lease_until
    )


def _name(error: Exception) -> str:
    """What went wrong, without the server's own words: those may name people."""
    code = error.smtp_code if isinstance(error, SMTPResponseException) else ""
    if isinstance(error, SMTPRecipientsRefused):
        code = next((str(c) for c, _said in error.recipients.values()), "")
    return f"{type(error).__name__} {code}".strip()
