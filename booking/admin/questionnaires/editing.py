"""A draft, question by question: each page checks the whole document as it saves."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from booking.admin.pages import show, staff_page
from booking.admin.questionnaires.asked import AskedForm
from booking.admin.questionnaires.versions import (
    MAY_EDIT,
    around,
    at,
    draft_or_404,
    found_or_404,
    saved,
)
from booking.models import Questionnaire
from booking.screening.editing import (
    Found,
    Json,
    added_to_choice,
    added_to_section,
    moved,
    replaced,
    section_of,
    without,
)
from booking.screening.vocabulary import LOCKED_SECTION

GET_OR_POST = ["GET", "POST"]


@require_http_methods(GET_OR_POST)
@staff_page(MAY_EDIT)
def question(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Edit an item, a question or a follow-up, with its choices."""
    version = draft_or_404(pk)
    found = found_or_404(version.document, key)
    form = AskedForm(request, version, found.kind, locked=found.locked, raw=found.raw)
    if form.is_valid():
        raw = _fixed(found.raw) | form.written()
        form.faults = saved(request, version, replaced(version.document, key, raw))
        if not form.faults:
            return at(version, key)
    return form.shown(title=_("Edit the question"), key=key, more=_more_of(found))


@require_http_methods(GET_OR_POST)
@staff_page(MAY_EDIT)
def add_to_section(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    version = draft_or_404(pk)
    home = section_of(version.document, section)
    if home is None:
        raise Http404
    kind = "item" if home["kind"] == "checklist" else "question"
    form = AskedForm(request, version, kind, locked=section == LOCKED_SECTION)
    if form.is_valid():
        raw = form.written_new()
        document = added_to_section(version.document, section, raw)
        form.faults = saved(request, version, document)
        if not form.faults:
            return at(version, raw["key"])
    return form.shown(title=_("Add to “%s”") % home["title"], key=section)


@require_http_methods(GET_OR_POST)
@staff_page(MAY_EDIT)
def add_follow_up(request: HttpRequest, pk: int, key: str, choice: str) -> HttpResponse:
    version = draft_or_404(pk)
    found = found_or_404(version.document, key)
    if choice not in [raw["key"] for raw, _more in _more_of(found)]:
        raise Http404
    form = AskedForm(request, version, "follow_up", locked=found.locked)
    if form.is_valid():
        raw = form.written_new()
        document = added_to_choice(version.document, key, choice, raw)
        form.faults = saved(request, version, document)
        if not form.faults:
            return at(version, raw["key"])
    return form.shown(title=_("Ask more about “%s”") % found.raw["text"], key=key)


@require_POST
@staff_page(MAY_EDIT)
def move(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    version = draft_or_404(pk)
    found_or_404(version.document, key)
    up = request.POST.get("direction") == "up"
    faults = saved(request, version, moved(version.document, key, up=up))
    return _after(request, version, key, faults)


@require_http_methods(GET_OR_POST)
@staff_page(MAY_EDIT)
def remove(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Take a question out, once somebody said yes; what is locked stays."""
    version = draft_or_404(pk)
    found = found_or_404(version.document, key)
    faults = [_("This question is locked: it can never be taken out.")]
    if request.method == "POST" and not found.stays:
        faults = saved(request, version, without(version.document, key))
        if not faults:
            return at(version, found.section["key"])
    return show(
        request,
        "questionnaire/remove",
        title=_("Take out a question"),
        status=422 if request.method == "POST" else 200,
        **around(
            request,
            version,
            found=found,
            faults=faults if request.method == "POST" or found.stays else [],
        ),
    )


def _fixed(raw: Json) -> Json:
    """What no form changes."""
    return {name: raw[name] for name in ("key", "locked") if name in raw}


def _after(
    request: HttpRequest, version: Questionnaire, key: str, faults: list[str]
) -> HttpResponse:
    for fault in faults:
        messages.error(request, fault)
    return at(version, key)


def _more_of(found: Found) -> list[tuple[Json, list[Json]]]:
    """The choices that follow-ups may hang on, each with those it has."""
    if found.kind == "follow_up":
        return []
    choices = found.raw["choices"]
    return [(choice, choice.get("follow_up", [])) for choice in choices]
