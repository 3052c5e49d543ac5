"""The random key of a form that holds a time, bound to the browser it was made for.

One key makes one appointment however often it is sent. It is signed with the browser's
CSRF secret, so that a key copied into another browser opens nothing there.
"""

import re
import uuid

from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest
from django.middleware.csrf import get_token

KEY = re.compile(r"[0-9a-f]{32}:[\w-]{43}", re.ASCII)


def new_key(request: HttpRequest) -> str:
    return _signer(request).sign(uuid.uuid4().hex)


def read_key(request: HttpRequest, text: str) -> uuid.UUID:
    """The key of a form this browser was given; any other raises Http404."""
    if not KEY.fullmatch(text):
        raise Http404
    try:
        return uuid.UUID(_signer(request).unsign(text))
    except BadSignature as foreign:
        raise Http404 from foreign


def key_without_form(request: HttpRequest, what: str) -> uuid.UUID:
    """For a press that brings no key: the same one for the same browser and press."""
    return uuid.uuid5(uuid.NAMESPACE_URL, _signer(request).signature(what))


def _signer(request: HttpRequest) -> Signer:
    get_token(request)  # makes the secret where the browser has none yet
    return Signer(salt=f"booking.key.{request.META['CSRF_COOKIE']}")
