"""Verbs called by several threads at the same moment, each on its own connection."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from booking.actions.problems import Refused

RUNNERS = 8


def at_once(*calls):
    """What each call returned, or the refusal it raised, in their order."""
    gate = Barrier(len(calls))

    def run(call):
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            return call()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def refusals(ends):
    return [type(end).__name__ for end in ends if isinstance(end, Refused)]


def done(ends):
    return [end for end in ends if not isinstance(end, Refused)]
