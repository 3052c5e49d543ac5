"""Hours of every second week: what they open, and which of them meet."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.models import OpeningHours
from booking.times import by_evening
from booking.times.clock import weekly_spans
from booking.times.standing import is_met
from tests.times.given import (
    DAY,
    MONDAY,
    at,
    change,
    examples,
    hours,
    offered,
    rules,
    walls,
)

WEEK = 7 * DAY


@pytest.mark.parametrize(
    ("first", "weeks"),
    [(MONDAY, [0, 2, 4]), (MONDAY - DAY, [1, 3]), (MONDAY + DAY, [2, 4])],
)
def test_only_every_second_week_is_offered(first, weeks):
    second = [hours(valid_from=first, every_second_week=True)]

    slots = offered(hours=second, until=MONDAY + 5 * WEEK)

    assert list(by_evening(slots)) == [MONDAY + week * WEEK for week in weeks]


@pytest.mark.parametrize("since", [MONDAY + number * DAY for number in range(8)])
def test_the_days_asked_for_do_not_shift_the_weeks(since):
    second = [hours(weekday=1, valid_from=MONDAY, every_second_week=True)]

    slots = offered(hours=second, since=since, until=MONDAY + 4 * WEEK)

    expected = [MONDAY + DAY, MONDAY + 2 * WEEK + DAY]
    assert list(by_evening(slots)) == [day for day in expected if day >= since]


def test_alternate_weeks_take_turns():
    even = hours("18:00", "19:00", valid_from=MONDAY, every_second_week=True)
    odd = hours("20:00", "21:00", valid_from=MONDAY + WEEK, every_second_week=True)

    slots = offered(hours=[even, odd], until=MONDAY + 4 * WEEK)

    assert walls(slots) == ["18:00", "20:00", "18:00", "20:00"]


@pytest.mark.parametrize(
    ("night", "starts"),
    [
        (date(2027, 3, 27), ["01:00", "01:30", "03:00"]),
        (date(2027, 10, 30), ["01:00", "01:30", "02:00", "02:30", "02:00", "02:30"]),
    ],
    ids=["forward", "back"],
)
def test_the_night_the_clocks_change_keeps_its_turn(night, starts):
    """Saturday's hours run from 01:00 past the change at 02:00 or 03:00 to 04:00."""
    second = hours(
        "23:00", "04:00", weekday=5, valid_from=night - 2 * WEEK, every_second_week=True
    )
    away = change("time_off", at("23:00", night), at("01:00", night + DAY), therapist=1)

    slots = offered(
        hours=[second],
        changes=[away],
        rules=rules(now=at("12:00", night - DAY)),
        since=night - DAY,
        until=night + 3 * WEEK,
    )

    evenings = by_evening(slots)
    assert list(evenings) == [night, night + 2 * WEEK]
    assert walls(evenings[night])[: len(starts)] == starts


def row(weekday, opens, closes, **fields):
    return OpeningHours(
        weekday=weekday,
        opens=time.fromisoformat(opens),
        closes=time.fromisoformat(closes),
        **fields,
    )


def second(weekday, opens, closes, *, first):
    return row(weekday, opens, closes, valid_from=first, every_second_week=True)


SUNDAY = MONDAY + 6 * DAY


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (
            second(0, "16:00", "20:00", first=MONDAY),
            second(0, "16:00", "20:00", first=MONDAY + WEEK),
            False,
        ),
        (
            second(0, "16:00", "20:00", first=MONDAY),
            second(0, "19:00", "21:00", first=SUNDAY + 2 * WEEK),
            True,
        ),
        (
            second(0, "16:00", "20:00", first=MONDAY + 2 * WEEK),
            row(0, "19:00", "21:00"),
            True,
        ),
        (
            second(6, "22:00", "02:00", first=MONDAY),
            second(0, "01:00", "03:00", first=MONDAY + WEEK),
            True,
        ),
        (
            second(6, "22:00", "02:00", first=MONDAY),
            second(0, "01:00", "03:00", first=MONDAY + 2 * WEEK),
            False,
        ),
        (
            second(6, "22:00", "02:00", first=MONDAY),
            row(0, "01:00", "03:00"),
            True,
        ),
    ],
    ids=[
        "alternate weeks",
        "the same weeks",
        "every week and every second",
        "a night into the other's week",
        "a night into neither's week",
        "a night into every week",
    ],
)
def test_rows_overlap_only_where_their_weeks_do(one, other, overlap):
    assert one.overlaps(other) is overlap
    assert other.overlaps(one) is overlap


ROWS = st.builds(
    lambda weekday, opens, closes, first, every_second_week: OpeningHours(
        weekday=weekday,
        opens=time(opens),
        closes=time(closes),
        valid_from=MONDAY + first * DAY,
        every_second_week=every_second_week,
    ),
    st.sampled_from([0, 1, 5, 6]),
    st.integers(0, 23),
    st.integers(0, 23),
    st.integers(-20, 20),
    st.booleans(),
)


def spans(row):
    """Ten weeks of it, from when all of them hold; without a zone nothing shifts."""
    found = weekly_spans(
        weekday=row.weekday,
        opens=row.opens,
        closes=row.closes,
        zone=ZoneInfo("UTC"),
        since=MONDAY + 4 * WEEK,
        until=MONDAY + 14 * WEEK,
        valid_from=row.valid_from,
        every_second_week=row.every_second_week,
    )
    return [span for _day, span in found]


@examples(200)
@given(ROWS, ROWS)
def test_rows_overlap_where_the_evenings_they_open_do(one, other):
    shared = any(is_met(span, spans(other)) for span in spans(one))

    assert one.overlaps(other) is shared
