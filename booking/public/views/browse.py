"""What anyone may read: home, treatments, therapists, and how we keep people safe."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from booking.models import Questionnaire, Therapist, Training, Treatment, Wish
from booking.models.questionnaires import parsed
from booking.models.vocabulary import Area, Scent
from booking.public.forms.slots import is_met
from booking.public.keys import new_key
from booking.public.wants import Wants, read_wants
from booking.public.weeks import next_times
from booking.times import gap_text
from clinic.public import public_page


@require_safe
@public_page
def home(request: HttpRequest) -> HttpResponse:
    """The next times of the treatment that stands first in the catalogue."""
    wants = replace(read_wants(request.GET), wish=Wish.ANYONE)
    treatments = list(Treatment.objects.offered())
    context = {
        "treatments": treatments,
        "therapists": Therapist.objects.listed(),
        "wants": wants,
        "key": new_key(request),
    }
    if treatments:
        found = next_times(treatments[0], wants=wants, now=timezone.now())
        context |= {"next": found, "clinic": found.clinic}
    return render(request, "booking/home.html", context)


@require_safe
@public_page
def treatment_list(request: HttpRequest) -> HttpResponse:
    context = {
        "treatments": Treatment.objects.offered(),
        "wants": read_wants(request.GET),
    }
    return render(request, "booking/treatment_list.html", context)


@require_safe
@public_page
def treatment_detail(request: HttpRequest, slug: str) -> HttpResponse:
    treatment = get_object_or_404(Treatment.objects.offered(), slug=slug)
    therapists = list(Therapist.objects.listed().giving(treatment))
    wants = read_wants(request.GET)
    if not is_met(wants.wish, therapists):
        wants = replace(wants, wish=Wish.ANYONE)
    found = next_times(treatment, wants=wants, now=timezone.now())
    context = {
        "treatment": treatment,
        "therapists": therapists,
        "areas": _labels(Area, treatment.areas),
        "asked_aloud": _labels(Area, treatment.agree_in_room),
        "scents": _labels(Scent, treatment.scents),
        "preparation": f"{treatment.preparation}\n{found.clinic.preparation}",
        "aftercare": f"{treatment.aftercare}\n{found.clinic.aftercare}",
        "good_from": gap_text(timedelta(minutes=treatment.bedtime_best_from)),
        "good_to": gap_text(timedelta(minutes=treatment.bedtime_best_to)),
        "wants": wants,
        "next": found,
        "clinic": found.clinic,
        "key": new_key(request),
    }
    return render(request, "booking/treatment_detail.html", context)


@require_safe
def treatment_next(request: HttpRequest, slug: str) -> HttpResponse:
    """Its next free time in a line, for a page that is kept; else its own page."""
    treatment = get_object_or_404(Treatment.objects.offered(), slug=slug)
    if "HX-Request" not in request.headers:
        return redirect(f"{treatment.get_absolute_url()}#times")
    found = next_times(treatment, wants=Wants(), now=timezone.now())
    context = {"next": found, "treatment": treatment, "clinic": found.clinic}
    return render(request, "booking/treatment_next.html", context)


@require_safe
@public_page
def therapist_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The next times are those of the first treatment they give."""
    therapist = get_object_or_404(Therapist.objects.listed(), slug=slug)
    wants = replace(read_wants(request.GET), wish=therapist.slug)
    treatments = list(therapist.treatments.all().offered())
    context = {
        "therapist": therapist,
        "treatments": treatments,
        "trainings": _labels(Training, therapist.trainings),
        "wants": wants,
        "key": new_key(request),
    }
    if treatments:
        found = next_times(treatments[0], wants=wants, now=timezone.now())
        context |= {"next": found, "clinic": found.clinic}
    return render(request, "booking/therapist_detail.html", context)


@require_safe
@public_page
def safety(request: HttpRequest) -> HttpResponse:
    """What the published health check asks and who approved it, from its own data."""
    questionnaire = Questionnaire.objects.published()
    context = {
        "questionnaire": questionnaire,
        "document": parsed(questionnaire) if questionnaire else None,
    }
    return render(request, "booking/safety.html", context)


@require_safe
@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "booking/privacy.html")


@require_safe
@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "booking/accessibility.html")


def _labels(choices: type[TextChoices], keys: Iterable[str]) -> list[str]:
    """The words for these keys; a key that is not known any more has none."""
    return [str(choices(key).label) for key in keys if key in choices.values]
