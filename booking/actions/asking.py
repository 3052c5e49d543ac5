"""A question to the client while their time is kept, and what they write back."""

from datetime import datetime

from booking.actions.problems import NotAllowed
from booking.actions.steps import change, lock, reread, tell, tell_staff
from booking.actions.verb import verb
from booking.actions.waiting import noted, open_review
from booking.models import Appointment, Message, Status
from clinic.models import User

Kind, State = Message.Kind, Message.State


@verb
def ask_question(
    *,
    appointment: Appointment,
    by: User,
    text: str,
    now: datetime,
    note: str = "",
    revision: int | None = None,
) -> Appointment:
    """Put a question on the client's own page; the mail only says that there is one.

    The time stays kept as long as before. Raises OwnBooking, NotAllowed where no time
    is kept any more or there is nothing to ask, Stale.
    """
    fresh = open_review(appointment, by=by, now=now, revision=revision)
    if fresh.status != Status.REVIEW or not text.strip():
        raise NotAllowed(fresh.status)
    question = {"text": text.strip(), "asked_at": now.isoformat(), "by": by.pk}
    earlier = fresh.messages.filter(kind=Kind.QUESTION, state=State.WAITING)
    earlier.update(state=State.CANCELLED)
    fields = noted(fresh, note, question=question)
    change(fresh, "asked", now=now, by=by, **fields)
    tell(fresh, Kind.QUESTION, now=now)
    return fresh


@verb
def answer_question(
    *,
    appointment: Appointment,
    text: str,
    now: datetime,
    revision: int | None = None,
) -> Appointment:
    """What the client writes back; whoever asked is told that there is something.

    Raises NotAllowed where nothing is asked, or it was answered, or nobody decides
    any more, Stale.
    """
    lock(therapists=[appointment.therapist_id], rooms=[appointment.room_id])
    fresh = reread(appointment, revision)
    question = (fresh.review or {}).get("question")
    if fresh.status != Status.REVIEW or not fresh.is_live(now):
        raise NotAllowed(fresh.status)
    if not question or question.get("answer") or not text.strip():
        raise NotAllowed("nothing to answer")
    answered = question | {"answer": text.strip(), "answered_at": now.isoformat()}
    change(fresh, "replied", now=now, **noted(fresh, question=answered))
    asker = User.objects.filter(pk=question["by"], is_active=True).first()
    if asker is not None:
        tell_staff(fresh, Kind.ANSWERED, user=asker, due_at=now)
    return fresh
