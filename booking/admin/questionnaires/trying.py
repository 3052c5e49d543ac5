"""A version tried as a client would answer it; nothing is stored."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from booking.admin.pages import show, staff_page
from booking.admin.questionnaires.versions import MAY_VIEW, around, version_or_404
from booking.models import Clinic, Screening, Treatment
from booking.screening.asked import keys_asked
from booking.screening.asking import Asking, in_words, names_of
from booking.screening.document import parse
from booking.screening.form import Answers, clashes, read, read_consents
from booking.screening.outcome import Result, assess
from booking.screening.questionnaire import Questionnaire as Parsed

AHEAD = {"soon": timedelta(hours=24), "later": timedelta(days=14)}


class TryForm(forms.Form):
    """What the answers are tried for; a plain GET, so a choice can be shared."""

    treatment = forms.ModelChoiceField(
        Treatment.objects.all(),
        label=gettext_lazy("Treatment"),
        to_field_name="slug",
        empty_label=None,
    )
    stage = forms.ChoiceField(
        label=gettext_lazy("Where it is asked"), choices=Screening.Stage.choices
    )
    ahead = forms.ChoiceField(
        label=gettext_lazy("The session is"),
        choices=[
            ("later", gettext_lazy("two weeks ahead")),
            ("soon", gettext_lazy("tomorrow")),
        ],
    )


@require_http_methods(["GET", "POST"])
@staff_page(MAY_VIEW)
def try_out(request: HttpRequest, pk: int) -> HttpResponse:
    version = version_or_404(pk)
    chosen = TryForm(request.GET or _usual())
    context: dict[str, Any] = {"chosen": chosen, "groups": []}
    if chosen.is_valid():
        context |= _tried(request, parse(version.document), **chosen.cleaned_data)
    return show(
        request,
        "questionnaire/try",
        title=_("Try it as a client would"),
        **around(request, version, **context),
    )


def _usual() -> dict[str, Any]:
    first = Treatment.objects.values_list("slug", flat=True).first()
    return {"treatment": first, "stage": Screening.Stage.BOOKING, "ahead": "later"}


def _tried(
    request: HttpRequest,
    parsed: Parsed,
    *,
    treatment: Treatment,
    stage: str,
    ahead: str,
) -> dict[str, Any]:
    """The form as it would be asked; once posted, what the answers come to."""
    clinic = Clinic.objects.current()
    answers = read(request.POST.getlist, parsed)
    asking = Asking(parsed, answers, clinic.emergency)
    agreed = read_consents(request.POST.getlist, parsed)
    context: dict[str, Any] = {
        "questionnaire": parsed,
        "groups": asking.groups(treatment.facts, stage, AHEAD[ahead]),
        "agreed": agreed,
        "asks_consent": stage == Screening.Stage.BOOKING,
    }
    if request.method != "POST":
        return context
    result = _result(parsed, treatment, stage, AHEAD[ahead], answers, agreed)
    both = names_of(parsed, clashes(parsed, answers))
    words = in_words(parsed, result, clinic.emergency)
    return context | {"result": words, "both": both}


def _result(
    parsed: Parsed,
    treatment: Treatment,
    stage: str,
    until_start: timedelta,
    answers: Answers,
    agreed: tuple[str, ...],
) -> Result:
    return assess(
        parsed,
        treatment.facts,
        stage=stage,
        until_start=until_start,
        shown=keys_asked(parsed, treatment.facts, stage, until_start),
        answers=answers,
        consents=agreed,
    )
