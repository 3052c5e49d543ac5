"""Headers every response carries, and a clear answer while the database is busy."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from booking.actions.problems import Busy
from clinic.security import PERMISSIONS_POLICY
from clinic.views import unavailable

GetResponse = Callable[[HttpRequest], HttpResponse]


class PrivateByDefault:
    """Mark every page `no-store` and `noindex` unless its view is `@public_page`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not getattr(response, "is_public", False):
            patch_cache_control(response, no_store=True, private=True)
            response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        return response


class BusyDatabase:
    """Answer 503 with Retry-After, not 500, when the database is busy or away."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if isinstance(exception, (OperationalError, Busy)):
            return unavailable(request)
        return None
