"""Whether an address of this site leads somewhere."""

from datetime import datetime
from urllib.parse import unquote, urlsplit

from django.urls import Resolver404, ResolverMatch, resolve

from education.body import read
from education.models import Article, OldSlug, Study, Topic


def broken(address: str, *, now: datetime) -> bool:
    """Whether a link inside the site leads nowhere; one to another site never does."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not address.startswith("/"):
        return False
    try:
        match = resolve(unquote(parts.path))
    except Resolver404:
        return True
    return not _is_there(match, parts.fragment, now)


def _is_there(match: ResolverMatch, place: str, now: datetime) -> bool:
    """Whether what the address names is shown at this moment."""
    slug = match.kwargs.get("slug")
    if match.view_name == "education:article_detail":
        return _article_is_there(slug, place, now)
    if match.view_name == "education:topic_detail":
        return Topic.objects.filter(slug=slug).exists()
    if match.view_name == "education:study_detail":
        return Study.objects.filter(slug=slug, confirmed=True).exists()
    return match.namespace not in ("admin", "calendar")


def _article_is_there(slug: str | None, place: str, now: datetime) -> bool:
    published = Article.objects.published(now)
    article = published.filter(slug=slug).first()
    if article is None:
        earlier = OldSlug.objects.filter(slug=slug, article__in=published)
        return earlier.exists()
    places = {heading.id for heading in read(article.body).headings}
    return not place or place == "sources" or place in places
