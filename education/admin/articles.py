"""Articles: written here, then read by somebody else, then put on the site."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from clinic.staff_pages import StaffAdmin, signed_in, staff_page
from education import actions
from education.admin.beside import beside
from education.admin.editor import EditorPolicy
from education.admin.form import ArticleForm
from education.admin.history import revisions
from education.admin.workflow import workflow_urls
from education.models import Article
from education.models.article import ArticleQuerySet
from education.shown import reading_of


class ReviewFilter(admin.SimpleListFilter):
    title = gettext_lazy("health review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("due", _("due again")), ("mine", _("asked of me"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        articles = cast(ArticleQuerySet, queryset)
        if self.value() == "due":
            return articles.review_due(timezone.localdate())
        if self.value() == "mine":
            return articles.asked_of(signed_in(request))
        return articles


@admin.register(Article)
class ArticleAdmin(EditorPolicy, StaffAdmin):
    form = ArticleForm
    change_form_template = "admin/education/article/change_form.html"
    list_display = ("title", "topic", "status", "publish_at", "reviewer", "review_due")
    list_filter = ("status", ReviewFilter, "topic")
    list_select_related = ("topic",)
    search_fields = ("title", "summary", "plain")
    prepopulated_fields = {"slug": ("title",)}
    actions = None
    fieldsets = (
        (None, {"fields": ("title", "slug", "summary", "topic", "author", "seen")}),
        (gettext_lazy("Text"), {"fields": ("body",)}),
        (
            gettext_lazy("At the top"),
            {"fields": ("lead", "drawing", "drawing_alt")},
        ),
        (
            gettext_lazy("Goes with it"),
            {"fields": ("treatments", "screening_items", "related")},
        ),
    )

    class Media:
        css = {"all": ["education/editor.css"]}

    def get_urls(self) -> list[URLPattern]:
        preview = path(
            "<int:pk>/preview/", article_preview, name="education_article_preview"
        )
        return [*workflow_urls(), preview, *super().get_urls()]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"author": signed_in(request).name}

    def view_on_site(self, obj: Article) -> str | None:
        """Only what is there to see; the rest has its preview."""
        seen = Article.objects.published(timezone.now()).filter(pk=obj.pk).exists()
        return obj.get_absolute_url() if seen else None

    def save_model(
        self, request: HttpRequest, obj: Article, form: Form, change: bool
    ) -> None:
        actions.keep(obj, by=signed_in(request), now=timezone.now())

    def response_post_save_add(
        self, request: HttpRequest, obj: Any
    ) -> HttpResponseRedirect:
        """Back to the form, where the findings stand."""
        return redirect("admin:education_article_change", obj.pk)

    def response_post_save_change(
        self, request: HttpRequest, obj: Any
    ) -> HttpResponseRedirect:
        return self.response_post_save_add(request, obj)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        article = context.get("original")
        if article and self.has_change_permission(request, article):
            context |= beside(article, signed_in(request), timezone.now())
        return super().render_change_form(request, context, *args, **kwargs)

    def history_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Its revisions, with what each changed, in place of Django's log."""
        article = get_object_or_404(Article, pk=object_id)
        if not self.has_view_or_change_permission(request, article):
            return super().history_view(request, object_id, extra_context)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Revisions: %(title)s") % {"title": article.title},
            "article": article,
            "revisions": revisions(article),
            "may_restore": self.has_change_permission(request, article),
        }
        return render(request, "admin/education/article/history.html", context)


@require_safe
@staff_page("education.view_article")
def article_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The page as it will be, for staff."""
    rows = Article.objects.select_related("topic", "lead")
    context = reading_of(get_object_or_404(rows, pk=pk)) | {"is_preview": True}
    return render(request, "education/article_detail.html", context)
