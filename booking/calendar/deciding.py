"""Each decision about a request is one verb; what it refuses is said in words."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from booking.actions import (
    ask_question,
    clear_review,
    decline_review,
    override,
    propose,
    record_doctor,
)
from booking.actions.problems import (
    AlreadyAsked,
    AnswersRunOut,
    DoctorNeeded,
    NotAllowed,
    NotScreened,
    OwnBooking,
    Refused,
    SlotTaken,
    TrainingNeeded,
    Unread,
)
from booking.actions.waiting import is_own
from booking.calendar.decision_form import DecisionForm
from booking.models import Appointment, Proposal
from clinic.models import User

REFUSALS: list[tuple[type[Refused], Any]] = [
    (OwnBooking, _("This is a booking of your own: a colleague decides about it.")),
    (Unread, _("Read the answers first: nobody is cleared unread.")),
    (DoctorNeeded, _("These answers need a doctor’s yes. Record it first.")),
    (
        TrainingNeeded,
        _("The therapist of this time does not hold the training these answers need."),
    ),
    (AnswersRunOut, _("The clearance must reach the session. Choose a later end.")),
    (NotScreened, _("Nobody has asked the questions yet. Ask them aloud first.")),
    (AlreadyAsked, _("They are asked already, and have not answered yet.")),
    (SlotTaken, _("That time has just gone.")),
    (NotAllowed, _("It is no longer with a therapist, so nothing was changed.")),
]


def sentence(refused: Refused) -> Any:
    """What a refusal means for the person who pressed the button."""
    found = (text for kind, text in REFUSALS if isinstance(refused, kind))
    return next(found, _("That did not work; nothing was changed. Please try again."))


def decide(
    form: DecisionForm, appointment: Appointment, *, by: User, now: datetime
) -> Appointment:
    """Do what was decided, by its one verb. Raises what the verbs refuse."""
    cleaned = form.cleaned_data
    common: dict[str, Any] = {
        "appointment": appointment,
        "by": by,
        "now": now,
        "note": cleaned["note"],
        "revision": cleaned["revision"],
    }
    match cleaned["decision"]:
        case "clear" | "override" | "adapt":
            return _clear(form, common)
        case "ask":
            return ask_question(text=cleaned["question"], **common)
        case "doctor":
            return record_doctor(
                practice=cleaned["practice"],
                said_on=cleaned["said_on"],
                until=form.ends("doctor_until"),
                **common,
            )
        case "propose":
            return _propose(form, common)
        case "later":
            return decline_review(not_before=cleaned["not_before"], **common)
    return decline_review(words=cleaned["words"], **common)


def _propose(form: DecisionForm, common: dict[str, Any]) -> Appointment:
    """The client says yes first; it moves with its review, and is cleared then."""
    appointment: Appointment = common["appointment"]
    if is_own(appointment.client, common["by"]):
        raise OwnBooking
    wanted = form.cleaned_data["therapist"]
    propose(
        appointment=appointment,
        therapist=next(row for row in form.trained if row.slug == wanted),
        starts_at=appointment.starts_at,
        why=Proposal.Why.TRAINING,
        by=common["by"],
        now=common["now"],
        revision=common["revision"],
    )
    return appointment


def _clear(form: DecisionForm, common: dict[str, Any]) -> Appointment:
    cleaned = form.cleaned_data
    until: datetime = form.ends("until")  # type: ignore[assignment]
    if cleaned["decision"] == "override":
        return override(reason=cleaned["reason"], valid_until=until, **common)
    changes: dict[str, Any] = {}
    if cleaned["decision"] == "adapt":
        changes = {"avoid": cleaned["avoid"], "adaptations": form.lines}
    return clear_review(valid_until=until, **changes, **common)
