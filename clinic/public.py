"""`@public_page` and `@shared_page`: pages that anyone may keep and index."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

View = Callable[..., HttpResponse]


def absolute(path: str) -> str:
    """An address as others write it down: the site's own, whatever host asked."""
    return f"{settings.SITE_URL}{path}"


def is_public(request: HttpRequest) -> bool:
    """Whether the page asked for is one of those marked here."""
    match = request.resolver_match
    return bool(match and getattr(match.func, "is_public", False))


def public_page(view: View) -> View:
    """Let browsers keep the page if they ask again each time, and robots index it."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            response.is_public = True  # type: ignore[attr-defined]
            patch_cache_control(response, private=True, no_cache=True)
        return response

    wrapped.is_public = True  # type: ignore[attr-defined]
    return wrapped


def shared_page(view: View) -> View:
    """A public page that is the same for everyone, so any cache on the way may keep it.

    Each asks again before it shows the page, and hears 304 while nothing has changed.
    The view sets no cookie and reads none: no form, no message, nothing of a session.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            response.is_public = True  # type: ignore[attr-defined]
            patch_cache_control(response, public=True, no_cache=True)
        return response

    wrapped.is_public = True  # type: ignore[attr-defined]
    return wrapped
