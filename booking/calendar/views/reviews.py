"""The review queue, the answers behind a recorded click, and the decision."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from booking.actions import read_answers
from booking.actions.problems import OwnBooking, Refused, Stale
from booking.actions.waiting import is_own, knows_answers
from booking.calendar.access import (
    READS_ANSWERS,
    REVIEWS,
    calendar_page,
    get_appointment,
    signed_in,
)
from booking.calendar.conflict import conflict
from booking.calendar.deciding import decide, sentence
from booking.calendar.decision_form import DecisionForm, ReadForm
from booking.calendar.mornings import to_look_after
from booking.calendar.pages import show
from booking.calendar.reviews import (
    Case,
    asked_to_look_again,
    case_of,
    queue,
    ran_out_words,
)
from booking.calendar.weekly import weekly_text
from booking.models import Appointment, Clinic
from booking.models.questionnaires import parsed
from booking.screening.said import said
from clinic.models import User

MAY_REVIEW = (REVIEWS, READS_ANSWERS)
DONE = {
    "clear": gettext_lazy("Cleared. %(name)s is told."),
    "adapt": gettext_lazy("Cleared, with adaptations. %(name)s is told."),
    "override": gettext_lazy("Cleared by you as manager. %(name)s is told."),
    "ask": gettext_lazy("Your question is on their page. The time stays kept."),
    "doctor": gettext_lazy("The doctor’s yes is noted. It can be cleared now."),
    "later": gettext_lazy("Not before that day. The time is free; %(name)s is told."),
    "propose": gettext_lazy("%(name)s is asked. Clear it once they have said yes."),
    "decline": gettext_lazy("Declined. The time is free; %(name)s is told."),
}


@require_safe
@calendar_page(*MAY_REVIEW)
def review_list(request: HttpRequest) -> HttpResponse:
    now, user = timezone.now(), signed_in(request)
    cases = queue(user, now)
    first = _deciding(cases[0], user, now) if cases else {}
    return show(
        request,
        "review_list",
        section="review",
        cases=cases,
        again=asked_to_look_again(user),
        troubles=to_look_after(user),
        ran_out=ran_out_words(now),
        hours=weekly_text(Clinic.objects.current().review_hours.all()),
        **first,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@calendar_page(*MAY_REVIEW)
def review_decide(request: HttpRequest, ref: str) -> HttpResponse:
    """One case and the decision about it; what was decided already is only shown."""
    appointment = get_appointment(request, ref)
    if request.method != "POST":
        return _page(request, appointment)
    user, now = signed_in(request), timezone.now()
    form = DecisionForm(request.POST, appointment=appointment, user=user, now=now)
    if not form.is_valid():
        return _page(request, appointment, form=form, status=422)
    try:
        done = decide(form, appointment, by=user, now=now)
    except Stale:
        return conflict(request, appointment)
    except Refused as refused:
        form.add_error(None, sentence(refused))
        fresh = get_appointment(request, ref)
        return _page(request, fresh, form=form, status=409)
    decision = form.cleaned_data["decision"]
    messages.success(request, DONE[decision] % {"name": done.client})
    if decision == "doctor":
        return redirect("calendar:review_decide", ref)
    return redirect("calendar:review_list")


@require_POST
@calendar_page(*MAY_REVIEW)
def review_answers(request: HttpRequest, ref: str) -> HttpResponse:
    """Open the answers; who, why and when is recorded before anything is shown."""
    appointment = get_appointment(request, ref)
    form = ReadForm(request.POST)
    if is_own(appointment.client, signed_in(request)):
        return conflict(request, appointment, str(sentence(OwnBooking())))
    if appointment.screening is None or not form.is_valid():
        return _page(request, appointment, read_form=form, status=422)
    content = read_answers(
        screening=appointment.screening,
        by=signed_in(request),
        why=form.cleaned_data["why"],
        now=timezone.now(),
    )
    document = parsed(appointment.screening.questionnaire)
    answers = said(document, content["answers"])
    return _page(request, appointment, answers=answers)


def _page(
    request: HttpRequest, appointment: Appointment, *, status: int = 200, **more: Any
) -> HttpResponse:
    now, user = timezone.now(), signed_in(request)
    context = _deciding(case_of(appointment, user, now), user, now) | more
    return show(
        request,
        "review_decide",
        section="review",
        status=status,
        case=context["deciding"],
        waits=Appointment.objects.undecided().filter(pk=appointment.pk).exists(),
        **context,
    )


def _deciding(case: Case, user: User, now: datetime) -> dict[str, Any]:
    """The forms beside a case, and what stands between the reader and them."""
    appointment = case.appointment
    return {
        "deciding": case,
        "form": DecisionForm(appointment=appointment, user=user, now=now),
        "read_form": ReadForm(),
        "own": is_own(appointment.client, user),
        "known": knows_answers(user, appointment.screening),
    }
