"""The answers behind a further click: with a reason, recorded, shown once."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from booking.actions import read_answers
from booking.calendar.access import (
    READS_ANSWERS,
    calendar_page,
    get_appointment,
    signed_in,
)
from booking.calendar.opened import show_appointment
from booking.calendar.writing import ReadForm
from booking.models import Screening
from booking.models.questionnaires import parsed
from booking.screening.said import said


@require_POST
@calendar_page(READS_ANSWERS)
def appointment_answers(request: HttpRequest, ref: str) -> HttpResponse:
    appointment = get_appointment(request, ref)
    form = ReadForm(request.POST)
    if not form.is_valid():
        return show_appointment(
            request, appointment, status=422, read_form=form, form=form
        )
    today = form.cleaned_data["today"]
    screening = appointment.arrival if today else appointment.screening
    if screening is None:
        return show_appointment(request, appointment, status=422)
    content = read_answers(
        screening=screening,
        by=signed_in(request),
        why=form.reason,
        words=form.cleaned_data["words"],
        now=timezone.now(),
    )
    opened = _in_words(screening, content)
    return show_appointment(request, appointment, answers=opened)


def _in_words(screening: Screening, content: dict[str, Any]) -> dict[str, Any]:
    document = parsed(screening.questionnaire)
    return {
        "screening": screening,
        "lists": said(document, content["answers"]),
        "reasons": [reason["text"] for reason in content["reasons"]],
    }
