"""Write what is to be told: by mail, by a call, or by both where little time is left.

The words are made when it is told, and a worker tells it after the commit.
"""

from datetime import datetime, timedelta

from booking.models import Appointment, CallTry, Message
from booking.models.kinds import TRUE_WHILE, of_use_until, told_at
from booking.models.message import MessageQuerySet
from clinic.models import User

Kind, Channel, State = Message.Kind, Message.Channel, Message.State

CALLED_WITHIN = timedelta(hours=24)
# Changes that somebody is rung about, too, if the start is near.
RUNG = (
    Kind.CLEARED,
    Kind.PROPOSED,
    Kind.SORRY,
    Kind.QUESTION,
    Kind.RAN_OUT,
    Kind.BOOK_ANY,
    Kind.OFFERED,
)
# Told once for all dates of a series that came there together.
OF_ALL = (
    Kind.SERIES,
    Kind.CLEARED,
    Kind.REVIEW,
    Kind.RING,
    Kind.REVIEW_DUE,
    Kind.REVIEW_LAST,
)
# As those of RUNG, unless it was the client who did it: then nobody of the team did.
RUNG_BY_STAFF = (Kind.MOVED, Kind.HANDED_OVER, Kind.CANCELLED, Kind.DECLINED)


def tell(
    appointment: Appointment,
    kind: str,
    *,
    now: datetime,
    due_in: timedelta = timedelta(0),
    channel: str = Channel.EMAIL,
    was_at: datetime | None = None,
    heard_from: User | None = None,
) -> None:
    """Write what is to be told; the key names the revision, so that it is told once.

    `was_at` is the start before a move. `heard_from` says it to the client as it
    happens, so that nobody needs to ring.
    """
    client = appointment.client
    if client is None:
        return
    if channel == Channel.EMAIL and client.email:
        _mail(appointment, kind, client.email, due_at=now + due_in)
        if heard_from is None and _is_rung(appointment, kind, was_at, now):
            _call(appointment, kind, due_at=now + due_in, besides=":call")
        return
    call = _call(appointment, kind, due_at=now + due_in)
    if heard_from is not None:
        _is_heard(call, heard_from, now)


def _mail(
    appointment: Appointment,
    kind: str,
    recipient: str,
    *,
    due_at: datetime,
    besides: str = "",
    **fields: object,
) -> None:
    """A mail that can wait keeps out of the quiet hours, while that is of use."""
    until = of_use_until(appointment, kind, due_at)
    due_at = told_at(kind, due_at, until=until)
    _write(appointment, kind, recipient, besides=besides, due_at=due_at, **fields)


def _write(
    appointment: Appointment,
    kind: str,
    recipient: str,
    *,
    besides: str = "",
    **fields: object,
) -> Message:
    wanted = {"kind": kind, "appointment": appointment, "recipient": recipient}
    message, _made = Message.objects.get_or_create(
        key=f"{appointment.ref}:{kind}:{appointment.revision}{besides}",
        defaults=wanted | fields,
    )
    return message


def _call(
    appointment: Appointment, kind: str, *, due_at: datetime, besides: str = ""
) -> Message:
    client = appointment.client
    return _write(
        appointment,
        kind,
        client.phone if client else "",
        besides=besides,
        channel=Channel.CALL,
        due_at=due_at,
        call_by=of_use_until(appointment, kind, due_at),
    )


def _is_rung(
    appointment: Appointment, kind: str, was_at: datetime | None, now: datetime
) -> bool:
    """Whether it is so near that a mail may be read too late."""
    client = appointment.client
    starts = [appointment.starts_at, *([was_at] if was_at else [])]
    if not any(now < start <= now + CALLED_WITHIN for start in starts):
        return False
    if client is None or not client.phone:
        return False
    if kind in RUNG_BY_STAFF:
        last = appointment.events.order_by("-at", "-pk").first()
        return last is not None and last.by_id is not None
    return kind in RUNG


def _is_heard(call: Message, by: User, now: datetime) -> None:
    """Told in the same moment, and noted as such."""
    if call.state != State.WAITING:
        return
    Message.objects.filter(pk=call.pk).update(state=State.SENT, sent_at=now)
    CallTry.objects.create(message=call, at=now, by=by, result=CallTry.Result.REACHED)


def tell_staff(
    appointment: Appointment, kind: str, *, user: User, due_at: datetime
) -> None:
    """The same for one of the team; their mail leads to the calendar."""
    _mail(
        appointment,
        kind,
        user.email,
        besides=f":{user.pk}",
        staff=user,
        due_at=due_at,
    )


def untell_what_is_over(appointment: Appointment) -> None:
    """What waits to be told and is not so in its status of now is pointless."""
    so = [kind for kind, while_ in TRUE_WHILE.items() if appointment.status in while_]
    waiting = appointment.messages.filter(state=State.WAITING)
    waiting.exclude(kind__in=[*so, Kind.RING]).update(state=State.CANCELLED)


def untell(appointment: Appointment) -> None:
    """What waits to be told about an earlier state is pointless now.

    What is told of a whole series is carried on by another of its dates.
    """
    waiting = appointment.messages.filter(state=State.WAITING)
    _pass_on(appointment, waiting.filter(kind__in=OF_ALL))
    waiting.update(state=State.CANCELLED)


def _pass_on(appointment: Appointment, waiting: MessageQuerySet) -> None:
    """To the next date with the same screening that is where this one is."""
    if appointment.series_id is None or not waiting.exists():
        return
    rows = Appointment.objects.filter(
        series=appointment.series_id,
        status=appointment.status,
        screening__isnull=False,
        screening=appointment.screening_id,
    ).exclude(pk=appointment.pk)
    following = rows.order_by("starts_at").first()
    if following is not None:
        waiting.update(appointment=following)
