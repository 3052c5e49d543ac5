import pytest
import time_machine

from tests.factories import NOW


@pytest.fixture
def monday_noon():
    """The clock of the site stands at NOW: Monday 7 December 2026, 12:00 in London."""
    with time_machine.travel(NOW, tick=False):
        yield NOW
