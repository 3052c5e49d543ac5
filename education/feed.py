"""The latest articles as an Atom feed, and all of them for the sitemap."""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from education.models import Article

LATEST = 20


class Latest(Feed):  # type: ignore[type-arg]
    feed_type = Atom1Feed
    title = _("Reading for the evening")
    subtitle = _("Honest articles on touch, rest and sleep.")
    link = reverse_lazy("education:article_list")

    def items(self) -> "QuerySet[Article]":
        return Article.objects.published(timezone.now())[:LATEST]

    def item_description(self, item: Any) -> str:
        return str(item.summary)

    def item_author_name(self, item: Article) -> str:
        return item.author

    def item_pubdate(self, item: Article) -> datetime | None:
        return item.publish_at

    def item_updateddate(self, item: Article) -> datetime:
        return item.updated_at


class Articles(Sitemap):  # type: ignore[type-arg]
    def items(self) -> "QuerySet[Article]":
        return Article.objects.published(timezone.now())

    def lastmod(self, item: Article) -> datetime:
        return item.updated_at
