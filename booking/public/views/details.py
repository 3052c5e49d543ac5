"""The last step: a name, and the one button that books."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking.actions import book, book_for_someone_else, hold_instead
from booking.actions.granting import granted_to
from booking.actions.problems import (
    AnswersRunOut,
    HoldExpired,
    NoReviewInTime,
    NotAllowed,
    NotScreened,
    SlotTaken,
    Stale,
    TrainingNeeded,
)
from booking.cleaning import start_with
from booking.models import Appointment, Clinic, MorningConsent, Outcome, Status
from booking.public.better import (
    BetterTimes,
    better_times,
    better_treatments,
    deadline_of,
    in_the_way,
    left_out_words,
    what_will_change,
)
from booking.public.conflict import conflict
from booking.public.forms.details import DetailsForm
from booking.public.shown import fit_of, why
from booking.public.steps import (
    given_more_time,
    go_on,
    is_lost,
    next_step,
    on_the_way,
    pressed_instead,
    time_gone,
)
from booking.public.visits import forget, get_own

HERE = "booking:appointment_details"
SAID_YES = "said-yes"


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_details(request: HttpRequest, ref: str) -> HttpResponse:
    """Who comes; or, where these answers need another time or treatment, which."""
    now = timezone.now()
    appointment = get_own(request, ref)
    if request.method == "POST" and appointment.status == Status.REVIEW:
        return _kept(request, appointment)
    step = next_step(appointment, now)
    if step != HERE:
        return redirect(step, ref)
    if request.method == "POST":
        return _posted(request, appointment, now)
    if is_lost(appointment, now):
        return time_gone(request, appointment, now)
    instead = _instead(request, appointment, now)
    return instead or _page(request, appointment, _form(request, appointment, now), now)


def _instead(
    request: HttpRequest, appointment: Appointment, now: datetime
) -> HttpResponse | None:
    """What to take instead, where the answers do not suit what is held."""
    context = on_the_way(appointment, now)
    said_yes = granted_to(appointment, now) is not None
    treatments = [] if said_yes else better_treatments(appointment, now)
    if treatments and "anyway" not in request.GET:
        context |= {"treatments": treatments, "needed": left_out_words(appointment)}
        return render(request, "booking/appointment_details_suits.html", context)
    whys = in_the_way(appointment, now, said_yes=SAID_YES in request.GET)
    if not whys:
        return None
    context |= {
        "whys": whys,
        "better": better_times(appointment, now),
        "yes_would_do": not in_the_way(appointment, now, said_yes=True),
    }
    return render(request, "booking/appointment_details_times.html", context)


def _posted(
    request: HttpRequest, appointment: Appointment, now: datetime
) -> HttpResponse:
    if "extend" in request.POST:
        appointment = given_more_time(request, appointment, now)
        return _typed(request, appointment, now)
    if "start" in request.POST:
        return _pressed(request, appointment, now)
    form = _form(request, appointment, now, request.POST)
    if not form.is_valid():
        return _page(request, appointment, form, now, status=422)
    return _book(request, appointment, form, now)


def _pressed(
    request: HttpRequest, appointment: Appointment, now: datetime
) -> HttpResponse:
    """Another time, taken from within the form: what was typed stays in it."""
    step_free = "step_free" in request.POST
    try:
        held = pressed_instead(request, appointment, now, step_free=step_free)
    except SlotTaken:
        better = better_times(appointment, now, step_free=step_free)
        return _typed(request, appointment, now, better=better, status=409)
    except NotAllowed:
        return redirect(appointment)
    if next_step(held, now) != HERE:
        return go_on(held, now)
    return _typed(request, held, now)


def _book(
    request: HttpRequest, appointment: Appointment, form: DetailsForm, now: datetime
) -> HttpResponse:
    try:
        booked = _booked(appointment, form, now)
    except SlotTaken:
        words = _(
            "No room with a level way in is free at that time. These times have one."
        )
        form.add_error("step_free", words)
        better = better_times(appointment, now, step_free=True)
        return _page(request, appointment, form, now, better=better, status=422)
    except HoldExpired:
        return _page(request, appointment, form, now, status=409)
    except NoReviewInTime:
        talk = form.cleaned_data["someone_else"]
        better = better_times(appointment, now, to_talk=talk)
        return _page(request, appointment, form, now, better=better, status=409)
    except (AnswersRunOut, NotScreened, TrainingNeeded):
        return redirect(HERE, appointment.ref)
    except (NotAllowed, Stale):
        return _changed(request, appointment)
    return _kept(request, booked)


def _booked(appointment: Appointment, form: DetailsForm, now: datetime) -> Appointment:
    """Book it, in a room with a level way in where one is needed."""
    cleaned = form.cleaned_data
    revision: int = cleaned["revision"]
    if cleaned["step_free"] != appointment.step_free:
        appointment = hold_instead(
            appointment=appointment,
            step_free=cleaned["step_free"],
            revision=revision,
            now=now,
        )
        revision = appointment.revision
    if cleaned["someone_else"]:
        return book_for_someone_else(
            appointment=appointment, them=form.them, revision=revision, now=now
        )
    return book(
        appointment=appointment,
        person=form.person,
        doctor=form.doctor,
        revision=revision,
        now=now,
    )


def _changed(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """Where what was wanted has happened already, that is shown; else what changed."""
    fresh = get_own(request, appointment.ref)
    if fresh.status == Status.HELD:
        return conflict(request, fresh)
    return _kept(request, fresh)


def _kept(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """To the page of the appointment; one kept for someone else is theirs alone."""
    if (appointment.review or {}).get("why") != "someone_else":
        return redirect(appointment)
    words = _(
        "Thank you. We keep the time, and a link of their own is on its way to them."
    )
    messages.success(request, words)
    response = redirect("booking:home")
    forget(response, request, appointment.ref)
    return response


def _form(
    request: HttpRequest,
    appointment: Appointment,
    now: datetime,
    data: QueryDict | None = None,
) -> DetailsForm:
    screening, follows = appointment.screening, appointment.follows
    needs_call = screening is not None and screening.outcome == Outcome.CLEARANCE
    needs_call = needs_call and granted_to(appointment, now) is None
    known = appointment.client or (follows.client if follows else None)
    return DetailsForm(
        data,
        revision=appointment.revision,
        today=timezone.localdate(now),
        step_free=appointment.step_free,
        known=known,
        asked=bool(known and MorningConsent.objects.standing(known).exists()),
        needs_call=needs_call,
        needs_doctor=bool(needs_call and screening and screening.doctor_needed),
        said_yes=SAID_YES in request.GET,
    )


def _typed(
    request: HttpRequest,
    appointment: Appointment,
    now: datetime,
    *,
    better: BetterTimes | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page as it was typed so far, for the appointment as it is now."""
    form = _form(request, appointment, now)
    start_with(form, request.POST)
    form.initial["revision"] = appointment.revision
    return _page(request, appointment, form, now, better=better, status=status)


def _page(
    request: HttpRequest,
    appointment: Appointment,
    form: DetailsForm,
    now: datetime,
    *,
    better: BetterTimes | None = None,
    status: int = 200,
) -> HttpResponse:
    context = on_the_way(appointment, now)
    context |= {"form": form, "better": better or context["better"]}
    context |= _summary(appointment, form, now)
    return render(request, "booking/appointment_details.html", context, status=status)


def _summary(
    appointment: Appointment, form: DetailsForm, now: datetime
) -> dict[str, Any]:
    """What stands beside the button: the evening, and what was made of the answers."""
    clinic = Clinic.objects.current()
    bedtime = appointment.bedtime or clinic.assumed_bedtime
    fits = fit_of(appointment.treatment, appointment.ends_at, bedtime, clinic)
    try:
        deadline = deadline_of(appointment, now, said_yes=form.said_yes)
    except NoReviewInTime:
        deadline = None
    return {
        "fit": fits,
        "fit_why": why(fits),
        "deadline": deadline,
        "plan": what_will_change(appointment),
    }
