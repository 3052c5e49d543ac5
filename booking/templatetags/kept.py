"""Parts of a page that are kept once rendered: `{% load kept %}`.

A week holds a hundred buttons and more, and the same ones come again with every
reader. A part is kept by its template, its values and the language, so it may show
nothing else: no request, no token, no row that can change under the same key.
"""

from collections.abc import Hashable, Iterable
from functools import lru_cache

from django import template
from django.template.loader import get_template
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from booking.public.shown import ShownSlot

register = template.Library()


@register.simple_tag
def kept(name: str, **values: Hashable) -> str:
    """`{% kept "booking/_who_for.html" who=who %}`"""
    return _part(name, get_language(), tuple(values.items()))


@register.simple_tag
def kept_slots(name: str, slots: Iterable[ShownSlot]) -> str:
    """`{% kept_slots "_slot.html" evening.first %}`: a button for each."""
    language = get_language()
    buttons = [_button(name, language, slot) for slot in slots]
    return mark_safe("".join(buttons))  # noqa: S308  each is a rendered template


# An evening with all its buttons takes about 10 KB, a button 1 KB.


@lru_cache(maxsize=512)
def _part(
    name: str, language: str | None, values: tuple[tuple[str, Hashable], ...]
) -> str:
    return get_template(name).render(dict(values))


@lru_cache(maxsize=4096)
def _button(name: str, language: str | None, slot: ShownSlot) -> str:
    return get_template(name).render({"slot": slot})
