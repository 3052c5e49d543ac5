"""What reading and booking show of each other: the one place that knows both.

`{% load reading %}`.
"""

from collections.abc import Mapping
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from booking.models import Clinic, Questionnaire, Treatment
from booking.models.questionnaires import parsed
from booking.screening.vocabulary import LOCKED_SECTION
from education.models import Article

register = template.Library()

# Where each item of the health check has its own heading, named by its key.
SAFETY = "when-to-wait-or-ask-first"
EMERGENCY = "{emergency_number}"
A_FEW = 3


# In an article


@register.filter
def with_numbers(html: SafeString, clinic: Clinic) -> SafeString:
    """The text with the clinic's own emergency number where the article leaves room."""
    number = conditional_escape(clinic.emergency_number)
    return mark_safe(html.replace(EMERGENCY, number))  # noqa: S308, both are escaped


@register.inclusion_tag("education/_book.html", takes_context=True)
def book_this(context: Context, slug: str) -> dict[str, Any]:
    """One treatment with its price; nothing where it is not offered."""
    treatment = _treatments(context).get(slug)
    return {"treatment": treatment, "clinic": context["clinic"]}


@register.inclusion_tag("education/_conditions.html")
def conditions() -> dict[str, Any]:
    """The six of the health check, in its own words."""
    version = Questionnaire.objects.published()
    if version is None:
        return {"items": ()}
    section = next(s for s in parsed(version).sections if s.key == LOCKED_SECTION)
    return {"items": [item.text for item in section.items]}


def _treatments(context: Context) -> Mapping[str, Treatment]:
    """All that the article names, offered, by one query a page."""
    request: Any = context["request"]
    if not hasattr(request, "treatments_named"):
        places = (part for part in context["text"].parts if part.kind == "book")
        named = {place.value for place in places} | {*context["article"].treatments}
        rows = Treatment.objects.offered().filter(slug__in=named)
        request.treatments_named = {row.slug: row for row in rows}
    found: Mapping[str, Treatment] = request.treatments_named
    return found


@register.simple_tag(takes_context=True)
def treatments_named(context: Context) -> list[Treatment]:
    """The treatments an article belongs to, for a line at its end."""
    found = _treatments(context)
    return [found[slug] for slug in context["article"].treatments if slug in found]


# On the pages of the booking


@register.simple_tag
def newest_articles() -> list[Article]:
    """The few newest that are published."""
    return list(Article.objects.published(timezone.now()).rows()[:A_FEW])


@register.simple_tag
def articles_on(treatment: Treatment) -> list[Article]:
    """The few newest that name the treatment.

    The names stand in a JSON list, which SQLite cannot look into by an index; there
    are few articles, and all of them are light rows.
    """
    published = Article.objects.published(timezone.now()).rows()
    return [row for row in published if treatment.slug in row.treatments][:A_FEW]


@register.inclusion_tag("education/_read_more.html", takes_context=True)
def read_more(
    context: Context, slug: str, key: str, about: str, beside: bool = False
) -> dict[str, Any]:
    """A link to what an article says on a question; nothing where none is published.

    The safety article has a section on each item, the others are linked as a whole.
    `beside` a form it opens in another tab, so that nothing typed is lost.
    """
    found = _read_where(context["request"])
    section = key if slug == SAFETY and key in found.get(slug, ()) else ""
    slug = slug if slug in found else ""
    return {"slug": slug, "section": section, "about": about, "beside": beside}


def _read_where(request: HttpRequest) -> Mapping[str, list[str]]:
    """The published articles and the items each is about, by one query a page."""
    page: Any = request
    if not hasattr(page, "read_where"):
        published = Article.objects.published(timezone.now())
        page.read_where = dict(published.values_list("slug", "screening_items"))
    found: Mapping[str, list[str]] = page.read_where
    return found
