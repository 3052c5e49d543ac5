"""The list a client answers at the door, on a page for their eyes alone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from booking.actions import Given, assessed
from booking.models import Appointment, Clinic, Questionnaire, Screening, Status
from booking.models.questionnaires import parsed
from booking.offers import offers
from booking.screening.asked import keys_asked
from booking.screening.asking import Asking, Group, names_of, urgent_help
from booking.screening.form import clashes, read, sections_for
from booking.screening.outcome import Result
from booking.screening.vocabulary import NONE
from booking.times import local_date
from clinic.models import User

STAGE = Screening.Stage.ARRIVAL
NEXT_TIMES = 3
LOOKED_AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class DoorList:
    """What is asked of one client now, and what they ticked."""

    appointment: Appointment
    version: Questionnaire
    posted: QueryDict
    now: datetime

    @property
    def until_start(self) -> timedelta:
        return self.appointment.starts_at - self.now

    @property
    def answers(self) -> dict[str, Any]:
        """“None of these” is one press: it speaks for every list that is asked."""
        data = self.posted.copy()
        if "nothing" in data:
            for key in self._lists():
                data.appendlist(key, NONE)
        return read(data.getlist, parsed(self.version))

    def _lists(self) -> list[str]:
        sections = sections_for(
            parsed(self.version),
            self.appointment.treatment.facts,
            STAGE,
            self.until_start,
        )
        return [section.key for section in sections if section.kind == "checklist"]

    def given(self, by: User) -> Given:
        facts = self.appointment.treatment.facts
        asked = keys_asked(parsed(self.version), facts, STAGE, self.until_start)
        return Given(
            shown=asked,
            answers=self.answers,
            consents=(),
            stage=STAGE,
            how=Screening.How.ONLINE,
            entered_by=by,
        )

    def result(self, given: Given) -> Result:
        appointment = self.appointment
        return assessed(
            self.version,
            appointment.treatment,
            given,
            starts_at=appointment.starts_at,
            now=self.now,
        )

    def faults(self, given: Given) -> list[tuple[str, str]]:
        """What is still open, or does not go together: (where, in words)."""
        document = parsed(self.version)
        missing = self.result(given).missing
        both = clashes(document, given.answers)
        return [
            *(
                (key, _("Please answer: %s") % name)
                for key, name in zip(missing, names_of(document, missing), strict=True)
            ),
            *(
                (key, _("You ticked something, and None of these. Please untick one."))
                for key in both
            ),
        ]

    def groups(self, clinic: Clinic) -> list[Group]:
        answers = read(self.posted.getlist, parsed(self.version))
        asking = Asking(parsed(self.version), answers, clinic.emergency)
        facts = self.appointment.treatment.facts
        return asking.groups(facts, STAGE, self.until_start)

    def urgent(self, given: Given, clinic: Clinic) -> str:
        urgency = self.result(given).urgent
        return urgent_help(parsed(self.version), urgency, clinic.emergency)


def door_list(
    request: HttpRequest, appointment: Appointment, now: datetime
) -> DoorList | None:
    """None before a questionnaire is published."""
    version = Questionnaire.objects.published()
    if version is None:
        return None
    return DoorList(appointment, version, request.POST, now)


@dataclass(frozen=True, slots=True)
class Ended:
    """What a therapist says to a client whose visit ended at the door."""

    message: str
    reasons: tuple[str, ...]
    urgent: str
    different: str
    times: tuple[datetime, ...]


def ended_at_door(appointment: Appointment, now: datetime) -> Ended | None:
    """Kind words, and the next times; None where the visit did not end there."""
    arrival = appointment.arrival
    if arrival is None or appointment.status != Status.CANCELLED:
        return None
    document, clinic = parsed(arrival.questionnaire), Clinic.objects.current()
    content = arrival.content
    reasons = [r["text"] for r in content["reasons"] if r["outcome"] != "clear"]
    return Ended(
        message=document.outcomes["not_now"].message,
        reasons=tuple(dict.fromkeys(reasons)),
        urgent=urgent_help(document, content["urgent"], clinic.emergency),
        different=content["recheck_text"] or "",
        times=_next_times(appointment, arrival, clinic, now),
    )


def _next_times(
    appointment: Appointment, arrival: Screening, clinic: Clinic, now: datetime
) -> tuple[datetime, ...]:
    """The first starts from when it may be different; none where no date is named."""
    wait = arrival.content["recheck_after_days"]
    if arrival.outcome == "not_now" and wait is None:
        return ()
    since: date = local_date(now + timedelta(days=wait or 1), clinic.zone)
    found = offers(
        treatment=appointment.treatment,
        now=now,
        since=since,
        until=since + LOOKED_AHEAD,
        wish=appointment.wish,
        trainings=appointment.trainings,
        step_free=appointment.step_free,
    )
    return tuple(slot.starts_at for slot in found.slots[:NEXT_TIMES])
