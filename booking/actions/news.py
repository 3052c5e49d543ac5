"""Is anything new since the booking? What a client says to it shortly before."""

from datetime import datetime

from booking.actions.problems import NotAllowed, NotScreened
from booking.actions.screened import Given, cleared_by, store
from booking.actions.second_look import can_be_confirmed, hand_to_therapist
from booking.actions.steps import change, lock, reread
from booking.actions.verb import verb
from booking.models import Appointment, Clearance, Clinic, Screening

NOTHING = "nothing_new"
NEWS = "news"


@verb
def nothing_new(*, appointment: Appointment, now: datetime) -> Appointment:
    """Note that nothing is; said twice it is noted once. Raises NotAllowed."""
    fresh = reread(appointment)
    if not fresh.asks_what_is_new(now):
        raise NotAllowed(fresh.status)
    last = fresh.events.order_by("pk").last()
    if last is None or last.what != NOTHING:
        change(fresh, NOTHING, now=now, same_page=True)
    return fresh


@verb
def answer_anew(
    *,
    appointment: Appointment,
    given: Given,
    now: datetime,
    revision: int | None = None,
) -> Appointment:
    """Weigh the new answers of a booked client: it stays, waits for a look, or ends.

    What the rules clear stays confirmed by a clearance of its own. What a therapist has
    cleared stays so only while the answers are the same: any other needs a look again.
    Nothing is ever late. Raises NotScreened, NotAllowed, Stale.
    """
    clinic = Clinic.objects.current()
    lock(therapists=[appointment.therapist_id], rooms=[appointment.room_id])
    fresh = reread(appointment, revision)
    if not fresh.asks_what_is_new(now):
        raise NotAllowed(fresh.status)
    if not given.final:
        raise NotScreened
    screening = store(
        fresh, given, treatment=fresh.treatment, starts_at=fresh.starts_at, now=now
    )
    if not _was_looked_at(fresh) and can_be_confirmed(fresh, screening):
        fields = cleared_by(screening, now=now)
        change(fresh, "answered", now=now, reason=NEWS, **fields)
    elif _was_looked_at(fresh) and _says_the_same(fresh, screening):
        change(fresh, "answered", now=now, reason=NEWS, screening=screening)
    else:
        hand_to_therapist(fresh, screening, clinic, now=now)
    return fresh


def _was_looked_at(appointment: Appointment) -> bool:
    clearance = appointment.clearance
    return clearance is not None and clearance.basis != Clearance.Basis.RULES


def _says_the_same(appointment: Appointment, screening: Screening) -> bool:
    """Whether these are the very answers that somebody has cleared."""
    if appointment.clearance is None:
        return False
    cleared = appointment.clearance.screening
    if cleared.questionnaire_id != screening.questionnaire_id:
        return False
    return _said(cleared) == _said(screening)


def _said(screening: Screening) -> dict[str, object]:
    """Every answer, whatever the order in which a list was ticked."""
    answers = screening.content["answers"].items()
    return {
        key: sorted(value) if isinstance(value, list) else value
        for key, value in answers
    }
