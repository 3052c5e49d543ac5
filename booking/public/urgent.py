"""The help an urgent answer needs, with the clinic's numbers as links to ring."""

import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from booking.models import Clinic
from booking.screening.questionnaire import Questionnaire

PLACE = re.compile(r"(\{emergency_number\}|\{urgent_line\})")


def urgent_help(
    document: Questionnaire, kind: str | None, clinic: Clinic
) -> SafeString:
    """The questionnaire's words for "emergency" or "same_day"; empty for none."""
    words = document.urgent[kind] if kind else ""
    parts = ((_part(part, clinic),) for part in PLACE.split(words))
    return format_html_join("", "{}", parts)


def urgent_helps(document: Questionnaire, clinic: Clinic) -> dict[str, SafeString]:
    """The help of each kind, to stand beside its tick."""
    return {kind: urgent_help(document, kind, clinic) for kind in document.urgent}


def _part(part: str, clinic: Clinic) -> SafeString | str:
    if not PLACE.fullmatch(part):
        return part
    words = clinic.emergency[part.strip("{}")]
    number = re.sub(r"[^0-9+]", "", words)
    if not number:
        return words
    return format_html('<a href="tel:{}">{}</a>', number, words)
