"""A day before the start, and never in the night."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking.times import day_before

LONDON, LORD_HOWE = ZoneInfo("Europe/London"), ZoneInfo("Australia/Lord_Howe")


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-12-08 19:00", "2026-12-07 19:00"),
        ("2026-12-08 21:59", "2026-12-07 21:59"),
        ("2026-12-08 22:00", "2026-12-07 21:00"),
        ("2026-12-09 00:30", "2026-12-07 21:00"),
        ("2026-12-08 06:59", "2026-12-06 21:00"),
        ("2026-12-08 07:00", "2026-12-07 07:00"),
        # On 28 March at 01:00 it is 02:00, on 25 October at 02:00 it is 01:00.
        ("2027-03-28 19:00", "2027-03-27 18:00"),
        ("2026-10-25 19:00", "2026-10-24 20:00"),
        ("2026-10-25 21:30", "2026-10-24 21:00"),
    ],
)
def test_it_is_told_by_day_a_day_before(start, due):
    starts_at = datetime.fromisoformat(start).replace(tzinfo=LONDON).astimezone(UTC)

    moment = day_before(starts_at, LONDON)

    assert f"{moment.astimezone(LONDON):%Y-%m-%d %H:%M}" == due


@pytest.mark.parametrize("zone", [LONDON, LORD_HOWE])
def test_through_every_night_of_a_year_there_is_a_day_to_answer(zone):
    start = datetime(2027, 1, 1, tzinfo=UTC)
    starts = (start + timedelta(minutes=305) * n for n in range(1800))

    for starts_at in starts:
        before = starts_at - day_before(starts_at, zone)
        wall = day_before(starts_at, zone).astimezone(zone)

        assert timedelta(hours=24) <= before < timedelta(hours=36)
        assert 7 <= wall.hour < 22
