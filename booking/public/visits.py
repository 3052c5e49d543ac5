"""Which appointments and places this browser may open: a cookie names their refs.

The browser that made a hold, or opened a mailed link, is remembered for two weeks.
To everyone else an appointment looks as if it did not exist.
"""

import re
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from booking.models import Appointment, WaitingRequest

COOKIE = f"{settings.COOKIE_PREFIX}visits"
SALT = "booking.visits"
REFS_KEPT = 10
KEPT_FOR = timedelta(days=14)
REF = re.compile(r"[0-9a-z]{1,12}")


def refs(request: HttpRequest) -> list[str]:
    """The refs this browser may open, the newest first."""
    kept = request.get_signed_cookie(COOKIE, "", salt=SALT, max_age=KEPT_FOR)
    return [ref for ref in (kept or "").split(".") if REF.fullmatch(ref)]


def knows(request: HttpRequest, ref: str) -> bool:
    return ref in refs(request)


def remember(response: HttpResponse, request: HttpRequest, ref: str) -> None:
    """Let this browser open `ref` from now on; the oldest of eleven is forgotten."""
    others = [other for other in refs(request) if other != ref]
    _set(response, [ref, *others][:REFS_KEPT])


def _set(response: HttpResponse, kept: list[str]) -> None:
    response.set_signed_cookie(
        COOKIE,
        ".".join(kept),
        salt=SALT,
        max_age=KEPT_FOR,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse, request: HttpRequest, ref: str) -> None:
    """From now on `ref` is somebody else's affair."""
    others = [other for other in refs(request) if other != ref]
    _set(response, others)


def get_own(request: HttpRequest, ref: str) -> Appointment:
    """This browser's appointment; a foreign one and none at all are the same 404.

    Whoever may open one date of a series may open the client's others.
    """
    known, of_series_with = refs(request), Appointment.objects.of_series_with
    if not REF.fullmatch(ref) or not (ref in known or of_series_with(known, ref)):
        raise Http404
    rows = Appointment.objects.select_related(
        "treatment", "therapist", "room", "client", "screening"
    )
    own = rows.filter(ref=ref).first()
    if own is None:
        raise Http404
    return own


def get_own_waiting(request: HttpRequest, ref: str) -> WaitingRequest:
    """This browser's place on the waiting list; a foreign one is 404, too."""
    if not knows(request, ref):
        raise Http404
    rows = WaitingRequest.objects.select_related("treatment", "client")
    own = rows.filter(ref=ref).first()
    if own is None:
        raise Http404
    return own
