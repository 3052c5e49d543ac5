"""The times one appointment can be moved to, and the way back from a move."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone

from booking.actions.undoing import undo_start
from booking.calendar.access import appointments_of, signed_in
from booking.calendar.scale import evening_at
from booking.calendar.whose import WEEK
from booking.cleaning import read_clock, read_day, read_moment
from booking.models import Appointment
from booking.offers import offers
from booking.times import Slot, by_evening
from booking.times.clock import opening


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved just now; `back_to` while nobody has been told."""

    appointment: Appointment
    back_to: datetime | None


def zone_of_clinic() -> ZoneInfo:
    return ZoneInfo(timezone.get_default_timezone_name())


def read_start(request: HttpRequest) -> datetime | None:
    """The start that was pressed or dropped on, or the day and time typed."""
    if start := request.POST.get("start", ""):
        return read_moment(start)
    day = read_day(request.POST.get("day", ""))
    wall = read_clock(request.POST.get("time", ""))
    return opening(day, wall, zone_of_clinic()) if day and wall else None


def first_evening_shown(
    request: HttpRequest, appointment: Appointment, *, now: datetime
) -> date:
    """That of the address, else what is left of the week the appointment is in."""
    tonight = evening_at(now, zone_of_clinic())
    evening = evening_at(appointment.starts_at, zone_of_clinic())
    monday = evening - timedelta(days=evening.weekday())
    return max(read_day(request.GET.get("from", "")) or monday, tonight)


def times_to_move_to(
    appointment: Appointment, *, since: date, now: datetime
) -> list[tuple[date, list[Slot]]]:
    """Seven evenings with the therapist it has; sooner than the lead time, too."""
    found = offers(
        treatment=appointment.treatment,
        now=now,
        since=since,
        until=since + WEEK,
        wish=appointment.therapist.slug,
        step_free=appointment.step_free,
        ignoring=appointment,
        kept=True,
    )
    free = [slot for slot in found.slots if slot.starts_at != appointment.starts_at]
    return list(by_evening(free).items())


def moved_just_now(request: HttpRequest, *, now: datetime) -> Moved | None:
    """The appointment a page says was moved, if it is one they may see."""
    ref = request.GET.get("moved", "")
    if not (ref.isascii() and ref.isalnum()):
        return None
    rows = appointments_of(signed_in(request)).select_related("client", "therapist")
    appointment = rows.filter(ref=ref[:12]).first()
    if appointment is None:
        return None
    return Moved(appointment, undo_start(appointment, now=now))
