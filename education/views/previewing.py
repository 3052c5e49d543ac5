"""A draft as its page will be, by a signed link; never kept, never indexed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from education.previews import previewed
from education.shown import reading_of


@require_safe
def article_preview(request: HttpRequest, token: str) -> HttpResponse:
    article = previewed(token)
    if article is None:
        raise Http404
    context = reading_of(article) | {"is_preview": True}
    return render(request, "education/article_detail.html", context)
