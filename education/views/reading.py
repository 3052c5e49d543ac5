"""Reading: the list, an article, a topic, a study."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clinic.public import shared_page
from education.models import Article, Evidence, OldSlug, Study, Topic
from education.models.article import ArticleQuerySet
from education.shown import reading_of

MOST_LETTERS = 80
ON_A_PAGE = 20


@require_safe
@shared_page
def article_list(request: HttpRequest) -> HttpResponse:
    """All articles, or those with the words looked for, a page at a time."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:MOST_LETTERS].strip()
    published = Article.objects.published(timezone.now())
    found = published.about(words) if words else published
    context = {
        "words": words,
        "topics": Topic.objects.with_any_of(published),
        "labels": list(Evidence),
        **_page(request, found),
    }
    return render(request, "education/article_list.html", context)


@require_safe
@shared_page
def article_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One article; an earlier address of it leads to the one it has now."""
    published = Article.objects.published(timezone.now())
    article = published.full().filter(slug=slug).first()
    if article is None:
        old = get_object_or_404(OldSlug, slug=slug)
        return redirect(get_object_or_404(published, pk=old.article_id), permanent=True)
    return render(request, "education/article_detail.html", reading_of(article))


@require_safe
@shared_page
def topic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A topic with its articles; one that has none is no page yet."""
    published = Article.objects.published(timezone.now())
    topics = Topic.objects.with_any_of(published)
    topic = get_object_or_404(topics, slug=slug)
    context = {
        "topic": topic,
        "topics": topics,
        **_page(request, published.filter(topic=topic)),
    }
    return render(request, "education/topic_detail.html", context)


@require_safe
@shared_page
def study_detail(request: HttpRequest, slug: str) -> HttpResponse:
    study = get_object_or_404(Study, slug=slug, confirmed=True)
    articles = Article.objects.published(timezone.now()).filter(studies=study)
    context = {"study": study, "articles": articles.rows()}
    return render(request, "education/study_detail.html", context)


def _page(request: HttpRequest, articles: ArticleQuerySet) -> dict[str, Any]:
    """The page asked for; the nearest there is where that is none."""
    page = Paginator(articles.rows(), ON_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return {"page": page, "query": query.urlencode()}
