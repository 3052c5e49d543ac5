"""The twin of the site: no lock, no second look, and a pause before the insert.

What is left between two clients is the constraint; where that was taken away, too,
one evening is sold more than once. An experiment that does not see this proves nothing.
"""

import time

import django

django.setup()

from django.db import connections  # noqa: E402

from booking.actions import holding, steps  # noqa: E402
from clinic.wsgi import application  # noqa: E402

__all__ = ["application"]

PAUSE = 0.02  # seconds


def _no_lock(**_rows):
    """Everybody goes ahead."""


def _no_second_look(**_wanted):
    """What the page said a while ago is believed."""
    time.sleep(PAUSE)
    return True


holding.lock = _no_lock
steps.is_free = _no_second_look
options = connections.settings["default"].get("OPTIONS", {})
if "transaction_mode" in options:
    options["transaction_mode"] = "DEFERRED"
