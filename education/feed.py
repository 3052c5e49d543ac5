"""The latest articles as an Atom feed."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from clinic.public import absolute, shared_page
from education.models import Article
from education.models.article import ArticleQuerySet

LATEST = 20


class Latest(Feed):  # type: ignore[type-arg]
    """Its addresses are those `SITE_URL` gives, whatever host asks."""

    feed_type = Atom1Feed
    title = _("Reading for the evening")
    subtitle = _("Honest articles on touch, rest and sleep.")

    def link(self) -> str:
        return absolute(reverse("education:article_list"))

    def feed_url(self) -> str:
        return absolute(reverse("education:feed"))

    def items(self) -> ArticleQuerySet:
        return Article.objects.published(timezone.now()).rows()[:LATEST]

    def item_title(self, item: Article) -> str:
        return item.title

    def item_description(self, item: Article) -> str:
        return item.summary

    def item_link(self, item: Article) -> str:
        return absolute(item.get_absolute_url())

    def item_author_name(self, item: Article) -> str:
        return item.author

    def item_categories(self, item: Article) -> list[str]:
        return [item.topic.title]

    def item_pubdate(self, item: Article) -> datetime | None:
        return item.publish_at

    def item_updateddate(self, item: Article) -> datetime:
        return item.updated_at


@require_safe
@shared_page
def feed(request: HttpRequest) -> HttpResponse:
    return Latest()(request)
