"""Finding a version for a page, and saving a draft from one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from booking.actions.problems import Faulty, NotAllowed, Refused, Stale
from booking.actions.publishing import fingerprint, revise
from booking.models import Questionnaire
from booking.screening.editing import Found, Json, find

MAY_VIEW = "booking.view_questionnaire"
MAY_EDIT = "booking.change_questionnaire"
OVERVIEW = "admin:booking_questionnaire_change"


def version_or_404(pk: int) -> Questionnaire:
    return get_object_or_404(Questionnaire, pk=pk)


def draft_or_404(pk: int) -> Questionnaire:
    """A draft; what is published is never edited again."""
    drafts = Questionnaire.objects.filter(status=Questionnaire.Status.DRAFT)
    return get_object_or_404(drafts, pk=pk)


def found_or_404(document: Json, key: str) -> Found:
    found = find(document, key)
    if found is None:
        raise Http404
    return found


def saved(request: HttpRequest, version: Questionnaire, document: Json) -> list[str]:
    """Save the draft a page was made for; the faults that speak against it."""
    try:
        seen = request.POST.get("seen", "")
        revise(questionnaire=version, document=document, seen=seen)
    except Faulty as faulty:
        return list(faulty.faults)
    except Refused as refused:
        return [sentence(refused)]
    messages.success(request, _("The draft is saved."))
    return []


def sentence(refused: Refused) -> str:
    if isinstance(refused, Stale):
        return _(
            "Somebody else changed this draft meanwhile. Open the page again, and make "
            "your change there."
        )
    if isinstance(refused, NotAllowed):
        return _("This version is not a draft any more; it was not changed.")
    return _("The database is busy. Please try again.")


def at(version: Questionnaire, key: str) -> HttpResponse:
    """Back to the overview, where the question stands."""
    response = redirect(OVERVIEW, version.pk)
    response["Location"] += f"#{key}"
    return response


def around(
    request: HttpRequest, version: Questionnaire, **context: Any
) -> dict[str, Any]:
    """What every page of a version shows; a form keeps the state it was made for."""
    seen = request.POST.get("seen") or fingerprint(version.document)
    return {"version": version, "seen": seen} | context
