"""What a draft means for the appointments to come, and what becomes of each."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from booking.actions import reconsider, try_on_appointments
from booking.actions.problems import NoReviewInTime, Refused
from booking.actions.reconsidering import Stronger
from booking.admin.pages import signed_in
from booking.models import Appointment, Questionnaire
from booking.screening.naming import OUTCOME_WORDS

KEEP, REVIEW = "keep", "review"


@dataclass(frozen=True, slots=True)
class Line:
    """One appointment whose result gets stronger, and what was chosen for it."""

    appointment: Appointment
    before: str
    after: str
    chosen: str

    @property
    def name(self) -> str:
        return f"impact-{self.appointment.ref}"


@dataclass(frozen=True, slots=True)
class Impact:
    lines: list[Line]

    @property
    def open_faults(self) -> list[str]:
        """What speaks against publishing: a line nobody has decided about."""
        left = [line for line in self.lines if not line.chosen]
        words = _("Choose for each appointment to come: keep it, or have it looked at.")
        return [words] if left else []


def impact_of(request: HttpRequest, version: Questionnaire) -> Impact:
    """Try the draft on the stored answers; that it was tried is recorded."""
    found = try_on_appointments(
        questionnaire=version, by=signed_in(request), now=timezone.now()
    )
    return Impact([_line(request, each) for each in found])


def _line(request: HttpRequest, each: Stronger) -> Line:
    chosen = request.POST.get(f"impact-{each.appointment.ref}", "")
    return Line(
        each.appointment,
        OUTCOME_WORDS[each.before],
        OUTCOME_WORDS[each.after],
        chosen if chosen in (KEEP, REVIEW) else "",
    )


def reconsider_chosen(request: HttpRequest, impact: Impact | None) -> None:
    """Bring into review what was chosen; say which could not be, and why."""
    for line in impact.lines if impact else []:
        if line.chosen != REVIEW:
            continue
        try:
            reconsider(
                appointment=line.appointment,
                by=signed_in(request),
                now=timezone.now(),
                revision=line.appointment.revision,
            )
        except NoReviewInTime:
            words = _("%s stays booked: nobody can look at it before it starts.")
            messages.warning(request, words % line.appointment.ref)
        except Refused:
            words = _("%s has changed meanwhile and was left as it is.")
            messages.warning(request, words % line.appointment.ref)
