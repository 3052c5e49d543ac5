"""The steps of an article beside its form: each a POST of its own."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth import get_backends
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.models import User
from clinic.staff_pages import signed_in, staff_page
from education import actions
from education.admin.form import (
    AsideForm,
    AskForm,
    BackForm,
    ConfirmForm,
    KeyForm,
    OutsideForm,
    PublishForm,
)
from education.models import Article

WRITES = ("education.change_article",)
REVIEWS = (*WRITES, "education.review_article")
PUBLISHES = (*WRITES, "education.publish_article")


Act = Callable[[Article], object]


def reviewers(article: Article) -> QuerySet[User]:
    """Who may be asked: all who may review, but for the author."""
    (backend,) = get_backends()
    may: QuerySet[User] = backend.with_perm("education.review_article")  # type: ignore[attr-defined]
    return may.exclude(pk=article.written_by_id or 0).order_by("name")


def _carried_out(
    request: HttpRequest, pk: int, form: forms.Form, act: Act, said: str
) -> HttpResponse:
    """Do it where the form is filled in and nothing is against it, and say so."""
    article = get_object_or_404(Article, pk=pk)
    if not form.is_valid():
        first = next(iter(form.errors.values()))
        messages.error(request, str(first[0]))
        return redirect("admin:education_article_change", pk)
    try:
        act(article)
    except actions.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("admin:education_article_change", pk)


@require_POST
@staff_page(*WRITES)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article, pk=pk)
    form = AskForm(request.POST, among=reviewers(article))

    def act(article: Article) -> None:
        by, reviewer = signed_in(request), form.cleaned_data["reviewer"]
        actions.ask_for_review(article, reviewer, by=by, now=timezone.now())

    return _carried_out(request, pk, form, act, _("The review is asked for."))


@require_POST
@staff_page(*REVIEWS)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    form = ConfirmForm(request.POST)

    def act(article: Article) -> None:
        actions.confirm_review(
            article,
            profession=form.cleaned_data["profession"],
            by=signed_in(request),
            now=timezone.now(),
            today=timezone.localdate(),
        )

    return _carried_out(request, pk, form, act, _("Your review is noted. Thank you."))


@require_POST
@staff_page(*WRITES)
def outside(request: HttpRequest, pk: int) -> HttpResponse:
    form = OutsideForm(request.POST)

    def act(article: Article) -> None:
        actions.note_outside_review(
            article,
            **form.cleaned_data,
            by=signed_in(request),
            now=timezone.now(),
            today=timezone.localdate(),
        )

    return _carried_out(request, pk, form, act, _("The review is noted."))


@require_POST
@staff_page(*WRITES)
def back(request: HttpRequest, pk: int) -> HttpResponse:
    form = BackForm(request.POST)

    def act(article: Article) -> None:
        why, by = form.cleaned_data["why"], signed_in(request)
        actions.send_back(article, why=why, by=by, now=timezone.now())

    return _carried_out(request, pk, form, act, _("It is a draft again."))


@require_POST
@staff_page(*PUBLISHES)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    form = PublishForm(request.POST)

    def act(article: Article) -> None:
        at, by = form.cleaned_data["at"], signed_in(request)
        actions.publish(article, by=by, now=timezone.now(), at=at)

    return _carried_out(request, pk, form, act, _("It is set to be on the site."))


@require_POST
@staff_page(*PUBLISHES)
def unpublish(request: HttpRequest, pk: int) -> HttpResponse:
    def act(article: Article) -> None:
        actions.unpublish(article, by=signed_in(request), now=timezone.now())

    return _carried_out(
        request, pk, forms.Form({}), act, _("It is taken off the site.")
    )


@require_POST
@staff_page(*WRITES)
def aside(request: HttpRequest, pk: int) -> HttpResponse:
    form = AsideForm(request.POST)

    def act(article: Article) -> None:
        actions.set_aside(
            article,
            form.cleaned_data["key"],
            reason=form.cleaned_data["reason"],
            by=signed_in(request),
            now=timezone.now(),
        )

    return _carried_out(request, pk, form, act, _("It may stand; your reason is kept."))


@require_POST
@staff_page(*WRITES)
def again(request: HttpRequest, pk: int) -> HttpResponse:
    form = KeyForm(request.POST)

    def act(article: Article) -> None:
        actions.take_back(article, form.cleaned_data["key"])

    return _carried_out(request, pk, form, act, _("It is shown again."))


@require_POST
@staff_page(*WRITES)
def restore(request: HttpRequest, pk: int, revision: int) -> HttpResponse:
    def act(article: Article) -> None:
        by = signed_in(request)
        actions.restore(article, revision, by=by, now=timezone.now())

    return _carried_out(
        request, pk, forms.Form({}), act, _("Its earlier words are back.")
    )


def workflow_urls() -> list[URLPattern]:
    named = {
        "ask": ask,
        "confirm": confirm,
        "outside": outside,
        "back": back,
        "publish": publish,
        "unpublish": unpublish,
        "aside": aside,
        "again": again,
    }
    return [
        *(
            path(f"<int:pk>/{name}/", view, name=f"education_article_{name}")
            for name, view in named.items()
        ),
        path(
            "<int:pk>/restore/<int:revision>/",
            restore,
            name="education_article_restore",
        ),
    ]
