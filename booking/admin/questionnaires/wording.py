"""The texts of a draft that belong to no question, page by page."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking.admin.pages import show, staff_page
from booking.admin.questionnaires import texts
from booking.admin.questionnaires.versions import (
    MAY_EDIT,
    around,
    at,
    draft_or_404,
    saved,
)
from booking.models import Questionnaire
from booking.screening.editing import section_of

GET_OR_POST = ["GET", "POST"]


@require_http_methods(GET_OR_POST)
@staff_page(MAY_EDIT)
def head(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, introduction, consents, outcomes and urgent help."""
    version = draft_or_404(pk)
    places = texts.head(version.document)
    return _texts(request, version, places, title=_("Texts around the questions"))


@require_http_methods(GET_OR_POST)
@staff_page(MAY_EDIT)
def words(request: HttpRequest, pk: int) -> HttpResponse:
    """What areas, methods and trainings are called, and which articles there are."""
    version = draft_or_404(pk)
    places = texts.words(version.document)
    return _texts(request, version, places, title=_("Words and articles"))


@require_http_methods(GET_OR_POST)
@staff_page(MAY_EDIT)
def section(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    version = draft_or_404(pk)
    home = section_of(version.document, section)
    if home is None:
        raise Http404
    places = texts.section(version.document, section)
    return _texts(request, version, places, title=home["title"])


def _texts(
    request: HttpRequest,
    version: Questionnaire,
    places: Iterator[texts.Place],
    *,
    title: str,
) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = texts.TextsForm(data, document=version.document, places=places)
    faults: list[str] = []
    if form.is_valid():
        faults = saved(request, version, form.written())
        if not faults:
            return at(version, "top")
    return show(
        request,
        "questionnaire/texts",
        title=title,
        status=422 if form.is_bound else 200,
        **around(request, version, form=form, faults=faults),
    )
