"""What a new questionnaire means for the appointments to come."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType

from booking.actions.deadlines import review_deadline
from booking.actions.problems import NotAllowed
from booking.actions.reminding import expect_review
from booking.actions.steps import enter, lock, reread, tell, untell
from booking.actions.verb import verb
from booking.models import Appointment, Clinic, Message, Questionnaire, Status
from booking.models.questionnaires import parsed
from booking.screening.outcome import weigh_known
from booking.screening.vocabulary import STRENGTH
from clinic.models import User

WHY = "new_questionnaire"


@dataclass(frozen=True, slots=True)
class Stronger:
    """An appointment whose stored answers come out stronger; never which answers."""

    appointment: Appointment
    before: str
    after: str


@verb
def try_on_appointments(
    *, questionnaire: Questionnaire, by: User, now: datetime
) -> list[Stronger]:
    """Weigh the stored answers of all appointments to come by a draft.

    They are read here and shown to nobody, so one entry in the version's history says
    who tried it, when, and on how many.
    """
    rows = Appointment.objects.filter(status=Status.CONFIRMED, starts_at__gt=now)
    booked = rows.select_related(
        "client", "therapist", "treatment", "screening__questionnaire"
    )
    tried = list(booked.order_by("starts_at"))
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(Questionnaire),
        object_id=str(questionnaire.pk),
        object_repr=str(questionnaire),
        action_flag=CHANGE,
        change_message=f"Trial of version {questionnaire.number} on the stored answers "
        f"of {len(tried)} appointments",
    )
    found = (_stronger(questionnaire, appointment) for appointment in tried)
    return [each for each in found if each is not None]


def _stronger(
    questionnaire: Questionnaire, appointment: Appointment
) -> Stronger | None:
    """None where the same answers come out as before, or weaker."""
    screening = appointment.screening
    if screening is None:
        return None
    after = weigh_known(
        parsed(questionnaire),
        appointment.treatment.facts,
        stage=screening.stage,
        answers=screening.content["answers"],
    ).outcome
    if STRENGTH.index(after) <= STRENGTH.index(screening.outcome):
        return None
    return Stronger(appointment, screening.outcome, after)


@verb
def reconsider(
    *,
    appointment: Appointment,
    by: User,
    now: datetime,
    revision: int | None = None,
    why: str = WHY,
) -> Appointment:
    """Have a therapist look at a booked appointment again; its time stays kept.

    `why` is "talk" where the client said that something is new. They are told, and
    somebody rings. Raises NoReviewInTime where nobody can look
    before the start, NotAllowed, Stale.
    """
    clinic = Clinic.objects.current()
    lock(therapists=[appointment.therapist_id], rooms=[appointment.room_id])
    fresh = reread(appointment, revision)
    if fresh.status != Status.CONFIRMED or not fresh.can_be_moved(now):
        raise NotAllowed(fresh.status)
    until = review_deadline(clinic, starts_at=fresh.starts_at, now=now, doctor=False)
    untell(fresh)
    enter(
        fresh,
        Status.REVIEW,
        now=now,
        by=by,
        reason=why,
        expires_at=until,
        clearance=None,
        cleared_until=None,
        review={"why": why},
    )
    tell(fresh, Message.Kind.REVIEW, now=now)
    tell(fresh, Message.Kind.RING, now=now, channel=Message.Channel.CALL)
    expect_review(fresh, clinic, now=now)
    return fresh
