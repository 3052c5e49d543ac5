"""The week of a therapist, as a table."""

from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import dateformat, timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from booking.calendar.access import calendar_page
from booking.calendar.board import read_board
from booking.calendar.moving import moved_just_now, zone_of_clinic
from booking.calendar.pages import show
from booking.calendar.scale import evening_at
from booking.calendar.sheet import Head, sheet_of
from booking.calendar.whose import (
    WEEK,
    Whose,
    day_url,
    read_monday,
    read_whose,
    week_url,
)
from booking.models import Therapist


@require_safe
@calendar_page()
def week(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    whose = read_whose(request)
    if whose.one is None:
        return show(request, "nobody")
    tonight = evening_at(now, zone_of_clinic())
    monday = read_monday(request, tonight)
    return show(
        request,
        "week",
        **_sheet(whose.one, monday, now),
        **_ways(whose, monday, tonight),
        moved=moved_just_now(request, now=now),
    )


def _sheet(therapist: Therapist, monday: date, now: datetime) -> dict[str, Any]:
    board = read_board(
        therapists=[therapist], since=monday, until=monday + WEEK, now=now
    )
    heads = [
        Head(
            name=dateformat.format(day, "l"),
            number=str(day.day),
            url=day_url(therapist, day),
            is_today=day == board.tonight,
        )
        for day in board.days
    ]
    columns = [(therapist, day) for day in board.days]
    return {
        "therapist": therapist,
        "sheet": sheet_of(board, columns, heads),
        "now": now,
    }


def _ways(whose: Whose, monday: date, tonight: date) -> dict[str, Any]:
    """The weeks around, the other therapists, and the pages beside this one."""
    who, name = whose.one, week_name(monday)
    day = tonight if monday <= tonight < monday + WEEK else monday
    others = [(each, week_url(each, monday), each == who) for each in whose.listed]
    return {
        "first": monday,
        "week_name": name,
        "caption": f"{who.name}, {name}." if who else "",
        "earlier_url": week_url(who, monday - WEEK),
        "this_week_url": week_url(who, tonight),
        "later_url": week_url(who, monday + WEEK),
        "tonight_url": day_url(who, tonight),
        "everyone_url": day_url(None, day) if len(whose.all) > 1 else "",
        "day": day,
        "others": others if len(whose.all) > 1 else [],
    }


def week_name(monday: date) -> str:
    """7 to 13 December 2026, or 28 December 2026 to 3 January 2027"""
    sunday = monday + timedelta(days=6)
    # Translators: day, day with month, and both with the year, in Django's date format.
    short, long, whole = gettext("j"), gettext("j F"), gettext("j F Y")
    if monday.year != sunday.year:
        short = whole
    elif monday.month != sunday.month:
        short = long
    return gettext("%(first)s to %(last)s") % {
        "first": dateformat.format(monday, short),
        "last": dateformat.format(sunday, whole),
    }
