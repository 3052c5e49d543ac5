import pytest
import time_machine

from booking.models import questionnaires
from tests.factories import NOW


@pytest.fixture(autouse=True)
def _monday_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def _nothing_parsed_before():
    """Row numbers come again from test to test, and a version is parsed once."""
    questionnaires._parsed.cache_clear()
