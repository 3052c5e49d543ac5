"""Nights drawn, with the same numbers in a table: `{% load nights %}`."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext

from booking.models import MorningAfter
from booking.times.trend import trend

register = template.Library()


@register.inclusion_tag("booking/_night_chart.html")
def night_chart(rows: Sequence[MorningAfter]) -> dict[str, Any]:
    """`{% night_chart nights %}`: of at least one night, the first one first."""
    numbers = [row.night.sleep for row in rows]
    return {
        "rows": list(reversed(rows)),
        "trend": trend(numbers, [_name(row) for row in rows]),
        "least": min(numbers),
        "most": max(numbers),
        "count": len(rows),
    }


def _name(row: MorningAfter) -> str:
    """7 Dec"""
    # Translators: day and short month, in Django's date format.
    return format_date(timezone.localtime(row.appointment.starts_at), gettext("j M"))
