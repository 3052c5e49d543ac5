from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking.times.quiet import after_the_night

LONDON = ZoneInfo("Europe/London")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2026-12-07T21:59:59", "2026-12-07T21:59:59"),
        ("2026-12-07T22:00:00", "2026-12-08T07:00:00"),
        ("2026-12-08T00:00:00", "2026-12-08T07:00:00"),
        ("2026-12-08T06:59:59", "2026-12-08T07:00:00"),
        ("2026-12-08T07:00:00", "2026-12-08T07:00:00"),
        # summer: the clinic is an hour ahead
        ("2026-07-06T20:59:59", "2026-07-06T20:59:59"),
        ("2026-07-06T21:00:00", "2026-07-07T06:00:00"),
        # the night the clocks go forward is an hour short, the other one longer
        ("2026-03-28T22:00:00", "2026-03-29T06:00:00"),
        ("2026-03-29T00:59:59", "2026-03-29T06:00:00"),
        ("2026-10-24T21:00:00", "2026-10-25T07:00:00"),
        ("2026-10-25T00:30:00", "2026-10-25T07:00:00"),
        ("2026-10-25T01:30:00", "2026-10-25T07:00:00"),
    ],
)
def test_the_night_is_waited_out_on_the_clinics_clock(moment, told):
    assert after_the_night(at(moment), LONDON) == at(told)


def test_no_moment_of_two_years_is_told_at_night_early_or_much_later():
    moment = at("2026-01-01T00:00:00")

    while moment < at("2028-01-01T00:00:00"):
        told = after_the_night(moment, LONDON)
        assert 7 <= told.astimezone(LONDON).hour < 22
        assert moment <= told <= moment + timedelta(hours=10)
        moment += timedelta(minutes=97)


@pytest.mark.parametrize(
    ("until", "waits"), [("06:30", False), ("07:00", False), ("07:01", True)]
)
def test_what_is_of_no_use_in_the_morning_is_told_at_night(until, waits):
    night, end = at("2026-12-08T03:00:00"), at(f"2026-12-08T{until}:00")

    told = after_the_night(night, LONDON, until=end)

    assert told == (at("2026-12-08T07:00:00") if waits else night)
