"""Putting a draft into use: what changes, each place confirmed, and who signs."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from booking.actions.problems import Faulty, NotConfirmed, Refused
from booking.actions.publishing import MAY_PUBLISH, draft, faults_of, publish
from booking.admin.pages import show, signed_in, staff_page
from booking.admin.questionnaires.impact import impact_of, reconsider_chosen
from booking.admin.questionnaires.versions import (
    MAY_VIEW,
    OVERVIEW,
    around,
    draft_or_404,
    sentence,
    version_or_404,
)
from booking.models import Questionnaire
from booking.screening.changes import difference
from booking.screening.confirmations import confirmations


class SignForm(forms.Form):
    """Who takes responsibility; shown to clients with the version."""

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=120)
    profession = forms.CharField(label=gettext_lazy("Your profession"), max_length=120)
    registration = forms.CharField(
        label=gettext_lazy("Your registration"),
        max_length=120,
        help_text=gettext_lazy("The register you are on, and your number there."),
    )


@require_POST
@staff_page("booking.add_questionnaire")
def new_draft(request: HttpRequest) -> HttpResponse:
    """A copy of the version in use, to change; of the last one before there is any."""
    versions = Questionnaire.objects.order_by("-number")
    source = Questionnaire.objects.published() or versions.first()
    if source is None:
        messages.error(request, _("There is no version yet to start from."))
        return redirect("admin:booking_questionnaire_changelist")
    try:
        version = draft(document=source.document)
    except Refused as refused:
        for fault in getattr(refused, "faults", [sentence(refused)]):
            messages.error(request, fault)
        return redirect("admin:booking_questionnaire_changelist")
    return redirect(OVERVIEW, version.pk)


@require_safe
@staff_page(MAY_VIEW)
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What this version changes, sentence by sentence."""
    version = version_or_404(pk)
    context = _compared(version)
    return show(
        request,
        "questionnaire/changes",
        title=_("What changes"),
        **around(request, version, **context),
    )


def _compared(version: Questionnaire) -> dict[str, Any]:
    """A draft is held beside the version in use, any other beside the one before."""
    earlier = Questionnaire.objects.exclude(pk=version.pk)
    if version.published_at is None:
        old = earlier.filter(status=Questionnaire.Status.PUBLISHED).first()
    else:
        published = earlier.filter(published_at__lt=version.published_at)
        old = published.order_by("-published_at").first()
    if old is None:
        return {"old": None, "differences": []}
    before = {**old.document, "version": version.number}
    return {"old": old, "differences": difference(before, version.document)}


@require_http_methods(["GET", "POST"])
@staff_page(MAY_PUBLISH)
def publish_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign a draft, once it is decided what it means for the appointments to come."""
    version = draft_or_404(pk)
    data = request.POST if request.method == "POST" else None
    form = SignForm(data, initial={"name": signed_in(request).name})
    impact = impact_of(request, version) if form.is_bound else None
    faults: list[str] = []
    if form.is_valid() and "try" not in request.POST:
        faults = impact.open_faults if impact else []
        faults = faults or _published(request, version, form)
        if not faults:
            messages.success(request, _("It is in use from now on."))
            reconsider_chosen(request, impact)
            return redirect(OVERVIEW, version.pk)
    elif "try" in request.POST:
        form = SignForm(initial=request.POST.dict())
    ticked = request.POST.getlist("confirm")
    places = [(p, p.key in ticked) for p in confirmations(version.document)]
    return show(
        request,
        "questionnaire/publish",
        title=_("Publish"),
        status=422 if form.is_bound else 200,
        **around(request, version, form=form, places=places, **_compared(version)),
        impact=impact,
        faults=faults or faults_of(version.document),
    )


def _published(
    request: HttpRequest, version: Questionnaire, form: SignForm
) -> list[str]:
    """Publishes; else says what still speaks against it."""
    try:
        publish(
            questionnaire=version,
            by=signed_in(request),
            ticks=request.POST.getlist("confirm"),
            now=timezone.now(),
            seen=request.POST.get("seen", ""),
            **form.cleaned_data,
        )
    except Faulty as faulty:
        return list(faulty.faults)
    except NotConfirmed as missing:
        words = _("Not confirmed yet: %s")
        labels = {p.key: p.label for p in confirmations(version.document)}
        return [words % labels[key] for key in missing.places]
    except Refused as refused:
        return [sentence(refused)]
    return []
