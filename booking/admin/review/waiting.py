"""Which reviews somebody may open, and what the page says of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from booking.actions.problems import (
    AnswersRunOut,
    NotAllowed,
    NotScreened,
    Refused,
    Stale,
    TrainingNeeded,
)
from booking.models import AccessRecord, Appointment, Screening, Status
from booking.models.questionnaires import parsed
from booking.screening.said import SaidList, said
from clinic.models import User

MAY_REVIEW = ("booking.review_appointment", "booking.read_answers")
MAY_REVIEW_ALL = "booking.review_every_appointment"

WHY = {
    "answers": _("Their answers need a look."),
    "new_answers": _("They answered again, and the new answers need a look."),
    "talk": _("They would rather talk to someone."),
    "someone_else": _("Somebody else booked for them; they answer by a link."),
}
REFUSALS: list[tuple[type[Refused], Any]] = [
    (Stale, _("It changed since you opened this page. Please look again.")),
    (NotAllowed, _("It is no longer with a therapist, so nothing was changed.")),
    (
        TrainingNeeded,
        _("The therapist of this time does not hold the training these answers need."),
    ),
    (AnswersRunOut, _("The clearance must reach the session. Choose a later end.")),
    (NotScreened, _("Nobody has asked the questions yet. Ask them aloud first.")),
]


def in_view_of(user: User) -> QuerySet[Appointment]:
    """All of them; for who reviews but not for everyone, those of their own column."""
    rows = Appointment.objects.all()
    if user.has_perms(MAY_REVIEW) and not user.has_perm(MAY_REVIEW_ALL):
        return rows.filter(therapist__user=user)
    return rows


def reviewable(user: User) -> QuerySet[Appointment]:
    return in_view_of(user).select_related(
        "client",
        "therapist",
        "room",
        "treatment",
        "screening__questionnaire",
    )


def waits(appointment: Appointment, now: datetime) -> bool:
    return appointment.status == Status.REVIEW and appointment.is_live(now)


def why_in_review(appointment: Appointment) -> Any:
    return WHY.get((appointment.review or {}).get("why", ""), "")


def sentence(refused: Refused) -> Any:
    """What a refusal means for the person who pressed the button."""
    found = (text for kind, text in REFUSALS if isinstance(refused, kind))
    return next(found, _("That did not work; nothing was changed. Please try again."))


def knows_answers(user: User, screening: Screening | None) -> bool:
    """Whether they opened these answers, or took them down themselves."""
    if screening is None or screening.entered_by_id == user.pk:
        return True
    return AccessRecord.objects.filter(screening=screening, who=user).exists()


@dataclass(frozen=True, slots=True)
class Opened:
    """Opened answers, in words."""

    lists: tuple[SaidList, ...]
    reasons: Sequence[str]
    avoid: Sequence[str]
    adaptations: Sequence[str]
    mismatch: Sequence[str]
    trainings: Sequence[str]
    doctor: dict[str, str]


def opened(appointment: Appointment, content: dict[str, Any]) -> Opened:
    screening = cast(Screening, appointment.screening)
    questionnaire = parsed(screening.questionnaire)
    return Opened(
        lists=said(questionnaire, content["answers"]),
        reasons=[reason["text"] for reason in content["reasons"]],
        avoid=[questionnaire.avoid_label(word) for word in content["avoid"]],
        adaptations=content["adaptations"],
        mismatch=[questionnaire.avoid_label(word) for word in content["mismatch"]],
        trainings=[questionnaire.training[key] for key in screening.training_needed],
        doctor=(appointment.review or {}).get("doctor") or {},
    )
