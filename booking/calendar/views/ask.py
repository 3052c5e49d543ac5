"""Ask the questions for a client, see what comes of it, and what else can be done."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from booking.actions import (
    Person,
    answer,
    book,
    give_back,
    hold_instead,
    keep_answers,
    send_link,
)
from booking.actions.problems import (
    AnswersRunOut,
    HoldExpired,
    NoReviewInTime,
    Refused,
    SlotTaken,
    Stale,
    TooSoon,
    TrainingNeeded,
)
from booking.calendar.access import (
    appointments_of,
    calendar_page,
    get_appointment,
    signed_in,
)
from booking.calendar.aloud import (
    PAPER,
    Taken,
    lists,
    may_ask,
    read_how,
    say_at_once,
    taken,
)
from booking.calendar.conflict import conflict
from booking.calendar.outcome import outcome_of
from booking.calendar.pages import show
from booking.cleaning import read_moment, read_revision
from booking.models import Appointment, Questionnaire, Screening, Status

OUTCOME = "calendar:book_outcome"


@require_http_methods(["GET", "HEAD", "POST"])
@calendar_page()
def ask_aloud(request: HttpRequest, ref: str) -> HttpResponse:
    """All questions on one page, aloud or from paper; a POST lets them decide."""
    now = timezone.now()
    appointment = get_appointment(request, ref)
    version = Questionnaire.objects.published()
    if version is None or not may_ask(signed_in(request), appointment, now):
        messages.warning(request, _("There is nothing to ask at the moment."))
        return redirect(OUTCOME, ref)
    if request.method != "POST":
        return _lists(request, appointment, version, now)
    said = taken(request, appointment, version, now)
    if said.faults:
        return _lists(request, appointment, version, now, said)
    return _answered(request, appointment, version, said, now)


def _answered(
    request: HttpRequest,
    appointment: Appointment,
    version: Questionnaire,
    said: Taken,
    now: datetime,
) -> HttpResponse:
    given, revision = said.given, read_revision(request.POST)
    try:
        try:
            fresh = answer(
                appointment=appointment, given=given, now=now, revision=revision
            )
        except HoldExpired:
            fresh = keep_answers(appointment=appointment, given=given, now=now)
    except Stale:
        return conflict(request, appointment)
    except Refused:
        return redirect(OUTCOME, appointment.ref)
    if urgent := say_at_once(appointment, version, given, now):
        messages.error(request, _("Say this first: %s") % urgent)
    return _book(request, fresh, now)


def _book(request: HttpRequest, held: Appointment, now: datetime) -> HttpResponse:
    """Book what the answers allow; where they need another time, the page says so."""
    if held.status == Status.HELD and held.client is not None:
        try:
            book(
                appointment=held,
                person=Person(name=held.client.name),
                by=signed_in(request),
                now=now,
            )
        except (NoReviewInTime, TrainingNeeded, AnswersRunOut, HoldExpired):
            pass  # the outcome page offers times that suit
        except Refused:
            return conflict(request, held)
    return redirect(OUTCOME, held.ref)


def _lists(
    request: HttpRequest,
    appointment: Appointment,
    version: Questionnaire,
    now: datetime,
    said: Taken | None = None,
) -> HttpResponse:
    return show(
        request,
        "ask_aloud",
        status=422 if said else 200,
        appointment=appointment,
        from_paper=read_how(request) == PAPER,
        signed=said.signed if said else "",
        today=timezone.localdate(now),
        faults=said.faults if said else (),
        now=now,
        **lists(appointment, version, now, said.given if said else None),
    )


@require_safe
@calendar_page()
def book_outcome(request: HttpRequest, ref: str) -> HttpResponse:
    """How it stands: still to ask, booked, with a therapist, or not now."""
    now = timezone.now()
    appointment = get_appointment(request, ref)
    return show(
        request,
        "book_outcome",
        appointment=appointment,
        now=now,
        may_ask=may_ask(signed_in(request), appointment, now),
        **outcome_of(appointment, signed_in(request), now),
    )


@require_POST
@calendar_page()
def book_send_link(request: HttpRequest, ref: str) -> HttpResponse:
    """Mail the link, or mail it once more."""
    appointment = get_appointment(request, ref)
    try:
        send_link(
            appointment=appointment,
            by=signed_in(request),
            revision=read_revision(request.POST),
            now=timezone.now(),
        )
        messages.success(request, _("The link is on its way to them."))
    except TooSoon:
        words = _("It starts too soon to wait for a link: please ask aloud.")
        messages.warning(request, words)
    except Refused:
        return conflict(request, appointment)
    return redirect(OUTCOME, ref)


@require_POST
@calendar_page()
def book_give_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Free a time that was only held."""
    appointment = get_appointment(request, ref)
    try:
        give_back(
            appointment=appointment,
            by=signed_in(request),
            revision=read_revision(request.POST),
            now=timezone.now(),
        )
        messages.success(request, _("The time is free again. Nobody was told."))
    except Refused:
        return conflict(request, appointment)
    return redirect(OUTCOME, ref)


@require_POST
@calendar_page()
def book_instead(request: HttpRequest, ref: str) -> HttpResponse:
    """Book at another time what was answered, without asking again."""
    now = timezone.now()
    appointment = get_appointment(request, ref)
    starts_at = read_moment(request.POST.get("start", ""))
    if appointment.client_id is None or not _is_asked_here(appointment):
        return redirect(OUTCOME, ref)
    if starts_at is None:
        raise BadRequest("start")
    try:
        held = hold_instead(
            appointment=appointment,
            starts_at=starts_at,
            revision=read_revision(request.POST),
            now=now,
        )
    except SlotTaken:
        words = _("That time is not free any more. Please choose another one.")
        messages.warning(request, words)
        return redirect(OUTCOME, ref)
    except Refused:
        return conflict(request, appointment)
    _book(request, held, now)
    if appointments_of(signed_in(request)).filter(pk=held.pk).exists():
        return redirect(OUTCOME, ref)
    messages.success(request, _("It is kept in somebody else’s calendar now."))
    return redirect("calendar:week")


def _is_asked_here(appointment: Appointment) -> bool:
    """Whether one of the team took its answers down: then they may go on with them."""
    screening = appointment.screening
    if appointment.status not in (Status.HELD, Status.EXPIRED) or screening is None:
        return False
    return screening.final and screening.how != Screening.How.ONLINE
