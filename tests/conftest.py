"""What every test may ask for."""

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations

from booking.constraints.lifted import lifted
from booking.models import AccessRecord, questionnaires


@pytest.fixture(autouse=True)
def _nothing_parsed_before():
    """Row numbers come again from test to test, and a version is parsed once."""
    questionnaires._parsed.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_guards():
    """Emptying the tables between tests is the one thing an access record allows."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_lifted(operations, statements):
        with lifted(AccessRecord):
            flush(operations, statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_lifted)
        yield
