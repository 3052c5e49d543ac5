"""The waiting list: join it, see one's place, take a time that is offered, or leave."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from booking.actions import (
    accept_offer,
    decline_offer,
    free_for,
    free_time,
    join_waiting,
    leave_waiting,
)
from booking.actions.problems import Refused, TooManyWaits
from booking.cleaning import read_day
from booking.models import (
    Appointment,
    Client,
    Clinic,
    Status,
    Therapist,
    Treatment,
    WaitingOffer,
    WaitingRequest,
    Wish,
)
from booking.models.appointment import GIVEN
from booking.models.vocabulary import Weekday
from booking.public import visits
from booking.public.forms.slots import is_met
from booking.public.forms.waiting import WaitForm
from booking.public.keys import key_without_form, new_key, read_key
from booking.public.shown import ShownSlot, shown
from booking.public.steps import next_step
from booking.public.wants import Wants, read_wants

USUAL_WAIT = timedelta(days=27)
FREE_SHOWN = 3
TOO_MANY = _(
    "Three requests wait under that address already, or six were made within a day. "
    "Leave one on its page, and join again later; or ring us."
)
FREE_NOW = _("A time like that is free already. Press it below, or wait for another.")
GONE = _("That time is no longer to be had, and we are sorry. You wait on.")
WHICH = _("Please say yes or no, or leave the list.")


@require_http_methods(["GET", "HEAD", "POST"])
def waiting_join(request: HttpRequest, slug: str) -> HttpResponse:
    """One form. Where a time like that is free already, it is shown instead."""
    treatment = get_object_or_404(Treatment.objects.offered(), slug=slug)
    therapists = list(Therapist.objects.listed().giving(treatment))
    now, follows = timezone.now(), _follows(request)
    known = follows.client if follows else None
    if follows and known and Client.objects.books_by_phone_only(known):
        return redirect(follows)
    wants = read_wants(request.GET)
    if not is_met(wants.wish, therapists):
        wants = Wants(wants.since, bedtime=wants.bedtime)
    clinic, today = Clinic.objects.current(), timezone.localdate(now)
    last = today + timedelta(days=clinic.booking_horizon_days - 1)
    form = WaitForm(
        request.POST if request.method == "POST" else None,
        therapists=therapists,
        today=today,
        last=last,
        known=known,
        initial=_initial(request, wants, today=today, last=last),
    )
    if clinic.booking_open and form.is_valid():
        return _join(request, treatment, form, now)
    status = 200 if request.method != "POST" else 422 if clinic.booking_open else 409
    return _form_page(request, treatment, form, status=status)


def _follows(request: HttpRequest) -> Appointment | None:
    """A visit of this browser, so that who waits need not say again who they are."""
    ref = request.GET.get("follows", "")
    if ref not in visits.refs(request):
        return None
    rows = Appointment.objects.select_related("client").filter(client__isnull=False)
    return rows.filter(ref=ref).first()


def _initial(
    request: HttpRequest, wants: Wants, *, today: date, last: date
) -> dict[str, Any]:
    """The day or week that was looked at; else four weeks from now."""
    since = min(max(wants.since or today, today), last)
    until = read_day(request.GET.get("until", "")) or since + USUAL_WAIT
    return {
        "since": since,
        "until": min(max(until, since), last),
        "wish": wants.wish,
        "bedtime": wants.bedtime,
    }


def _join(
    request: HttpRequest, treatment: Treatment, form: WaitForm, now: datetime
) -> HttpResponse:
    if free := _free_now(treatment, form, now):
        form.add_error(None, FREE_NOW)
        return _form_page(request, treatment, form, status=422, free=free)
    text = request.POST.get("key", "")
    what = f"{treatment.slug} {form.wait_for}"
    key = read_key(request, text) if text else key_without_form(request, what)
    try:
        joined = join_waiting(
            key=key,
            treatment=treatment,
            wait_for=form.wait_for,
            client=form.who,
            now=now,
        )
    except TooManyWaits:
        form.add_error(None, TOO_MANY)
        return _form_page(request, treatment, form, status=422)
    response = redirect(joined)
    visits.remember(response, request, joined.ref)
    return response


def _free_now(treatment: Treatment, form: WaitForm, now: datetime) -> list[ShownSlot]:
    """Nobody waits for what anybody can have: the best few of those times."""
    asked = WaitingRequest(treatment=treatment, **asdict(form.wait_for))
    found = free_time([asked], now)
    slots = free_for(asked, found)[:FREE_SHOWN]
    return shown(found, slots, asked.bedtime or found.clinic.assumed_bedtime)


def _form_page(
    request: HttpRequest,
    treatment: Treatment,
    form: WaitForm,
    *,
    status: int,
    free: list[ShownSlot] | None = None,
) -> HttpResponse:
    wait_for = form.wait_for if free else None
    context = {
        "treatment": treatment,
        "form": form,
        "free": free,
        "wants": Wants(
            wish=wait_for.wish if wait_for else Wish.ANYONE,
            bedtime=wait_for.bedtime if wait_for else None,
        ),
        "key": new_key(request),
    }
    return render(request, "booking/waiting_join.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def waiting_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """What they wait for, their place, and the time that is kept for their answer."""
    waiting = visits.get_own_waiting(request, ref)
    if request.method == "POST":
        return _answer(request, waiting, timezone.now())
    return _page(request, waiting)


def _answer(
    request: HttpRequest, waiting: WaitingRequest, now: datetime
) -> HttpResponse:
    """An answer to an earlier offer answers nothing; late is not the same as wrong."""
    said, offer = request.POST.get("answer"), last_offer(waiting)
    if said not in ("yes", "no", "leave"):
        return _page(request, waiting, sorry=WHICH, status=422)
    try:
        if said == "leave":
            return redirect(leave_waiting(request=waiting, now=now))
        if offer is None or request.POST.get("offer") != str(offer.pk):
            return _page(request, waiting, status=409)
        if said == "no":
            return redirect(decline_offer(offer=offer, now=now))
        held = accept_offer(offer=offer, now=now)
    except Refused:
        return _page(request, waiting, sorry=GONE, status=409)
    response = redirect(next_step(held, now), held.ref)
    visits.remember(response, request, held.ref)
    return response


def last_offer(waiting: WaitingRequest) -> WaitingOffer | None:
    rows = waiting.offers.select_related("appointment__therapist", "request")
    return rows.order_by("-offered_at", "-pk").first()


def _page(
    request: HttpRequest,
    waiting: WaitingRequest,
    *,
    sorry: Promise | str = "",
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    fresh = visits.get_own_waiting(request, waiting.ref)
    context = {
        "waiting": fresh,
        "sorry": sorry,
        **how_it_stands(fresh, now),
    }
    return render(request, "booking/waiting_detail.html", context, status=status)


def how_it_stands(waiting: WaitingRequest, now: datetime) -> dict[str, Any]:
    """By the clock, whatever the worker has tidied."""
    today, offer = timezone.localdate(now), last_offer(waiting)
    state = waiting.state
    if state == WaitingRequest.State.WAITING and not waiting.is_waiting(today):
        state = WaitingRequest.State.ENDED
    if state == WaitingRequest.State.WAITING and offer is not None:
        state = _of_offer(offer, now) or state
    return {
        "state": state,
        "offer": offer,
        "ahead": WaitingRequest.objects.place_of(waiting, today) - 1,
        "over": waiting.until < today,
        "with_whom": _with_whom(waiting),
        "weekdays": _weekdays(waiting),
    }


def _of_offer(offer: WaitingOffer, now: datetime) -> str:
    """How it stands by the last offer; empty where that matters no more."""
    held = offer.appointment
    if offer.is_open(now) and held.status == Status.HELD:
        return "offered"
    if held.status in (*GIVEN, Status.REVIEW):
        return "booked"
    if offer.state == WaitingOffer.State.ACCEPTED:
        return "answering" if held.is_live(now) or held.can_come_back(now) else ""
    unanswered = (WaitingOffer.State.WAITING, WaitingOffer.State.LAPSED)
    return "missed" if offer.state in unanswered else ""


def _weekdays(waiting: WaitingRequest) -> str:
    """Nothing where every day between the two would do."""
    names = [str(Weekday(day).label) for day in waiting.days]
    return "" if len(names) == len(Weekday) else ", ".join(names)


def _with_whom(waiting: WaitingRequest) -> str:
    if waiting.wish in Wish.values:
        return str(Wish(waiting.wish).label)
    person = Therapist.objects.filter(slug=waiting.wish).first()
    return person.first_name if person else ""
