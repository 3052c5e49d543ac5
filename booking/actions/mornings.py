"""The morning after: consent given and taken back, what is said, who is looked after.

`expect_morning` and `forget_morning` are plain functions of an open transaction.
"""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from booking.actions.problems import NotAllowed
from booking.actions.reminding import carers
from booking.actions.steps import change, lock, record, reread, tell, tell_staff
from booking.actions.verb import verb
from booking.models import (
    Appointment,
    Client,
    Message,
    MorningAfter,
    MorningConsent,
    Status,
    Trouble,
)
from booking.models.message import TURNED_OFF
from booking.models.morning import morning_of
from booking.screening.morning import Night
from clinic.models import User

Kind, State = Message.Kind, Message.State

ASKED_LATER = timedelta(days=2)  # longer than any night lasts


def agree(client: Client, *, now: datetime) -> None:
    """Write the consent, unless it stands already."""
    list(Client.objects.select_for_update(no_key=True).filter(pk=client.pk))
    if not MorningConsent.objects.standing(client).exists():
        MorningConsent.objects.create(client=client, given_at=now)


@verb
def ask_me_in_the_morning(*, client: Client, now: datetime) -> None:
    """The client wishes to be asked from now on; after last night, too."""
    agree(client, now=now)
    lately = Appointment.objects.filter(client=client, ends_at__gt=now - ASKED_LATER)
    for row in lately.filter(status=Status.COMPLETED).select_related("client"):
        expect_morning(row, now=now)


@verb
def ask_me_no_more(*, client: Client, now: datetime) -> None:
    """What waits to be sent is not sent. Nights told before stay until deleted."""
    list(Client.objects.select_for_update(no_key=True).filter(pk=client.pk))
    MorningConsent.objects.standing(client).update(withdrawn_at=now)
    waiting = _waiting().filter(appointment__client=client)
    waiting.update(state=State.CANCELLED, error=TURNED_OFF)


@verb
def delete_nights(*, client: Client, now: datetime) -> int:
    """All that was said of any night; how many. That somebody had to be looked after
    stays, without a word of what it was.
    """
    kept = MorningAfter.objects.filter(appointment__client=client, answered_at__lte=now)
    count, _tables = kept.delete()
    return count


def expect_morning(appointment: Appointment, *, now: datetime) -> None:
    """Have a client who wishes it asked in the morning: one mail a session, ever."""
    client = appointment.client
    if client is None or not client.email:
        return
    if not MorningConsent.objects.standing(client).exists():
        return
    if MorningAfter.objects.filter(appointment=appointment).exists():
        return
    morning = morning_of(appointment)
    if now >= morning.over_at:
        return
    told = {
        "recipient": client.email,
        "due_at": morning.asks_at,
        "state": State.WAITING,
    }
    message, _made = Message.objects.get_or_create(
        key=f"{appointment.ref}:{Kind.MORNING}",
        defaults={"kind": Kind.MORNING, "appointment": appointment} | told,
    )
    taken_back = Message.objects.filter(pk=message.pk, state=State.CANCELLED)
    taken_back.update(attempts=0, error="", **told)


def forget_morning(appointment: Appointment) -> None:
    """There is nothing to ask about, or it was answered."""
    _waiting().filter(appointment=appointment).update(state=State.CANCELLED)


def _waiting() -> QuerySet[Message]:
    return Message.objects.filter(kind=Kind.MORNING, state=State.WAITING)


@verb
def tell_of_night(
    *, appointment: Appointment, night: Night, now: datetime
) -> MorningAfter:
    """Keep what the client says of the night; may be said anew until the day is over.

    Strong or lasting trouble alerts who cares for them, and makes what they answered
    before good no more. Raises NotAllowed without their consent, for a session that
    was not given, and before or after that day.
    """
    lock(therapists=[appointment.therapist_id], rooms=[appointment.room_id])
    fresh = reread(appointment)
    if not may_tell_of_night(fresh, now):
        raise NotAllowed(fresh.status)
    said, _made = MorningAfter.objects.select_for_update(of=("self",)).get_or_create(
        appointment=fresh, defaults={"content": night.content, "answered_at": now}
    )
    said.content, said.answered_at = night.content, now
    said.save(update_fields=["content", "answered_at"])
    forget_morning(fresh)
    alerts = night.is_trouble and _note_trouble(fresh, now=now)
    change(fresh, "morning", now=now, same_page=not alerts)
    if alerts:
        _alert(fresh, night, now=now)
    return said


def may_tell_of_night(appointment: Appointment, now: datetime) -> bool:
    """Whether its client may say how the night was."""
    client = appointment.client
    if client is None or appointment.status != Status.COMPLETED:
        return False
    morning = morning_of(appointment)
    if not morning.opens_at <= now < morning.closes_at:
        return False
    return MorningConsent.objects.standing(client).exists()


def _note_trouble(appointment: Appointment, *, now: datetime) -> bool:
    """Whether it is new: told for the first time, or again after somebody looked."""
    rows = Trouble.objects.select_for_update(of=("self",))
    known = rows.filter(appointment=appointment).first()
    if known is None:
        Trouble.objects.create(appointment=appointment, told_at=now)
        return True
    was_seen = known.seen_at is not None
    known.told_at, known.seen_at, known.seen_by = now, None, None
    known.save(update_fields=["told_at", "seen_at", "seen_by"])
    return was_seen


def _alert(appointment: Appointment, night: Night, *, now: datetime) -> None:
    """The therapist and the leads by mail; the call list, where a call is welcome."""
    for user in carers(appointment):
        tell_staff(appointment, Kind.TROUBLE, user=user, due_at=now)
    client = appointment.client
    if night.may_ring and client is not None and client.phone:
        tell(appointment, Kind.RING, now=now, channel=Message.Channel.CALL)


@verb
def look_after(*, appointment: Appointment, now: datetime, by: User) -> Appointment:
    """Somebody of the team has looked after the client. Raises NotAllowed if nobody
    needs it, or somebody has already.
    """
    lock(therapists=[appointment.therapist_id], rooms=[appointment.room_id])
    fresh = reread(appointment)
    waiting = Trouble.objects.to_look_after().filter(appointment=fresh)
    if not waiting.update(seen_at=now, seen_by=by):
        raise NotAllowed(fresh.status)
    record(fresh, "looked_after", now=now, by=by)
    return fresh
