"""What search engines, readers of feeds and previews of links are told of a page.

`{% load machines %}`.
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from booking.models import Clinic, Treatment
from clinic.public import absolute, is_public
from education.models import Article, Study

register = template.Library()

# A closing tag inside a string would end the block it stands in.
ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def canonical(context: Context) -> str:
    """The one address of a public page; nothing for the others."""
    address = _address(context)
    return format_html('<link rel="canonical" href="{}">', address) if address else ""


@register.inclusion_tag("_open_graph.html", takes_context=True)
def open_graph(
    context: Context, title: str, words: str, kind: str = "website", image: str = ""
) -> dict[str, Any]:
    """How a link to the page looks where it is shared; `image` is a path of ours."""
    return {
        "address": _address(context),
        "site": context["clinic"].name,
        "title": title,
        "words": words,
        "kind": kind,
        "image": absolute(image) if image else "",
        "language": (get_language() or "").replace("-", "_"),
    }


@register.simple_tag(takes_context=True)
def article_data(
    context: Context, article: Article, studies: Iterable[Study], image: str = ""
) -> SafeString:
    """The article, and the health page it is, with who reviewed it and when."""
    clinic = context["clinic"]
    text = _text(article, clinic)
    text["image"] = absolute(image) if image else None
    text["citation"] = [_citation(study) for study in studies]
    return _block({"@graph": [_said(_health_page(article, clinic)), _said(text)]})


@register.simple_tag(takes_context=True)
def clinic_data(context: Context, treatments: Iterable[Treatment] = ()) -> SafeString:
    """The clinic as a business, from what its own row says."""
    clinic: Clinic = context["clinic"]
    if not clinic.name:
        return SafeString("")
    home = absolute(reverse("booking:home"))
    about = {
        "@type": "HealthAndBeautyBusiness",
        "@id": f"{home}#clinic",
        "name": clinic.name,
        "legalName": clinic.legal_name,
        "url": home,
        "description": clinic.line,
        "telephone": clinic.phone,
        "email": clinic.email,
        "address": ", ".join(clinic.address.splitlines()),
        "currenciesAccepted": clinic.currency,
        "paymentAccepted": clinic.ways_to_pay,
        "makesOffer": [_offer(treatment, clinic) for treatment in treatments],
    }
    return _block(_said(about))


def _address(context: Context) -> str:
    """A page of a list is a page of its own; whatever else was asked is not."""
    request = context.get("request")
    if request is None or not is_public(request):
        return ""
    page = request.GET.get("page", "")
    is_later = page.isascii() and page.isdigit() and len(page) < 6 and int(page) > 1
    return absolute(request.path) + (f"?page={int(page)}" if is_later else "")


def _both(article: Article, clinic: Clinic) -> dict[str, Any]:
    return {
        "description": article.summary,
        "inLanguage": get_language(),
        "publisher": _publisher(clinic),
    }


def _health_page(article: Article, clinic: Clinic) -> dict[str, Any]:
    url = absolute(article.get_absolute_url())
    return _both(article, clinic) | {
        "@type": "MedicalWebPage",
        "@id": url,
        "url": url,
        "name": article.title,
        "lastReviewed": _day(article.reviewed_on),
        "reviewedBy": _person(article.reviewer),
        "mainEntity": {"@id": f"{url}#article"},
    }


def _text(article: Article, clinic: Clinic) -> dict[str, Any]:
    url = absolute(article.get_absolute_url())
    return _both(article, clinic) | {
        "@type": "Article",
        "@id": f"{url}#article",
        "headline": article.title,
        "articleSection": article.topic.title,
        "datePublished": _day(article.publish_at),
        "dateModified": _day(article.updated_at),
        "author": _person(article.author),
        "mainEntityOfPage": {"@id": url},
        "isAccessibleForFree": True,
    }


def _offer(treatment: Treatment, clinic: Clinic) -> dict[str, Any]:
    service = {
        "@type": "Service",
        "name": treatment.name,
        "description": treatment.tagline,
        "url": absolute(treatment.get_absolute_url()),
    }
    return {
        "@type": "Offer",
        "itemOffered": service,
        "price": f"{treatment.price_cents / 100:.2f}",
        "priceCurrency": clinic.currency,
    }


def _person(words: str) -> dict[str, str] | None:
    """ "Dr Anna Prior, GP" is a name and what they do."""
    name, _comma, job = words.partition(",")
    person = {"@type": "Person", "name": name.strip(), "jobTitle": job.strip()}
    return _said(person) if name.strip() else None


def _publisher(clinic: Clinic) -> dict[str, str] | None:
    if not clinic.name:
        return None
    home = absolute(reverse("booking:home"))
    return {"@type": "Organization", "name": clinic.name, "url": home}


def _citation(study: Study) -> dict[str, Any]:
    return _said(
        {
            "@type": "ScholarlyArticle",
            "name": study.title,
            "datePublished": str(study.year) if study.year else None,
            "isPartOf": {"@type": "Periodical", "name": study.journal},
            "sameAs": study.doi_url,
        }
    )


def _day(moment: date | None) -> str | None:
    return moment.isoformat() if moment else None


def _said(facts: dict[str, Any]) -> dict[str, Any]:
    """Only what is known."""
    return {name: fact for name, fact in facts.items() if fact not in (None, "", [])}


def _block(data: dict[str, Any]) -> SafeString:
    text = json.dumps({"@context": "https://schema.org"} | data).translate(ESCAPED)
    block = f'<script type="application/ld+json">{text}</script>'
    return mark_safe(block)  # noqa: S308, nothing in it can end the block
