"""The health check as staff ask it aloud, or type it from signed paper: one page.

Nothing is kept between: what is open is said on the same page. Whoever takes answers
down sees what comes of them, and cannot open them again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from booking.actions import Given, assessed
from booking.calendar.access import REVIEWS, signed_in
from booking.cleaning import read_day
from booking.models import Appointment, Clinic, Questionnaire, Screening, Status
from booking.models.questionnaires import parsed
from booking.screening.asked import keys_asked
from booking.screening.asking import Asking, names_of, urgent_help
from booking.screening.form import clashes, follow_ups, read, read_consents
from booking.screening.questionnaire import Questionnaire as Document
from clinic.models import User

ALOUD, PAPER = Screening.How.ALOUD, Screening.How.PAPER
STAGE = Screening.Stage.BOOKING
SIGNED_WITHIN = timedelta(days=14)


def may_ask(user: User, appointment: Appointment, now: datetime) -> bool:
    """A time kept for a client is asked about by whoever runs the calendar.

    Answers that are with a therapist already are taken anew by those who review.
    """
    if appointment.client_id is None:
        return False
    screening = appointment.screening
    answered = screening is not None and screening.final
    if appointment.status == Status.HELD or appointment.can_come_back(now):
        return not answered
    if appointment.status != Status.REVIEW or not appointment.is_live(now):
        return False
    return not answered or user.has_perm(REVIEWS)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in a sentence, and the id on the page where."""

    where: str
    words: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What a page took down, and what is wrong with it."""

    given: Given
    signed: str
    faults: Sequence[Fault]


def read_how(request: HttpRequest) -> str:
    named = request.POST if request.method == "POST" else request.GET
    return PAPER if named.get("how") == PAPER else ALOUD


def taken(
    request: HttpRequest,
    appointment: Appointment,
    version: Questionnaire,
    now: datetime,
) -> Taken:
    """The posted answers; a paper is as old as its signature."""
    questionnaire, how = parsed(version), read_how(request)
    signed = request.POST.get("signed_on", "")
    signed_on = read_day(signed) if how == PAPER else None
    given = Given(
        shown=keys_asked(
            questionnaire,
            appointment.treatment.facts,
            STAGE,
            appointment.starts_at - now,
        ),
        answers=read(request.POST.getlist, questionnaire),
        consents=read_consents(request.POST.getlist, questionnaire),
        how=how,
        entered_by=signed_in(request),
        signed_on=signed_on,
    )
    faults = _open(appointment, version, given, now)
    if how == PAPER:
        faults = [*_unsigned(signed_on, timezone.localdate(now)), *faults]
    return Taken(given, signed, faults)


def _unsigned(signed_on: date | None, today: date) -> list[Fault]:
    why = ""
    if signed_on is None:
        why = _("Type the day the paper was signed.")
    elif signed_on > today:
        why = _("That day is still to come: when was the paper signed?")
    elif today - signed_on > SIGNED_WITHIN:
        why = _("The paper is older than two weeks. Please ask again.")
    return [Fault("signed_on", why)] if why else []


def _open(
    appointment: Appointment, version: Questionnaire, given: Given, now: datetime
) -> list[Fault]:
    """What is still to ask, or does not go together."""
    questionnaire = parsed(version)
    result = assessed(
        version,
        appointment.treatment,
        given,
        starts_at=appointment.starts_at,
        now=now,
    )
    consents = {consent.key for consent in questionnaire.consents}
    missing = [
        (f"id_{key}" if key in consents else key, names_of(questionnaire, [key])[0])
        for key in result.missing
    ]
    missing += _open_further(questionnaire, appointment, given)
    both = clashes(questionnaire, given.answers)
    words = _("“None of these” and another box are ticked: %s")
    return [
        *(Fault(where, _("Still to ask: %s") % name) for where, name in missing),
        *(Fault(key, words % names_of(questionnaire, [key])[0]) for key in both),
    ]


def _open_further(
    questionnaire: Document, appointment: Appointment, given: Given
) -> list[tuple[str, str]]:
    """What a tick asks further, and nobody has answered: where, and its text."""
    facts = appointment.treatment.facts
    return [
        (f"id_{chosen.field}_{chosen.entry.key}", follow_up.text)
        for chosen in follow_ups(questionnaire, facts, given.answers)
        for follow_up in chosen.follow_ups
        if follow_up.key not in given.answers
    ]


def lists(
    appointment: Appointment,
    version: Questionnaire,
    now: datetime,
    given: Given | None = None,
) -> dict[str, Any]:
    """What the page shows: the lists as they were ticked just now, else blank."""
    questionnaire = parsed(version)
    answers = dict(given.answers) if given else {}
    asking = Asking(questionnaire, answers, Clinic.objects.current().emergency)
    return {
        "questionnaire": questionnaire,
        "groups": asking.groups(
            appointment.treatment.facts, STAGE, appointment.starts_at - now
        ),
        "agreed": given.consents if given else (),
    }


def say_at_once(
    appointment: Appointment, version: Questionnaire, given: Given, now: datetime
) -> str:
    """What to tell somebody whose answers cannot wait; empty where they can."""
    result = assessed(
        version,
        appointment.treatment,
        given,
        starts_at=appointment.starts_at,
        now=now,
    )
    return urgent_help(
        parsed(version), result.urgent, Clinic.objects.current().emergency
    )
