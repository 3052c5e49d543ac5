"""How times, lengths and money are written, and the site's own drawings.

`{% load vesper %}`. Nothing here decides anything. Times show in the clinic's zone.
"""

import json
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import select_template
from django.templatetags.static import static
from django.utils import dateformat, timezone
from django.utils.translation import gettext, ngettext

register = template.Library()

SYMBOLS = {
    "GBP": "£",
    "EUR": "€",
    "USD": "$",
    "AUD": "A$",
    "CAD": "C$",
    "NZD": "NZ$",
}

# What a fit label of booking.times.bedtime looks like as a moon.
MOONS = {"very_close": "moon-close", "after_bedtime": "moon-after"}

# The drawing of a treatment, by the first thing it cannot do without.
DRAWN = {
    "upper_back": "treatment-evening-calm",
    "neck_back": "treatment-neck-shoulders",
    "abdomen": "treatment-belly-breath",
    "lower_back": "treatment-lower-back",
    "heat": "treatment-warm-packs",
    "hands": "treatment-hands-feet",
}

FACES = ("callum", "grace", "ines", "mina", "piotr", "rowan", "sadia", "tom")


# Times


@register.filter
def clock(value: datetime | time | None) -> str:
    """19:30; one that the clocks repeat says which of the two: 01:30 (UTC+1)."""
    if isinstance(value, datetime):
        value = _local(value)
        return f"{value:%H:%M}{_which(value)}"
    return f"{value:%H:%M}" if value else ""


def _which(local: datetime) -> str:
    """The offset of a wall-clock time that comes twice; else nothing."""
    offset = local.utcoffset()
    if offset is None or _first(local) == _second(local):
        return ""
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    sign = "-" if offset < timedelta(0) else "+"
    return f" (UTC{sign}{hours}:{minutes:02})" if minutes else f" (UTC{sign}{hours})"


def _first(local: datetime) -> timedelta | None:
    return local.replace(fold=0).utcoffset()


def _second(local: datetime) -> timedelta | None:
    return local.replace(fold=1).utcoffset()


@register.filter
def evening_date(value: date | None) -> str:
    """Tuesday 8 December"""
    if isinstance(value, datetime):
        value = _local(value)
    # Translators: the date of an evening, in Django's date format.
    return dateformat.format(value, gettext("l j F")) if value else ""


@register.filter
def span(starts_at: datetime | time, ends_at: datetime | time) -> str:
    """19:00 to 20:00"""
    return gettext("%(start)s to %(end)s") % {
        "start": clock(starts_at),
        "end": clock(ends_at),
    }


@register.filter
def gap(length: timedelta) -> str:
    """2 h 30, 2 h or 45 min; the sign is left to the words around it."""
    hours, minutes = divmod(abs(length) // timedelta(minutes=1), 60)
    if not hours:
        return gettext("%(minutes)d min") % {"minutes": minutes}
    if not minutes:
        return gettext("%(hours)d h") % {"hours": hours}
    return gettext("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": minutes}


@register.filter
def in_minutes(length: timedelta | int) -> str:
    """60 minutes"""
    if isinstance(length, timedelta):
        length = length // timedelta(minutes=1)
    return ngettext("%d minute", "%d minutes", length) % length


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


# Money


@register.filter
def money(cents: int, currency: str) -> str:
    """£70, £72.50 or CHF 70; the amount is in hundredths."""
    amount = f"{Decimal(cents) / 100:.2f}".removesuffix(".00")
    symbol = SYMBOLS.get(currency)
    return f"{symbol}{amount}" if symbol else f"{currency}\N{NO-BREAK SPACE}{amount}"


# Signs and drawings


@register.filter
def moon(label: str) -> str:
    """The moon's phase for a fit label: `class="moon {{ fit.label|moon }}"`."""
    return MOONS.get(label, f"moon-{label}")


@register.filter
def branch(evidence: str) -> str:
    """How sure we are, as a branch: good, some or early; empty for other words."""
    word = evidence.partition(" ")[0].casefold()
    return word if word in ("good", "some", "early") else ""


@register.simple_tag
def drawing(name: str) -> str:
    """A drawing inlined, so that it follows the theme; a plain moon for other names."""
    if not re.fullmatch(r"[a-z-]+", name):
        name = "treatment"
    return _drawn(name)


@register.simple_tag
def drawing_for(needs: Iterable[str]) -> str:
    """The drawing of a treatment: `{% drawing_for treatment.needs %}`."""
    names = (DRAWN[need] for need in needs if need in DRAWN)
    return _drawn(next(names, "treatment"))


@lru_cache(maxsize=32)
def _drawn(name: str) -> str:
    """Rendered once: a drawing depends on nothing but its name."""
    names = [f"drawings/{name}.svg", "drawings/treatment.svg"]
    return str(select_template(names).render())


@register.simple_tag
def face(name: str) -> str:
    """The address of a drawn face; the moon's own for no known one."""
    return static(f"vesper/faces/{name if name in FACES else 'moon'}.svg")


@register.simple_tag
def htmx_config() -> str:
    """htmx's settings, for its meta element."""
    return json.dumps(settings.DJANGO_HTMX_CONFIG, separators=(",", ":"))
