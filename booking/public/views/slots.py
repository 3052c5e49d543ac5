"""Choose a time, and hold it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from booking.actions import hold
from booking.actions.problems import BookingClosed, SlotTaken
from booking.models import Appointment, Questionnaire, Therapist, Treatment
from booking.models.questionnaires import parsed
from booking.models.vocabulary import Wish
from booking.public import visits
from booking.public.forms.slots import HoldForm, is_met
from booking.public.keys import key_without_form, new_key, read_key
from booking.public.series import has_others
from booking.public.steps import OTHERS_WENT_BACK, next_step
from booking.public.wants import Wants, read_wants
from booking.public.ways import ways_on
from booking.public.weeks import nearest_times, week_of
from booking.screening.summary import WhoItIsFor, who_it_is_for
from clinic.public import public_page

SEE_OTHER = 303


@require_http_methods(["GET", "HEAD", "POST"])
def slot_list(request: HttpRequest, slug: str) -> HttpResponse:
    """A week of evenings for one treatment; a POST holds the time that was pressed."""
    treatment = get_object_or_404(Treatment.objects.offered(), slug=slug)
    therapists = list(Therapist.objects.listed().giving(treatment))
    step = _hold if request.method == "POST" else _choose
    return step(request, treatment, therapists)


@public_page
def _choose(
    request: HttpRequest, treatment: Treatment, therapists: list[Therapist]
) -> HttpResponse:
    wants = read_wants(request.GET)
    status = 422 if wants.typed else 200
    return _page(request, treatment, therapists, wants=wants, status=status)


def _hold(
    request: HttpRequest, treatment: Treatment, therapists: list[Therapist]
) -> HttpResponse:
    """One press holds one time, however often it is sent."""
    now = timezone.now()
    form = HoldForm(request.POST, therapists=therapists)
    wants = read_wants(request.GET)
    if not form.is_valid():
        return _page(request, treatment, therapists, wants=wants, form=form, status=422)
    pressed = form.cleaned_data
    wants = replace(
        wants, wish=pressed["wish"], bedtime=pressed["bedtime"] or wants.bedtime
    )
    had_others = has_others(visits.refs(request))
    try:
        held = hold(
            key=_key(request, treatment, pressed["start"]),
            treatment=treatment,
            starts_at=pressed["start"],
            now=now,
            wish=wants.wish,
            bedtime=wants.bedtime,
            mine=visits.refs(request),
        )
    except BookingClosed:
        return _page(request, treatment, therapists, wants=wants, status=409)
    except SlotTaken:
        return _taken(
            request, treatment, therapists, wants=wants, gone=pressed["start"]
        )
    if had_others and held.series_id is None:
        messages.info(request, OTHERS_WENT_BACK)
    return _go_on(request, held, now)


def _key(request: HttpRequest, treatment: Treatment, starts_at: datetime) -> Any:
    """The form's key; a press that brings none is known by its browser and time."""
    if text := request.POST.get("key"):
        return read_key(request, text)
    return key_without_form(request, f"{treatment.slug} {starts_at.isoformat()}")


def _go_on(request: HttpRequest, held: Appointment, now: datetime) -> HttpResponse:
    """To what is still to be asked, or to what was booked from here already."""
    response = HttpResponseRedirect(
        reverse(next_step(held, now), args=[held.ref]), status=SEE_OTHER
    )
    visits.remember(response, request, held.ref)
    return response


def _taken(
    request: HttpRequest,
    treatment: Treatment,
    therapists: list[Therapist],
    *,
    wants: Wants,
    gone: datetime,
) -> HttpResponse:
    """Somebody was quicker: the three nearest times first, then the week again."""
    evening = timezone.localdate(gone)
    near = nearest_times(treatment, gone, wants=wants, now=timezone.now())
    return _page(
        request,
        treatment,
        therapists,
        wants=replace(wants, since=wants.since or evening),
        template="booking/slot_taken.html",
        status=409,
        nearest=near,
        gone=gone,
    )


def _page(
    request: HttpRequest,
    treatment: Treatment,
    therapists: list[Therapist],
    *,
    wants: Wants,
    template: str = "booking/slot_list.html",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The time page, with the times of anyone where nobody meets the wish."""
    met = is_met(wants.wish, therapists)
    wants = wants if met else replace(wants, wish=Wish.ANYONE)
    week = week_of(treatment, wants=wants, now=timezone.now())
    context = {
        "treatment": treatment,
        "therapists": therapists,
        "wish_met": met,
        "wants": wants,
        "week": week,
        "clinic": week.clinic,
        "who": _who_for(treatment),
        "key": new_key(request),
    }
    ways = ways_on(treatment, wants=wants, week=week, therapists=therapists)
    return render(request, template, context | ways | more, status=status)


def _who_for(treatment: Treatment) -> WhoItIsFor | None:
    published = Questionnaire.objects.defer("document").published()
    return who_it_is_for(parsed(published), treatment.facts) if published else None
