"""`@public_page`: a page that anyone may keep and index."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """Let browsers keep the page if they ask again each time, and robots index it."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            response.is_public = True  # type: ignore[attr-defined]
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return wrapped
