"""What is printed: the questions as a blank form, and an evening for one's pocket."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from booking.calendar.access import calendar_page, sees_cautions, signed_in
from booking.calendar.pages import show
from booking.calendar.paper import lines
from booking.calendar.whose import day_url, read_whose
from booking.cleaning import read_day
from booking.models import Clinic, Questionnaire
from booking.models.questionnaires import parsed
from booking.screening.asking import Asking


@require_safe
@calendar_page()
def blank_form(request: HttpRequest) -> HttpResponse:
    """The published questionnaire to fill in by hand; nothing is ticked before."""
    version = Questionnaire.objects.published()
    if version is None:
        return show(request, "blank_form", version=None)
    document = parsed(version)
    asking = Asking(document, {}, Clinic.objects.current().emergency)
    return show(
        request,
        "blank_form",
        version=version,
        document=document,
        groups=asking.everything(),
    )


@require_safe
@calendar_page()
def paper(request: HttpRequest, day: str) -> HttpResponse:
    """One therapist's evening: first names, times, rooms, and what to keep in mind."""
    evening = read_day(day)
    if evening is None:
        raise Http404
    therapist, user = read_whose(request).one, signed_in(request)
    if therapist is None:
        return show(request, "nobody")
    response = show(
        request,
        "paper",
        therapist=therapist,
        evening=evening,
        lines=lines(therapist, evening, user, timezone.now()),
        sees_cautions=sees_cautions(user),
        day_url=day_url(therapist, evening),
    )
    response["Cache-Control"] = "private, no-store"
    return response
