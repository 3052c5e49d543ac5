"""Review time between two moments; reviews on weekdays from 9 to 17 in Berlin."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.times import moment_after, time_left
from tests.times.given import BERLIN, DAY, at, examples

WEEKDAYS = [(weekday, time(9), time(17)) for weekday in range(5)]
MONDAY = date(2026, 12, 7)
FRIDAY, NEXT_MONDAY = MONDAY + 4 * DAY, MONDAY + 7 * DAY
HOUR = timedelta(hours=1)


def left(now, until, **more):
    rules = {"hours": WEEKDAYS, "zone": BERLIN, "closures": ()} | more
    return time_left(now=now, until=until, **rules)


@pytest.mark.parametrize(
    ("now", "until", "hours"),
    [
        (at("10:00", MONDAY), at("12:30", MONDAY), 2.5),
        (at("16:00", FRIDAY), at("10:00", NEXT_MONDAY), 2),
        (at("22:00", FRIDAY), at("09:00", NEXT_MONDAY), 0),
        (at("07:00", MONDAY), at("17:00", MONDAY), 8),
        (at("12:00", MONDAY), at("12:00", MONDAY), 0),
        (at("12:00", MONDAY), at("11:00", MONDAY), 0),
    ],
    ids=["inside", "over a weekend", "none", "a whole day", "now", "too late"],
)
def test_only_review_hours_count(now, until, hours):
    assert left(now, until) == hours * HOUR


def test_a_closure_counts_for_nothing():
    shut = [(at("11:00", MONDAY), at("13:00", MONDAY))]

    assert left(at("10:00", MONDAY), at("14:00", MONDAY), closures=shut) == 2 * HOUR


def test_where_nobody_reviews_there_is_no_time_and_no_moment():
    now = at("10:00", MONDAY)

    assert left(now, now + 30 * DAY, hours=[]) == timedelta(0)
    asked = {"hours": [], "zone": BERLIN, "closures": (), "now": now}
    assert moment_after(needed=HOUR, **asked) is None


@examples(60)
@given(
    minutes=st.integers(0, 14 * 24 * 60),
    needed=st.integers(1, 40 * 60).map(lambda n: timedelta(minutes=n)),
)
def test_until_the_moment_after_so_much_exactly_so_much_is_left(minutes, needed):
    now = at("00:00", MONDAY) + timedelta(minutes=minutes)
    rules = {"hours": WEEKDAYS, "zone": BERLIN, "closures": ()}

    moment = moment_after(now=now, needed=needed, **rules)

    assert time_left(now=now, until=moment, **rules) == needed
