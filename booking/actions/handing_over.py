"""Hand an appointment to another therapist or time that its client agreed to."""

from datetime import datetime
from typing import Any

from booking.actions.deadlines import review_deadline
from booking.actions.problems import (
    AgainstWish,
    AnswersRunOut,
    NoReviewInTime,
    QuestionsFirst,
    SlotTaken,
)
from booking.actions.proposing import (
    ROOMS_TRIED,
    askable,
    earliest,
    fits,
    free_rooms,
)
from booking.actions.reminding import expect_review, remind
from booking.actions.screened import (
    still_to_ask,
)
from booking.actions.steps import change, lock, reread, settle, take
from booking.actions.telling import tell, untell
from booking.actions.together import expect_answers
from booking.actions.verb import verb
from booking.models import (
    Appointment,
    Clinic,
    Message,
    Proposal,
    Room,
    Status,
    Therapist,
)
from booking.times import local_date
from clinic.models import User

Kind = Message.Kind


def hand_over(
    *,
    appointment: Appointment,
    therapist: Therapist,
    starts_at: datetime,
    by: User,
    now: datetime,
    revision: int | None = None,
) -> Appointment:
    """To another therapist or time, for a client who said yes on the phone.

    Their own room counts as free. Raises SlotTaken, QuestionsFirst, AnswersRunOut,
    TrainingNeeded, AgainstWish, NoReviewInTime, NotAllowed, Stale.
    """
    rooms = free_rooms(appointment, therapist, starts_at, now, ignoring=appointment)
    for room in rooms[:ROOMS_TRIED]:
        try:
            return _hand_over_in(
                appointment=appointment,
                therapist=therapist,
                room=room,
                starts_at=starts_at,
                by=by,
                now=now,
                revision=revision,
            )
        except SlotTaken:
            continue
    raise SlotTaken


@verb
def _hand_over_in(
    *,
    appointment: Appointment,
    therapist: Therapist,
    room: Room,
    starts_at: datetime,
    by: User,
    now: datetime,
    revision: int | None,
) -> Appointment:
    clinic = Clinic.objects.current()
    lock(
        therapists=[appointment.therapist_id, therapist.pk],
        rooms=[appointment.room_id, room.pk],
    )
    fresh = askable(reread(appointment, revision), now)
    if starts_at < earliest(fresh, clinic, now):
        raise SlotTaken
    settle(fresh, Proposal.State.WITHDRAWN, now=now)
    return hand_to(
        fresh,
        therapist=therapist,
        room=room,
        starts_at=starts_at,
        now=now,
        by=by,
        reason="by_phone",
    )


def hand_to(
    fresh: Appointment,
    *,
    therapist: Therapist,
    room: Room,
    starts_at: datetime,
    now: datetime,
    by: User | None,
    reason: str,
) -> Appointment:
    """The row itself goes there: what was answered and cleared stays with it."""
    clinic = Clinic.objects.current()
    fits(fresh, therapist)
    if fresh.step_free and not room.step_free:
        raise AgainstWish
    same_time, same_hands = starts_at == fresh.starts_at, therapist == fresh.therapist
    fields = _still_good(fresh, clinic, starts_at=starts_at, now=now)
    fields |= take(
        clinic=clinic,
        treatment=fresh.treatment,
        therapist=therapist,
        room=room,
        starts_at=starts_at,
        now=now,
        mine=fresh,
        kept=True,
    )
    untell(fresh)
    if same_hands:  # a move's reason is the start its client knows, told or not
        change(fresh, "moved", now=now, by=by, **fields)
    else:
        change(fresh, "handed_over", now=now, by=by, reason=reason, **fields)
    kind = Kind.HANDED_OVER if same_time else Kind.MOVED
    tell(fresh, kind, now=now, heard_from=by)
    remind(fresh, clinic, now=now)
    if fresh.status == Status.REVIEW and not fresh.waits_for_answers:
        tell(fresh, Kind.RING, now=now, channel=Message.Channel.CALL)
        expect_review(fresh, clinic, now=now)
    expect_answers(fresh, now=now)
    return fresh


def _still_good(
    fresh: Appointment, clinic: Clinic, *, starts_at: datetime, now: datetime
) -> dict[str, Any]:
    """Nothing more is asked for the same date; for another what was not answered.

    A review keeps its deadline where no later one is to be had.
    """
    if fresh.status == Status.REVIEW:
        return {"expires_at": _deadline(fresh, clinic, starts_at, now)}
    then = local_date(starts_at, clinic.zone)
    if local_date(fresh.starts_at, clinic.zone) != then:
        sections = still_to_ask(fresh.screening, fresh.treatment, starts_at, now)
        if sections:
            raise QuestionsFirst(sections)
    if fresh.cleared_until is None or fresh.cleared_until < starts_at:
        raise AnswersRunOut
    return {}


def _deadline(
    fresh: Appointment, clinic: Clinic, starts_at: datetime, now: datetime
) -> datetime:
    known = fresh.expires_at or now
    try:
        found = review_deadline(
            clinic, starts_at=starts_at, now=now, doctor=fresh.needs_doctor
        )
        return max(found, known) if known < starts_at else found
    except NoReviewInTime:
        if not now < known <= starts_at:
            raise
    return known
