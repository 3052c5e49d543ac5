"""How a mail says when: in the clinic's own time, with the name of its zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import dateformat
from django.utils.translation import gettext


def day(moment: datetime, zone: ZoneInfo) -> str:
    """Tuesday 8 December"""
    # Translators: the date of an evening, in Django's date format.
    return dateformat.format(moment.astimezone(zone), gettext("l j F"))


def day_and_time(moment: datetime, zone: ZoneInfo) -> str:
    """Tuesday 8 December, 19:00"""
    return f"{day(moment, zone)}, {moment.astimezone(zone):%H:%M}"


def from_to(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """Tuesday 8 December 2026, 19:00 to 20:00 GMT

    Both ends name their zone where the clocks change in between.
    """
    start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    begins, ends = f"{start:%H:%M}", f"{end:%H:%M} {_zone_name(end)}"
    if start.utcoffset() != end.utcoffset():
        begins = f"{begins} {_zone_name(start)}"
    return gettext("%(date)s, %(start)s to %(end)s") % {
        # Translators: the date of an evening with its year, in Django's date format.
        "date": dateformat.format(start, gettext("l j F Y")),
        "start": begins,
        "end": ends,
    }


def _zone_name(local: datetime) -> str:
    """GMT; where a zone has only numbers for names, the zone itself."""
    name = local.tzname() or ""
    return name if name.isalpha() else f"({local.tzinfo})"
