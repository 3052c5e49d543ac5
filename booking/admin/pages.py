"""Pages of our own among the admin's: who may open them, and how they are shown."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clinic.models import User

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


def show(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Render a page with all that the admin's own pages have around them."""
    context |= {**admin.site.each_context(request), "title": title}
    return render(request, f"admin/booking/{template}.html", context, status=status)
