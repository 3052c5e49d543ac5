"""Reminders, whatever the worker and the clocks do; by hand with `scheduler`."""

from datetime import date, timedelta

import pytest

from booking.messages import delivery
from tests.experiments.days import Days

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 24


@pytest.mark.parametrize("first", [date(2026, 3, 27), date(2026, 10, 23)])
def test_each_client_is_reminded_once_in_time_and_of_what_stands(first):
    found = Days(first, appointments=MANY).pass_by()

    assert found.is_right, found
    assert found.cancelled
    assert found.moved
    assert found.told > MANY / 3


def test_without_a_last_look_a_reminder_would_come_too_late(monkeypatch):
    """The twin: should none be late here, the test above would prove nothing."""
    monkeypatch.setattr(delivery, "holds", lambda *_said: True)

    days = Days(date(2026, 10, 23), appointments=MANY, step=timedelta(hours=6))
    found = days.pass_by()

    assert found.late > 0
