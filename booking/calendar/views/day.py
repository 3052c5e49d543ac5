"""One evening: of one therapist as a list, of everyone as a table."""

from datetime import date, datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import dateformat, timezone
from django.views.decorators.http import require_safe

from booking.calendar.access import (
    appointments_of,
    calendar_page,
    sees_cautions,
    signed_in,
)
from booking.calendar.board import Board, read_board
from booking.calendar.cautions import cautions_of
from booking.calendar.listing import Next, entries, now_and_next
from booking.calendar.moving import moved_just_now
from booking.calendar.pages import show
from booking.calendar.sheet import Head, sheet_of
from booking.calendar.unsigned import unsigned
from booking.calendar.visits import which_visit
from booking.calendar.whose import Whose, day_url, read_whose, week_url
from booking.cleaning import read_day
from booking.models import Therapist

DAY = timedelta(days=1)


@require_safe
@calendar_page()
def day(request: HttpRequest, day: str) -> HttpResponse:
    evening = read_day(day)
    if evening is None:
        raise Http404
    whose = read_whose(request, everyone=True)
    now = timezone.now()
    if whose.one is None and not whose.all:
        return show(request, "nobody")
    shown = [whose.one] if whose.one else whose.listed
    board = read_board(therapists=shown, since=evening, until=evening + DAY, now=now)
    context = _ways(whose, evening, board.tonight)
    context["moved"] = moved_just_now(request, now=now)
    if whose.one is None:
        return show(request, "day_everyone", **context, **_table(board, evening))
    return show(request, "day", **context, **_list(request, board, whose.one, evening))


def _table(board: Board, evening: date) -> dict[str, Any]:
    heads = [
        Head(who.first_name, "", day_url(who, evening), is_today=False)
        for who in board.therapists
    ]
    columns = [(who, evening) for who in board.therapists]
    return {
        "sheet": sheet_of(board, columns, heads),
        "now": board.now,
        "caption": f"{dateformat.format(evening, 'l j F Y')}.",
    }


def _list(
    request: HttpRequest, board: Board, therapist: Therapist, evening: date
) -> dict[str, Any]:
    spans = board.open_on(therapist.pk, evening)
    is_tonight = evening == board.tonight
    following = now_and_next(board, therapist) if is_tonight else None
    context = {
        "now": board.now,
        "opens_at": min(spans).starts_at if spans else None,
        "closes_at": max(span.ends_at for span in spans) if spans else None,
        "entries": entries(board, therapist, evening),
        "next": following,
        "unsigned": unsigned(signed_in(request), board.now, therapist)
        if is_tonight
        else None,
    }
    if following is None:
        return context
    return context | _known_of(request, following, board.now)


def _known_of(request: HttpRequest, following: Next, now: datetime) -> dict[str, Any]:
    """What to know of one person: the only row here whose answers are opened."""
    user = signed_in(request)
    rows = appointments_of(user).select_related("client")
    if sees_cautions(user):
        rows = rows.select_related(
            "screening__questionnaire", "clearance", "arrival__questionnaire"
        )
    appointment = rows.get(ref=following.session.ref)
    cautions = cautions_of(appointment) if sees_cautions(user) else None
    return {
        "appointment": appointment,
        "visit": which_visit(appointment),
        "cautions": cautions,
        "sees_cautions": cautions is not None,
        "door_open": appointment.is_door_open(now),
    }


def _ways(whose: Whose, evening: date, tonight: date) -> dict[str, Any]:
    others = [
        (each, day_url(each, evening), each == whose.one) for each in whose.listed
    ]
    everyone = len(whose.all) > 1
    return {
        "therapist": whose.one,
        "evening": evening,
        "before": evening - DAY,
        "after": evening + DAY,
        "before_url": day_url(whose.one, evening - DAY),
        "after_url": day_url(whose.one, evening + DAY),
        "tonight_url": day_url(whose.one, tonight) if evening != tonight else "",
        "week_url": week_url(whose.one, evening),
        "everyone_url": day_url(None, evening) if everyone else "",
        "others": others if everyone else [],
    }
