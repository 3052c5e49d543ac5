"""The versions: a list, each one to read, and the pages a draft is changed on."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from booking.actions.publishing import MAY_PUBLISH
from booking.admin.pages import show, signed_in
from booking.admin.questionnaires import editing, publishing, trying, wording
from booking.admin.questionnaires.overview import Overview
from booking.admin.questionnaires.versions import MAY_EDIT, around
from booking.models import Questionnaire
from clinic.staff_pages import ReadOnlyAdmin

PAGES: dict[str, tuple[str, Any]] = {
    "draft/": ("draft", publishing.new_draft),
    "<int:pk>/texts/": ("head", wording.head),
    "<int:pk>/words/": ("words", wording.words),
    "<int:pk>/list/<slug:section>/": ("section", wording.section),
    "<int:pk>/list/<slug:section>/add/": ("add", editing.add_to_section),
    "<int:pk>/question/<slug:key>/": ("question", editing.question),
    "<int:pk>/question/<slug:key>/move/": ("move", editing.move),
    "<int:pk>/question/<slug:key>/remove/": ("remove", editing.remove),
    "<int:pk>/question/<slug:key>/<slug:choice>/more/": (
        "follow_up",
        editing.add_follow_up,
    ),
    "<int:pk>/try/": ("try", trying.try_out),
    "<int:pk>/changes/": ("changes", publishing.changes),
    "<int:pk>/publish/": ("publish", publishing.publish_version),
}


@admin.register(Questionnaire)
class QuestionnaireAdmin(ReadOnlyAdmin):
    delete_confirmation_template = "admin/booking/delete.html"
    change_list_template = "admin/booking/questionnaire/versions.html"
    list_display = (
        "__str__",
        "status",
        "published_at",
        "approver_name",
        "retired_at",
    )
    list_filter = ("status",)
    ordering = ("-number",)

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(route, view, name=f"booking_questionnaire_{name}")
            for route, (name, view) in PAGES.items()
        ]
        return [*own, *super().get_urls()]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A draft can be thrown away; what clients have answered never."""
        allowed = admin.ModelAdmin.has_delete_permission(self, request, obj)
        return allowed and obj is not None and obj.status == obj.Status.DRAFT

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        may_add = signed_in(request).has_perm("booking.add_questionnaire")
        context = {"may_add": may_add} | (extra_context or {})
        return super().changelist_view(request, context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The version to read; a draft with its links to change it."""
        version = self.get_object(request, object_id)
        if version is None:
            raise Http404
        if request.method == "POST" or not self.has_view_permission(request, version):
            raise PermissionDenied
        user = signed_in(request)
        is_draft = version.status == Questionnaire.Status.DRAFT
        return show(
            request,
            "questionnaire/overview",
            title=str(version),
            sections=Overview(version.document).sections(),
            editable=is_draft and user.has_perm(MAY_EDIT),
            publishable=is_draft and user.has_perm(MAY_PUBLISH),
            deletable=self.has_delete_permission(request, version),
            **around(request, version),
        )
