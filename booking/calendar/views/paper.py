"""What is printed: the questions as a blank form."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from booking.calendar.access import calendar_page
from booking.calendar.pages import show
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
