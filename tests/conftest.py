"""What every test may ask for."""

import time

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

from booking.constraints import Frozen
from booking.constraints.lifted import lifted
from booking.models import questionnaires

LEAVES_WITHIN = 15  # seconds


@pytest.fixture(autouse=True)
def _nothing_parsed_before():
    """Row numbers come again from test to test, and a version is parsed once."""
    questionnaires._parsed.cache_clear()


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    """The tries to sign in are counted in the cache, and a test's clock may stand."""
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_guards():
    """Emptying the tables between tests is the one thing that may delete kept rows."""
    flush = BaseDatabaseOperations.execute_sql_flush
    kept = [model for model in apps.get_models() if _refuses_deletion(model)]

    def flush_lifted(operations, statements):
        with lifted(*kept):
            flush(operations, statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_lifted)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A connection left open would keep PostgreSQL from throwing the database away."""
    yield
    if connection.vendor != "postgresql":
        return
    with django_db_blocker.unblock():
        until = time.monotonic() + LEAVES_WITHIN
        while (left := _sessions_left()) and time.monotonic() < until:
            time.sleep(0.1)
    assert left == []


def _sessions_left():
    """What every other session on the database of the tests last did, and when."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state, query_start, query FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"
        )
        return cursor.fetchall()


def _refuses_deletion(model):
    guards = (c for c in model._meta.constraints if isinstance(c, Frozen))
    return any(guard.delete for guard in guards)
