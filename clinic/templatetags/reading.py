"""What an article shows of the booking: the one place that knows both.

`{% load reading %}`.
"""

from typing import Any

from django import template

from booking.models import Questionnaire, Treatment
from booking.models.questionnaires import parsed
from booking.screening.vocabulary import LOCKED_SECTION

register = template.Library()


@register.inclusion_tag("education/_book.html")
def book_this(slug: str) -> dict[str, Any]:
    """One treatment with its price; nothing where it is not offered."""
    return {"treatment": Treatment.objects.offered().filter(slug=slug).first()}


@register.inclusion_tag("education/_conditions.html")
def conditions() -> dict[str, Any]:
    """The six of the health check, in its own words."""
    version = Questionnaire.objects.published()
    if version is None:
        return {"items": ()}
    section = next(s for s in parsed(version).sections if s.key == LOCKED_SECTION)
    return {"items": [item.text for item in section.items]}
