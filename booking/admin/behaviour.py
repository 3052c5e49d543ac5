"""How the staff pages behave: in words, and read-only where the site writes itself."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


class StaffAdmin(admin.ModelAdmin):
    """With our own style, and words in place of keys for who may only look."""

    # field -> what is shown in its place to who may not change it
    read_as: ClassVar[dict[str, str]] = {}

    class Media:
        css = {"all": ["booking/admin.css"]}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets: Any = super().get_fieldsets(request, obj)
        if not self.read_as or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (name, {**about, "fields": self._read_as(about["fields"])})
            for name, about in fieldsets
        ]

    def _read_as(self, fields: Any) -> list[str]:
        return list(dict.fromkeys(self.read_as.get(name, name) for name in fields))


class KeptAdmin(StaffAdmin):
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
