"""When the morning after an evening is."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking.times.morning import morning_after

LONDON = ZoneInfo("Europe/London")
HOUR = timedelta(hours=1)


def asked(starts_at, waking=None):
    """When, on the clock of the clinic."""
    morning = morning_after(starts_at, starts_at + HOUR, waking, LONDON)
    return f"{morning.asks_at.astimezone(LONDON):%d %H:%M}"


@pytest.mark.parametrize(
    ("starts_at", "day"),
    [
        (datetime(2026, 12, 7, 19, 0, tzinfo=UTC), "08"),
        (datetime(2026, 12, 7, 23, 30, tzinfo=UTC), "08"),
        (datetime(2026, 12, 8, 0, 30, tzinfo=UTC), "08"),  # of Monday's hours
    ],
)
def test_an_evening_that_runs_past_midnight_has_the_same_morning(starts_at, day):
    assert asked(starts_at) == f"{day} 08:00"


@pytest.mark.parametrize(
    ("waking", "at"),
    [
        (time(6, 59), "07:00"),
        (time(7), "07:00"),
        (time(11, 15), "11:15"),
        (time(23), "19:00"),
    ],
)
def test_nobody_is_asked_before_seven_or_at_night(waking, at):
    assert asked(datetime(2026, 12, 7, 19, 0, tzinfo=UTC), waking) == f"08 {at}"


@pytest.mark.parametrize("evening", [(3, 28), (10, 24)])
def test_the_clock_of_the_clinic_rules_on_nights_it_changes(evening):
    starts_at = datetime(2026, *evening, 19, 0, tzinfo=UTC)

    assert asked(starts_at).endswith("08:00")


def test_it_opens_with_the_day_and_closes_with_it():
    starts_at = datetime(2026, 12, 7, 23, 30, tzinfo=UTC)

    morning = morning_after(starts_at, starts_at + HOUR, None, LONDON)

    assert morning.opens_at == starts_at + HOUR  # not before it is over
    assert morning.over_at == datetime(2026, 12, 8, 20, 0, tzinfo=UTC)
    assert morning.closes_at == datetime(2026, 12, 9, 0, 0, tzinfo=UTC)
