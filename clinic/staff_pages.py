"""How the staff pages behave: in words, and read-only where the site writes itself."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar, cast

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from clinic.models import User

NUMBER = re.compile(r"[0-9]{1,18}")
View = Callable[..., HttpResponse]


def signed_in(request: HttpRequest) -> User:
    """Whose page it is; behind `staff_page` somebody always is."""
    return cast(User, request.user)


def staff_page(*permissions: str) -> Callable[[View], View]:
    """For staff who hold all of these; others sign in, or are told they may not."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not signed_in(request).has_perms(permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return admin.site.admin_view(wrapped)

    return decorate


class StaffAdmin(admin.ModelAdmin):
    """With our own style, and words in place of keys for who may only look."""

    # field -> what is shown in its place to who may not change it
    read_as: ClassVar[dict[str, str]] = {}

    class Media:
        css = {"all": ["booking/admin.css"]}

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What no database can look for shows the whole list."""
        if "%00" in request.META["QUERY_STRING"]:
            return redirect(request.path)
        try:
            return super().changelist_view(request, extra_context)
        except OverflowError:
            return redirect(request.path)

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Any], *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        """A row that no list ever showed selects nothing."""
        if not all(map(NUMBER.fullmatch, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            return redirect(request.get_full_path())
        return super().response_action(request, queryset, *args, **kwargs)

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

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
