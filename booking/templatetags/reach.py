"""How a number is dialled, and an address shown without giving it away.

`{% load reach %}`
"""

from datetime import datetime, timedelta

from django import template
from django.utils.translation import gettext

from booking.messages.times import day as name_of
from booking.messages.times import day_and_time
from booking.models import Clinic
from clinic.templatetags.vesper import clock

register = template.Library()

SHOWN = 4
DOTS = "•••"


@register.filter
def tel(number: str) -> str:
    """The address that dials a number: tel:01632960201"""
    digits = "".join(c for c in number if c.isascii() and c.isdigit())
    return f"tel:{'+' if number.startswith('+') else ''}{digits}"


@register.filter
def masked(address: str) -> str:
    """Enough to tell two people apart: ••• 0201, or h•••@whitlock.example"""
    name, at, host = address.partition("@")
    if at:
        return f"{name[:1]}{DOTS}@{host}"
    digits = "".join(c for c in address if c.isdigit())
    return f"{DOTS} {digits[-SHOWN:]}" if len(digits) > SHOWN else DOTS


@register.filter
def by_then(moment: datetime, now: datetime) -> str:
    """19:00, or Tuesday 8 December, 19:00 where it is on another day."""
    zone = Clinic.objects.current().zone
    if moment.astimezone(zone).date() == now.astimezone(zone).date():
        return clock(moment)
    return day_and_time(moment, zone)


@register.filter
def near_day(moment: datetime, now: datetime) -> str:
    """today, tomorrow, or Tuesday 8 December"""
    zone = Clinic.objects.current().zone
    day, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    if day == today:
        return gettext("today")
    if day == today + timedelta(days=1):
        return gettext("tomorrow")
    return name_of(moment, zone)
