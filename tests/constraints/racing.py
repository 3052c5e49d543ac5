"""Threads with a connection each, let loose at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import IntegrityError, OperationalError, connection, transaction


def race(act, runners=8):
    """How each of the runners fared: True where `act` was committed."""
    barrier = Barrier(runners)

    def run(number):
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            with transaction.atomic():
                act(number)
        except (IntegrityError, OperationalError) as error:
            return error
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(runners) as pool:
        return list(pool.map(run, range(runners)))
