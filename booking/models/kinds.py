"""What goes for each kind of message: when it is told, how long it is so, who is rung.

A new kind chooses in every table here; a test walks them all.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from booking.models.appointment import Appointment, Status
from booking.models.message import Message
from booking.models.morning import Trouble, is_asked_now
from booking.models.proposal import Proposal
from booking.models.waiting import WaitingOffer, WaitingRequest
from booking.times.quiet import after_the_night

Kind, Channel, State = Message.Kind, Message.Channel, Message.State

# Whether it may wait for the morning. What answers something a person just did may
# not; what the clinic starts by itself may.
CAN_WAIT: dict[str, bool] = {
    Kind.CONFIRMED: False,
    Kind.REMINDER: True,
    Kind.REVIEW: False,
    Kind.CLEARED: True,
    Kind.DECLINED: True,
    Kind.MOVED: False,
    Kind.CANCELLED: False,
    Kind.RAN_OUT: True,
    Kind.LINKS: False,
    Kind.YOUR_TURN: False,
    Kind.RING: False,
    Kind.PROPOSED: True,
    Kind.HANDED_OVER: True,
    Kind.SORRY: True,
    Kind.QUESTION: True,
    Kind.ANSWERED: True,
    Kind.BOOK_ANY: True,
    Kind.REVIEW_DUE: True,
    Kind.REVIEW_LAST: True,
    Kind.TEST: False,
    Kind.MORNING: True,
    Kind.TROUBLE: False,
    Kind.LISTED: False,
    Kind.OFFERED: True,
    Kind.SERIES: False,
    Kind.ASK_AGAIN: True,
    Kind.UNANSWERED: True,
}

# A mail is told only while what it says is so. Those about no appointment in any
# status are decided where they are told.
TRUE_WHILE: dict[str, tuple[str, ...]] = {
    Kind.CONFIRMED: (Status.CONFIRMED,),
    Kind.REMINDER: (Status.CONFIRMED,),
    Kind.CLEARED: (Status.CONFIRMED,),
    Kind.MOVED: (Status.CONFIRMED, Status.REVIEW),
    Kind.REVIEW: (Status.REVIEW,),
    Kind.YOUR_TURN: (Status.REVIEW, Status.HELD),
    Kind.DECLINED: (Status.DECLINED,),
    Kind.CANCELLED: (Status.CANCELLED,),
    Kind.RAN_OUT: (Status.EXPIRED,),
    Kind.PROPOSED: (Status.CONFIRMED, Status.REVIEW),
    Kind.HANDED_OVER: (Status.CONFIRMED, Status.REVIEW),
    Kind.SORRY: (Status.CANCELLED,),
    Kind.LINKS: (Status.CONFIRMED, Status.REVIEW),
    Kind.QUESTION: (Status.REVIEW,),
    Kind.BOOK_ANY: (Status.EXPIRED,),
    Kind.ANSWERED: (Status.REVIEW,),
    Kind.REVIEW_DUE: (Status.REVIEW,),
    Kind.REVIEW_LAST: (Status.REVIEW,),
    Kind.TEST: (),
    Kind.MORNING: (Status.COMPLETED,),
    Kind.TROUBLE: (Status.COMPLETED, Status.NO_SHOW),
    Kind.LISTED: (),
    Kind.OFFERED: (Status.HELD,),
    Kind.SERIES: (Status.CONFIRMED,),
    Kind.ASK_AGAIN: (Status.REVIEW,),
    Kind.UNANSWERED: (Status.EXPIRED,),
}
CALLED_OFF = (Status.DECLINED, Status.CANCELLED, Status.EXPIRED)
# Said of a session that was called off, and of no use once it would be over.
OF_THAT_EVENING = (Kind.CANCELLED, Kind.SORRY)

# A reminder that comes later than this before the start reminds nobody.
USELESS_WITHIN = timedelta(hours=2)

INSTEAD = ":instead"  # ends the key of a call that stands in for a mail
# Nobody is rung about these, whatever becomes of the mail.
NEVER_RUNG = (
    Kind.LINKS,
    Kind.ANSWERED,
    Kind.REVIEW_DUE,
    Kind.REVIEW_LAST,
    Kind.TEST,
    Kind.MORNING,
    Kind.TROUBLE,
    Kind.LISTED,
)


def told_at(kind: str, moment: datetime, *, until: datetime | None = None) -> datetime:
    """When a mail of that kind is told: at that moment, or after the quiet hours.

    `until` is when it is of use no more: it is not put off beyond that.
    """
    if not CAN_WAIT[kind]:
        return moment
    zone = ZoneInfo(timezone.get_default_timezone_name())
    return after_the_night(moment, zone, until=until)


def of_use_until(
    appointment: Appointment | None, kind: str, moment: datetime
) -> datetime | None:
    """When it is of use no more: the start, or when an answer is needed."""
    if appointment is None or kind == Kind.BOOK_ANY:
        return None
    ends = [appointment.starts_at]
    if appointment.expires_at is not None:
        ends.append(appointment.expires_at)
    if kind == Kind.PROPOSED:
        asked = appointment.proposals.waiting()
        ends += asked.values_list("answer_by", flat=True)
    if kind == Kind.REMINDER:
        ends.append(appointment.starts_at - USELESS_WITHIN)
    return min((end for end in ends if end > moment), default=None)


def holds(kind: str, appointment: Appointment, now: datetime) -> bool:
    """Whether what a mail or a call of that kind says is so."""
    if appointment.status not in TRUE_WHILE.get(kind, ()):
        return False
    if appointment.status in CALLED_OFF:
        return kind not in OF_THAT_EVENING or now < appointment.ends_at
    if kind == Kind.MORNING:
        return is_asked_now(appointment, now)
    if kind == Kind.TROUBLE:
        return Trouble.objects.to_look_after().filter(appointment=appointment).exists()
    if kind in (Kind.YOUR_TURN, Kind.ASK_AGAIN) and not appointment.waits_for_answers:
        return False
    if kind == Kind.PROPOSED and not _is_asked(appointment, now):
        return False
    if kind == Kind.OFFERED and not _is_offered(appointment, now):
        return False
    if kind == Kind.REMINDER and not _is_of_use(appointment, now):
        return False
    return appointment.is_live(now) and now < appointment.starts_at


def _is_of_use(appointment: Appointment, now: datetime) -> bool:
    """Whether a reminder comes in time, and before its client is at the door."""
    in_time = now < appointment.starts_at - USELESS_WITHIN
    return in_time and appointment.arrival_id is None


def _is_asked(appointment: Appointment, now: datetime) -> bool:
    return any(
        each.state == Proposal.State.WAITING and each.answer_by > now
        for each in appointment.proposals.all()
    )


def _is_offered(appointment: Appointment, now: datetime) -> bool:
    offer = WaitingOffer.objects.filter(appointment=appointment).first()
    return offer is not None and offer.is_open(now)


def is_so(message: Message, now: datetime) -> bool:
    """Whether a mail may be told again; of links asked for only the worker knows."""
    if message.kind == Kind.LINKS:
        return True
    if message.waiting is not None:
        return message.waiting.state == WaitingRequest.State.WAITING
    about = message.appointment
    return about is not None and holds(message.kind, about, now)


def ring_instead(message: Message, *, now: datetime) -> Message | None:
    """A line on the call list for a mail that cannot be told; None where none can be.

    Nobody is rung without a number, about what is no longer so, or twice.
    """
    appointment = message.appointment
    if appointment is None or message.staff_id or message.kind in NEVER_RUNG:
        return None
    client, until = appointment.client, of_use_until(appointment, message.kind, now)
    if client is None or not client.phone:
        return None
    if not holds(message.kind, appointment, now):
        return None
    if _is_rung_already(message, appointment):
        return None
    call, _made = Message.objects.get_or_create(
        key=f"{message.key}{INSTEAD}",
        defaults={
            "kind": message.kind,
            "channel": Channel.CALL,
            "appointment": appointment,
            "recipient": client.phone,
            "due_at": now,
            "call_by": until,
        },
    )
    return call


def _is_rung_already(message: Message, appointment: Appointment) -> bool:
    """Whether a call says the same, or said it besides the mail."""
    waits = Message.objects.calls().filter(appointment=appointment, kind=message.kind)
    return waits.exists() or Message.objects.filter(key=f"{message.key}:call").exists()
