"""A move by staff can be taken back while the news of it waits to be told.

The client then knows of no move: the event of each says which start they know, and it
is handed on from move to move until one of them has been told.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from booking.models import Appointment, Message
from booking.models.message import MessageQuerySet

UNDONE_WITHIN = timedelta(minutes=5)
NEAR = timedelta(hours=24)
Kind, State = Message.Kind, Message.State
# What waits of these tells nobody anything by then, or is written anew with the move.
WRITTEN_ANEW = (Kind.MOVED, Kind.RING, Kind.REMINDER)


def undo_start(appointment: Appointment, *, now: datetime) -> datetime | None:
    """The start a move back leads to; None once the client was told, or by no move."""
    if not _untold(appointment, now).exists():
        return None
    return _known_start(appointment)


def take_back_news(appointment: Appointment, *, now: datetime) -> datetime | None:
    """Drop the news of a move that still waits; returns the start the client knows.

    None where no such news waits. One a worker has claimed meanwhile waits no more.
    """
    if not _untold(appointment, now).update(state=State.CANCELLED):
        return None
    return _known_start(appointment)


def news_can_wait(
    appointment: Appointment, starts: Iterable[datetime], *, now: datetime
) -> bool:
    """Whether no start is near, and nothing else is still to be told with it."""
    if any(start <= now + NEAR for start in starts):
        return False
    waiting = appointment.messages.filter(state=State.WAITING, staff__isnull=True)
    return not waiting.exclude(kind__in=WRITTEN_ANEW).exists()


def _untold(appointment: Appointment, now: datetime) -> MessageQuerySet:
    rows = Message.objects.filter(appointment=appointment, kind=Kind.MOVED)
    return rows.filter(state=State.WAITING, due_at__gt=now)


def _known_start(appointment: Appointment) -> datetime | None:
    moved = appointment.events.filter(what="moved").order_by("pk").last()
    return datetime.fromisoformat(moved.reason) if moved and moved.reason else None
