"""Book for someone: what and when, and for whom."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from booking.actions import hold_for, send_link
from booking.actions.problems import (
    AtTheSameTime,
    NotAllowed,
    Refused,
    SlotTaken,
    TooSoon,
)
from booking.calendar.access import calendar_page, signed_in
from booking.calendar.booking_form import LINK, PAPER, BookForm
from booking.calendar.clients import FEWEST_LETTERS, found, get_client, read_search
from booking.calendar.desk import (
    Asked,
    at_desk,
    fitting,
    free_times,
    read_asked,
    wishes,
)
from booking.calendar.pages import show
from booking.messages.times import day_and_time
from booking.models import Appointment, Client, Clinic, Message, Treatment


@require_safe
@calendar_page()
def book(request: HttpRequest) -> HttpResponse:
    """What fits in a free cell; without one, the free times of a treatment."""
    now = timezone.now()
    asked = read_asked(request)
    return show(
        request,
        "book",
        asked=asked,
        fitting=fitting(asked, now),
        evenings=free_times(request, asked, now),
        treatments=Treatment.objects.offered(),
        wishes=wishes(request),
        today=timezone.localdate(now),
        has_cell=bool(asked.therapist and asked.starts_at),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@calendar_page()
def book_for(request: HttpRequest) -> HttpResponse:
    """Who it is for: somebody known, or somebody new; a POST holds the time."""
    now = timezone.now()
    asked = read_asked(request)
    if not asked.is_a_time:
        return redirect(f"{reverse('calendar:book')}{asked.query()}")
    known = get_client(request, asked.client) if asked.client else None
    if request.method == "POST":
        return _hold(request, asked, known, now)
    therapist = asked.therapist
    assert therapist is not None  # noqa: S101  is_a_time
    return _page(request, asked, BookForm(therapist=therapist, known=known), now)


def _hold(
    request: HttpRequest, asked: Asked, known: Client | None, now: datetime
) -> HttpResponse:
    therapist, treatment, starts_at = asked.therapist, asked.treatment, asked.starts_at
    if therapist is None or treatment is None or starts_at is None:
        raise BadRequest
    form = BookForm(request.POST, therapist=therapist, known=known)
    if not form.is_valid():
        return _page(request, asked, form, now, status=422)
    try:
        held = hold_for(
            key=form.cleaned_data["key"],
            treatment=treatment,
            therapist=therapist,
            starts_at=starts_at,
            client=form.client,
            wish=form.cleaned_data["wish"],
            step_free=form.cleaned_data["step_free"],
            by=signed_in(request),
            now=now,
        )
    except (SlotTaken, AtTheSameTime, NotAllowed) as refused:
        form.add_error(None, _why(refused))
        return _page(request, asked, form, now, status=409)
    return _go_on(request, held, form.cleaned_data["way"], now)


def _why(refused: Refused) -> str:
    if isinstance(refused, AtTheSameTime):
        when = day_and_time(refused.other.starts_at, Clinic.objects.current().zone)
        return _("They have an appointment at that time already: %s.") % when
    if isinstance(refused, SlotTaken):
        return _("That time is not free any more. Please choose another one.")
    return _("This form was used already. Please open the page again.")


def _go_on(
    request: HttpRequest, held: Appointment, way: str, now: datetime
) -> HttpResponse:
    """To the questions, aloud or from paper, or to what was done with the link."""
    outcome = redirect("calendar:book_outcome", held.ref)
    if not held.waits_for_answers:
        return outcome
    if way != LINK:
        how = "?how=paper" if way == PAPER else ""
        return redirect(f"{reverse('calendar:ask_aloud', args=[held.ref])}{how}")
    sent = held.messages.filter(kind=Message.Kind.YOUR_TURN)
    if not sent.exists():
        try:
            send_link(appointment=held, by=signed_in(request), now=now)
        except TooSoon:
            words = _("It starts too soon to wait for a link: please ask aloud.")
            messages.warning(request, words)
        except Refused:
            messages.warning(request, _("The link could not be sent."))
    return outcome


def _page(
    request: HttpRequest,
    asked: Asked,
    form: BookForm,
    now: datetime,
    *,
    status: int = 200,
) -> HttpResponse:
    treatment, therapist, starts_at = asked.treatment, asked.therapist, asked.starts_at
    if therapist is None or treatment is None or starts_at is None:
        raise BadRequest
    text = read_search(request)
    user = signed_in(request)
    return show(
        request,
        "book_for",
        status=status,
        asked=asked,
        ends_at=starts_at + treatment.length,
        free=at_desk(treatment, therapist, starts_at, now),
        form=form,
        known=form.known,
        text=text,
        too_short=bool(text) and len(text) < FEWEST_LETTERS,
        clients=[
            (each, asked.query(client=each.pk)) for each in found(user, text, now)
        ],
        nobody=asked.query(client=None),
        elsewhere=asked.query(therapist=None, starts_at=None),
    )
