"""Pages of our own among the admin's: who may open them, and how they are shown."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clinic.staff_pages import View, signed_in, staff_page

__all__ = ["View", "show", "signed_in", "staff_page"]


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
