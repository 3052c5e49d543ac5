"""Note what came of a call: reached, a message left, or no answer and when again."""

from datetime import datetime, timedelta

from booking.actions.problems import NoMessageAllowed, NotAllowed, Stale
from booking.actions.verb import verb
from booking.models import CallTry, Message
from clinic.models import User

Result, State = CallTry.Result, Message.State

AGAIN_WITHIN = timedelta(days=14)


@verb
def note_call(
    *,
    message: Message,
    result: str,
    by: User,
    now: datetime,
    again_at: datetime | None = None,
    tries: int | None = None,
) -> Message:
    """Write one try; told is told, and after no answer it waits until `again_at`.

    `tries` is how many the page knew of: a press sent twice is noted once. Raises
    NotAllowed where the call is no longer to be made or there is no such time to try
    again, NoMessageAllowed where the client wants none left, Stale.
    """
    rows = Message.objects.select_for_update(of=("self",))
    fresh = rows.select_related("appointment__client").get(pk=message.pk)
    if fresh.channel != Message.Channel.CALL or fresh.state != State.WAITING:
        raise NotAllowed(fresh.state)
    if tries is not None and fresh.attempts != tries:
        raise Stale
    _check(fresh, result, now=now, again_at=again_at)
    again = again_at if result == Result.NO_ANSWER else None
    CallTry.objects.create(message=fresh, at=now, by=by, result=result, again_at=again)
    fresh.attempts += 1
    if again is not None:
        fresh.due_at = again
    else:
        fresh.state, fresh.sent_at = State.SENT, now
    fresh.save(update_fields=["attempts", "due_at", "state", "sent_at"])
    return fresh


def _check(
    message: Message, result: str, *, now: datetime, again_at: datetime | None
) -> None:
    if result not in Result.values:
        raise NotAllowed(result)
    if result == Result.NO_ANSWER:
        if again_at is None or not now < again_at <= now + AGAIN_WITHIN:
            raise NotAllowed("again")
        return
    client = message.appointment.client if message.appointment else None
    if result == Result.MESSAGE_LEFT and not (client and client.may_leave_message):
        raise NoMessageAllowed
