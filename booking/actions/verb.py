"""`@verb`: the one durable transaction every change of an appointment runs in."""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, transaction

from booking.actions.problems import Busy, SlotTaken
from booking.constraints import violated

P = ParamSpec("P")
R = TypeVar("R")

TRIES = 3
OVERLAPS = ("appointment_therapist_free", "appointment_room_free", "appointment_key")
# Deadlock, serialization failure, lock not available.
RETRIED_ON_POSTGRESQL = ("40P01", "40001", "55P03")


def _worth_retrying(error: OperationalError) -> bool:
    state = getattr(error.__cause__, "sqlstate", None)
    return state in RETRIED_ON_POSTGRESQL or "locked" in str(error)


def verb(function: Callable[P, R]) -> Callable[P, R]:
    """Run in one durable transaction; retry a busy database, name a lost slot.

    Raises SlotTaken where the database refuses an overlap, and Busy after three tries.
    """

    @wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        for attempt in range(1, TRIES + 1):
            try:
                with transaction.atomic(durable=True):
                    return function(*args, **kwargs)
            except IntegrityError as error:
                if violated(error) in OVERLAPS:
                    raise SlotTaken from error
                raise
            except OperationalError as error:
                if not _worth_retrying(error):
                    raise
                if attempt == TRIES:
                    raise Busy from error
                time.sleep(random.uniform(0.02, 0.2))  # noqa: S311
        raise AssertionError("unreachable")

    return wrapped
