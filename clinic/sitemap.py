"""`/sitemap.xml`: every public page of the site, with the day it last changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import sitemaps
from django.contrib.sitemaps import views
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from booking.models import Therapist, Treatment
from clinic.public import shared_page
from education.models import Article, Study, Topic

PLAIN = (
    "booking:home",
    "booking:treatment_list",
    "education:article_list",
    "education:wind_down",
    "booking:safety",
    "booking:privacy",
    "booking:accessibility",
)


class Pages(sitemaps.Sitemap):  # type: ignore[type-arg]
    """Addresses as `SITE_URL` writes them, whatever host asks."""

    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        return str(urlsplit(settings.SITE_URL).netloc)


class PlainPages(Pages):
    def items(self) -> Sequence[str]:
        return PLAIN

    def location(self, item: str) -> str:
        return reverse(item)


class Treatments(Pages):
    def items(self) -> QuerySet[Treatment]:
        return Treatment.objects.offered()


class Therapists(Pages):
    def items(self) -> QuerySet[Therapist]:
        return Therapist.objects.listed().order_by("slug")


class Articles(Pages):
    def items(self) -> QuerySet[Article]:
        return Article.objects.published(timezone.now()).rows()

    def lastmod(self, item: Article) -> datetime:
        return item.updated_at


class Topics(Pages):
    def items(self) -> QuerySet[Topic]:
        return Topic.objects.with_any_of(Article.objects.published(timezone.now()))


class Studies(Pages):
    """Those that a published article names."""

    def items(self) -> QuerySet[Study]:
        published = Article.objects.published(timezone.now())
        named = Study.objects.filter(confirmed=True, articles__in=published)
        return named.distinct().order_by("slug")


ALL: dict[str, type[sitemaps.Sitemap[Any]] | sitemaps.Sitemap[Any]] = {
    "pages": PlainPages,
    "treatments": Treatments,
    "therapists": Therapists,
    "articles": Articles,
    "topics": Topics,
    "studies": Studies,
}


@require_safe
@shared_page
def sitemap(request: HttpRequest) -> HttpResponse:
    return views.sitemap(request, ALL).render()
