"""Readers' words: approved or refused, many at once."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clinic.staff_pages import ReadOnlyAdmin
from education.actions import decide
from education.models import Comment


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    """Nobody writes here for a reader, or changes what one wrote."""

    list_display = ("written_at", "name", "text", "article", "state")
    list_filter = ("state",)
    list_select_related = ("article",)
    search_fields = ("name", "text")
    ordering = ("-written_at",)
    actions = ("approve", "refuse")
    fields = ("article", "name", "email", "text", "written_at", "state")

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("education.change_comment")

    @admin.action(description=_("Show on the site"), permissions=["decide"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._told(request, decide(queryset, Comment.State.APPROVED))

    @admin.action(description=_("Do not show"), permissions=["decide"])
    def refuse(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._told(request, decide(queryset, Comment.State.REFUSED))

    def _told(self, request: HttpRequest, count: int) -> None:
        said = ngettext(
            "%(n)s reply decided; its e-mail is erased.",
            "%(n)s replies decided; their e-mails are erased.",
            count,
        )
        messages.success(request, said % {"n": count})
