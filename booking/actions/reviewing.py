"""A therapist reads the answers and decides: clear, with changes, or decline."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from booking.actions.problems import DoctorNeeded, NotAllowed, TrainingNeeded
from booking.actions.screened import cleared_by
from booking.actions.steps import change, enter, tell, untell
from booking.actions.together import decline_others, of_one_request
from booking.actions.verb import verb
from booking.actions.waiting import check_end, clear, noted, open_review, read_by
from booking.models import (
    AccessRecord,
    Appointment,
    Clearance,
    Message,
    Screening,
    Status,
)
from clinic.models import User

MAY_OVERRIDE = "booking.override_clearance"


@verb
def read_answers(
    *, screening: Screening, by: User, why: str, now: datetime, words: str = ""
) -> dict[str, Any]:
    """The answers, and in the same transaction the record of who read them."""
    AccessRecord.objects.create(
        who=by, screening=screening, why=why, words=words or None, at=now
    )
    return dict(screening.content)


@verb
def clear_review(
    *,
    appointment: Appointment,
    by: User,
    valid_until: datetime,
    now: datetime,
    adaptations: Sequence[str] | None = None,
    avoid: Sequence[str] = (),
    note: str = "",
    revision: int | None = None,
) -> Appointment:
    """Confirm an appointment in review, with what will be changed and until when.

    One whose time went back gets its clearance, and the client books any evening.
    Raises NotScreened where nobody has asked the questions yet, Unread, DoctorNeeded,
    AnswersRunOut where the end lies before the start, TrainingNeeded, OwnBooking,
    NotAllowed, Stale.
    """
    fresh = open_review(appointment, by=by, now=now, revision=revision)
    screening = read_by(fresh, by)
    kept = fresh.status == Status.REVIEW
    if kept and not fresh.therapist.holds(screening.training_needed):
        raise TrainingNeeded
    if fresh.needs_doctor:
        raise DoctorNeeded
    fields = cleared_by(
        screening,
        now=now,
        by=by,
        basis=Clearance.Basis.THERAPIST,
        valid_until=check_end(fresh, valid_until, now),
        changes={"avoid": list(avoid), "adaptations": list(adaptations or [])},
    )
    fields |= noted(fresh, note)
    clear(fresh, fields, now=now, by=by, reason="reviewed")
    return fresh


@verb
def override(
    *,
    appointment: Appointment,
    by: User,
    reason: str,
    valid_until: datetime,
    now: datetime,
    note: str = "",
    revision: int | None = None,
) -> Appointment:
    """A manager's clearance against the rules, with a reason that stays with it.

    The answers are there and were read all the same. Raises NotAllowed without the
    permission or a reason, and as `clear_review` but for training and doctor.
    """
    if not by.has_perm(MAY_OVERRIDE) or not reason.strip():
        raise NotAllowed
    fresh = open_review(appointment, by=by, now=now, revision=revision)
    screening = read_by(fresh, by)
    changes = {name: screening.content[name] for name in ("avoid", "adaptations")}
    fields = cleared_by(
        screening,
        now=now,
        by=by,
        basis=Clearance.Basis.OVERRIDE,
        valid_until=check_end(fresh, valid_until, now),
        changes=changes | {"reason": reason.strip()},
    )
    fields |= noted(fresh, note)
    clear(fresh, fields, now=now, by=by, reason="override")
    return fresh


@verb
def record_doctor(
    *,
    appointment: Appointment,
    by: User,
    practice: str,
    said_on: date,
    now: datetime,
    until: datetime | None = None,
    note: str = "",
    revision: int | None = None,
) -> Appointment:
    """Note which practice said yes, when and until when; then it can be cleared.

    Raises OwnBooking, NotAllowed, Stale.
    """
    fresh = open_review(appointment, by=by, now=now, revision=revision)
    doctor = {
        "practice": practice,
        "said_on": said_on.isoformat(),
        "until": until.isoformat() if until else "",
        "by": by.pk,
    }
    fields = noted(fresh, note, doctor=doctor)
    change(fresh, "doctor", now=now, by=by, **fields)
    return fresh


@verb
def decline_review(
    *,
    appointment: Appointment,
    by: User,
    now: datetime,
    words: str = "",
    not_before: date | None = None,
    note: str = "",
    revision: int | None = None,
) -> Appointment:
    """Decline an appointment in review; its time is free again. The client is told.

    `words`, and from when it may be different, stand on their own page alone. The other
    dates of the request go with it.
    Raises OwnBooking, NotAllowed, Stale.
    """
    fresh = open_review(appointment, by=by, now=now, revision=revision)
    fields = noted(
        fresh,
        note,
        words=words.strip(),
        not_before=not_before.isoformat() if not_before else "",
    )
    untell(fresh)
    others = of_one_request(fresh)
    enter(fresh, Status.DECLINED, now=now, by=by, reason="reviewed", **fields)
    decline_others(others, now=now, by=by, reason="reviewed", **fields)
    tell(fresh, Message.Kind.DECLINED, now=now)
    return fresh
