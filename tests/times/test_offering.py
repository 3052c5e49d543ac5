"""How long a freed time is kept for an answer."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking.times.offering import answer_until

LONDON = ZoneInfo("Europe/London")
TWO_HOURS = timedelta(hours=2)


def moment(text):
    """A winter moment of December 2026, where London is on UTC."""
    return datetime.strptime(f"2026-12-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "starts_at", "until"),
    [
        ("07 12:00", "12 19:00", "08 12:00"),  # a day, more than three days before
        ("07 12:00", "10 12:00", "07 16:00"),  # four hours, three days before
        ("07 12:00", "08 12:01", "07 16:00"),
        ("07 12:00", "08 12:00", "07 13:00"),  # an hour, a day before
        ("07 12:00", "07 18:00", "07 12:30"),  # half an hour, six hours before
        ("07 12:00", "07 14:20", "07 12:20"),  # never into the lead time
        ("07 12:00", "07 14:10", None),  # too little to answer in
        ("07 20:00", "09 19:00", "08 09:00"),  # not in the night, nor at breakfast
        ("07 21:40", "08 19:00", "08 09:00"),
        ("08 07:00", "08 10:00", "08 08:00"),  # but for what starts early
        ("07 22:00", "12 19:00", None),  # nobody is asked in the night
        ("08 06:59", "12 19:00", None),
    ],
)
def test_an_offer_is_kept_as_long_as_its_start_allows(now, starts_at, until):
    found = answer_until(
        moment(starts_at), now=moment(now), zone=LONDON, lead_time=TWO_HOURS
    )

    assert found == (moment(until) if until else None)


def test_the_night_is_that_of_the_clinics_clock():
    summer = datetime(2026, 7, 6, 20, 59, tzinfo=UTC)  # 21:59 in London
    later = summer + timedelta(minutes=1)
    starts_at = datetime(2026, 7, 7, 18, 0, tzinfo=UTC)
    rules = {"zone": LONDON, "lead_time": TWO_HOURS}

    assert answer_until(starts_at, now=summer, **rules) == datetime(
        2026, 7, 7, 8, 0, tzinfo=UTC
    )
    assert answer_until(starts_at, now=later, **rules) is None
