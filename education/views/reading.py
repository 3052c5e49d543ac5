"""Reading: the list, an article, a topic, a study."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from education.models import Article, OldSlug, Study, Topic
from education.shown import reading_of

MOST_LETTERS = 80


@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    """All articles by topic, or those with the words looked for."""
    now = timezone.now()
    words = request.GET.get("q", "").replace("\0", "").strip()[:MOST_LETTERS]
    articles = Article.objects.published(now).select_related("topic")
    articles = articles.defer("body", "plain")
    context = {
        "words": words,
        "articles": articles.about(words) if words else articles,
        "topics": Topic.objects.filter(articles__in=articles).distinct(),
    }
    return render(request, "education/article_list.html", context)


@require_safe
def article_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One article; an earlier address of it leads to the one it has now."""
    published = Article.objects.published(timezone.now()).select_related("topic")
    article = published.filter(slug=slug).first()
    if article is None:
        old = get_object_or_404(OldSlug.objects.select_related("article"), slug=slug)
        return redirect(get_object_or_404(published, pk=old.article_id), permanent=True)
    return render(request, "education/article_detail.html", reading_of(article))


@require_safe
def topic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    topic = get_object_or_404(Topic, slug=slug)
    articles = topic.articles.published(timezone.now()).select_related("topic")
    context = {"topic": topic, "articles": articles.defer("body", "plain")}
    return render(request, "education/topic_detail.html", context)


@require_safe
def study_detail(request: HttpRequest, slug: str) -> HttpResponse:
    study = get_object_or_404(Study, slug=slug, confirmed=True)
    articles = study.articles.published(timezone.now()).select_related("topic")
    context = {"study": study, "articles": articles.defer("body", "plain")}
    return render(request, "education/study_detail.html", context)
