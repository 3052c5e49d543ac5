import pytest
import time_machine

from tests.factories import NOW


@pytest.fixture(autouse=True)
def _monday_noon():
    with time_machine.travel(NOW, tick=False):
        yield
