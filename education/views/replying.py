"""A reader's reply to an article: apart from it, so that the article has no form."""

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from education.forms import ReplyForm
from education.models import Article, ReadingRoom


@require_http_methods(["GET", "HEAD", "POST"])
def article_reply(request: HttpRequest, slug: str) -> HttpResponse:
    """A reply waits until somebody approves it; from one address few are taken."""
    now = timezone.now()
    article = get_object_or_404(Article.objects.published(now).rows(), slug=slug)
    is_open = ReadingRoom.objects.current().replies_open
    form = ReplyForm(request.POST or None)
    status = 200 if request.method != "POST" else 422
    if is_open and form.is_valid():
        if form.is_trap_sprung:
            return redirect("education:article_replied", slug)
        if ratelimit.consume(request, action="article_reply"):
            form.instance.article, form.instance.written_at = article, now
            form.save()
            return redirect("education:article_replied", slug)
        form.add_error(None, _("That is a lot to say. Please come back in an hour."))
        status = 429
    context = {"article": article, "form": form, "replies_open": is_open}
    return render(request, "education/article_reply.html", context, status=status)


@require_safe
def article_replied(request: HttpRequest, slug: str) -> HttpResponse:
    published = Article.objects.published(timezone.now())
    article = get_object_or_404(published.rows(), slug=slug)
    return render(request, "education/article_replied.html", {"article": article})
