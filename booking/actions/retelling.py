"""Tell a mail again, note that one came back, and send a test to oneself."""

import re
import uuid
from datetime import datetime

from booking.actions.problems import NoAddress, NoLongerSo, NotAllowed, OnItsWay
from booking.actions.steps import lock, record, reread
from booking.actions.verb import verb
from booking.models import Appointment, Message
from booking.models.kinds import is_so, ring_instead
from booking.models.message import CAME_BACK
from clinic.models import User

Channel, Kind, State = Message.Channel, Message.Kind, Message.State

RUNNING = (State.WAITING, State.SENDING)
AGAIN = re.compile(r":again\d+$")


@verb
def tell_again(*, message: Message, by: User, now: datetime) -> Message:
    """Have a mail told once more, to the address of today, by a row of its own.

    Its key is new, and so is its Message-ID. Raises NotAllowed for calls and tests,
    OnItsWay, NoLongerSo, NoAddress.
    """
    appointment, first = _open(message)
    if first.channel != Channel.EMAIL or first.kind == Kind.TEST:
        raise NotAllowed(first.kind)
    base = AGAIN.sub("", first.key)
    again = Message.objects.filter(key__startswith=f"{base}:again")
    if first.state in RUNNING or again.filter(state__in=RUNNING).exists():
        raise OnItsWay
    if not is_so(first, now):
        raise NoLongerSo
    recipient = _address(first, appointment)
    if not recipient:
        raise NoAddress
    if appointment is not None:
        record(appointment, "told_again", now=now, by=by)
    return Message.objects.create(
        key=f"{base}:again{again.count() + 1}",
        kind=first.kind,
        appointment=appointment,
        waiting=first.waiting,
        staff=first.staff,
        recipient=recipient,
        due_at=now,
    )


@verb
def came_back(*, message: Message, by: User, now: datetime) -> Message:
    """A mail that was sent is back in the clinic's mailbox: somebody rings instead.

    Raises NotAllowed where it was not sent.
    """
    appointment, sent = _open(message)
    if sent.channel != Channel.EMAIL or sent.state != State.SENT:
        raise NotAllowed(sent.state)
    sent.state, sent.error, sent.failed_at = State.FAILED, CAME_BACK, now
    sent.save(update_fields=["state", "error", "failed_at"])
    ring_instead(sent, now=now)
    if appointment is not None:
        record(appointment, "came_back", now=now, by=by)
    return sent


@verb
def send_test(*, by: User, now: datetime) -> Message:
    """A mail about nothing, to whoever asks, told by the worker like any other.

    Raises NoAddress, and OnItsWay while the one before has not left.
    """
    if not by.email:
        raise NoAddress
    tests = Message.objects.filter(kind=Kind.TEST, staff=by)
    if tests.filter(state__in=RUNNING).exists():
        raise OnItsWay
    return Message.objects.create(
        key=f"test:{uuid.uuid4()}",
        kind=Kind.TEST,
        staff=by,
        recipient=by.email,
        due_at=now,
    )


@verb
def receive_test(*, message: Message, by: User, now: datetime) -> Message:
    """Its reader says that the test mail arrived; said again it stays as it was.

    Raises NotAllowed where it is no test of theirs that was sent.
    """
    sent = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if sent.kind != Kind.TEST or sent.staff_id != by.pk or sent.sent_at is None:
        raise NotAllowed(sent.kind)
    if sent.received_at is None:
        sent.received_at = now
        sent.save(update_fields=["received_at"])
    return sent


def _open(message: Message) -> tuple[Appointment | None, Message]:
    """The message with what it is about, both locked, the appointment first."""
    about = message.appointment
    if about is not None:
        lock(therapists=[about.therapist_id], rooms=[about.room_id])
        about = reread(about)
    rows = Message.objects.select_for_update(of=("self",))
    fresh = rows.select_related("staff", "waiting__client").get(pk=message.pk)
    fresh.appointment = about
    return about, fresh


def _address(message: Message, appointment: Appointment | None) -> str:
    """Where they are reached today: an address may have been put right since."""
    if message.staff is not None:
        return message.staff.email if message.staff.is_active else ""
    about = appointment or message.waiting
    client = about.client if about is not None else None
    return client.email if client is not None else message.recipient
