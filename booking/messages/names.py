"""Names people typed, made safe for a header, a greeting or a calendar file."""

import re
from email.utils import parseaddr

from django.conf import settings

# Letters with what joins them: no dots or slashes that a mail program makes a link of.
FIRST_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-]){0,39}")


def one_line(text: str) -> str:
    """The text without control characters, line ends and doubled spaces."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def greeted(name: str) -> str:
    """The first name to greet; empty where what was typed looks like no name."""
    first = one_line(name).split(" ")[0]
    return first if FIRST_NAME.fullmatch(first) else ""


def address_of_sender() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
