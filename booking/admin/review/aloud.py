"""The questions asked aloud, by phone or at the desk, and taken down by staff."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking.actions import Given, answer, assessed
from booking.actions.problems import Refused
from booking.admin.pages import show, signed_in, staff_page
from booking.admin.review.deciding import TO_DECIDE, found
from booking.admin.review.forms import revision_of
from booking.admin.review.waiting import MAY_REVIEW, sentence, waits
from booking.models import Appointment, Clinic, Questionnaire, Screening, Status
from booking.models.questionnaires import parsed
from booking.screening.asked import keys_asked
from booking.screening.asking import Asking, names_of
from booking.screening.form import Answers, clashes, read, read_consents

STAGE = Screening.Stage.BOOKING


@require_http_methods(["GET", "POST"])
@staff_page(*MAY_REVIEW)
def ask(request: HttpRequest, ref: str) -> HttpResponse:
    """Shows the lists; takes down what the client says, and lets it decide."""
    appointment = found(request, ref)
    version = Questionnaire.objects.published()
    now = timezone.now()
    if version is None or not waits(appointment, now):
        messages.warning(request, _("There is nothing to ask at the moment."))
        return redirect(TO_DECIDE, ref)
    if request.method != "POST":
        return _shown(request, appointment, version, now=now)
    given = _given(request, appointment, version, now=now)
    faults = _faults(appointment, version, given, now=now)
    if not faults:
        try:
            fresh = answer(
                appointment=appointment,
                given=given,
                now=now,
                revision=revision_of(request),
            )
            messages.success(request, _come_to(fresh))
            return redirect(TO_DECIDE, ref)
        except Refused as refused:
            faults = [str(sentence(refused))]
    return _shown(
        request, found(request, ref), version, now=now, given=given, faults=faults
    )


def _given(
    request: HttpRequest, appointment: Appointment, version: Questionnaire, *, now: Any
) -> Given:
    questionnaire = parsed(version)
    until_start = appointment.starts_at - now
    return Given(
        shown=keys_asked(
            questionnaire, appointment.treatment.facts, STAGE, until_start
        ),
        answers=read(request.POST.getlist, questionnaire),
        consents=read_consents(request.POST.getlist, questionnaire),
        how=Screening.How.ALOUD,
        entered_by=signed_in(request),
    )


def _faults(
    appointment: Appointment, version: Questionnaire, given: Given, *, now: Any
) -> list[str]:
    """What is still open, or does not go together, in words."""
    questionnaire = parsed(version)
    result = assessed(
        version,
        appointment.treatment,
        given,
        starts_at=appointment.starts_at,
        now=now,
    )
    missing = names_of(questionnaire, result.missing)
    both = names_of(questionnaire, clashes(questionnaire, given.answers))
    return [
        *(_("Still to ask: %s") % name for name in missing),
        *(_("“None of these” and another box are ticked: %s") % name for name in both),
    ]


def _come_to(appointment: Appointment) -> str:
    if appointment.status == Status.CONFIRMED:
        return _("The answers clear it: it is confirmed, and the client is told.")
    if appointment.status == Status.DECLINED:
        return _("Not now, by the answers: the time is free, and the client is told.")
    return _("The answers are kept. The decision is yours.")


def _shown(
    request: HttpRequest,
    appointment: Appointment,
    version: Questionnaire,
    *,
    now: Any,
    given: Given | None = None,
    faults: list[str] | None = None,
) -> HttpResponse:
    questionnaire = parsed(version)
    answers: Answers = dict(given.answers) if given else {}
    asking = Asking(questionnaire, answers, Clinic.objects.current().emergency)
    facts, until_start = appointment.treatment.facts, appointment.starts_at - now
    return show(
        request,
        "appointment/aloud",
        title=_("Ask the questions aloud"),
        status=422 if faults else 200,
        appointment=appointment,
        questionnaire=questionnaire,
        groups=asking.groups(facts, STAGE, until_start),
        agreed=given.consents if given else (),
        faults=faults or [],
    )
