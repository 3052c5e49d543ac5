"""Rows that staff may read here and change nowhere, or only by other pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


class KeptAdmin(admin.ModelAdmin):
    """Rows others point at: switched off instead of deleted, one by one."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyAdmin(KeptAdmin):
    """Rows that the site writes itself."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A year beyond any calendar shows the whole list."""
        try:
            return super().changelist_view(request, extra_context)
        except OverflowError:
            return redirect(request.path)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
