"""Keys that chance made, or the site does not start."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from booking.fields import check_field_keys

SHORTEST = 50  # characters
FEWEST = 16  # different ones
HINT = "`python -m clinic.env secret` makes one."


@register(Tags.security)
def check_secret_key(**_kwargs: Any) -> list[CheckMessage]:
    """SECRET_KEY is long, of many characters, and no sentence or sample."""
    key = settings.SECRET_KEY
    short = len(key) < SHORTEST or len(set(key)) < FEWEST
    if short or " " in key or key.startswith("django-insecure-"):
        text = "SECRET_KEY is short, was made up, or is one of a test."
        return [Error(text, hint=HINT, id="clinic.E002")]
    return []


def refuse_unsafe_keys() -> None:
    """For servers, which run no checks: end before the first request is answered."""
    faults = [*check_field_keys(), *check_secret_key()]
    said = [
        f"{fault.msg} {fault.hint or ''}" for fault in faults if not fault.is_silenced()
    ]
    if said:
        raise ImproperlyConfigured("\n".join(said))
