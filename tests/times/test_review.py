"""Reviews on weekdays from 9 to 17 in Berlin, four hours before the start at least."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.times import Span, deadline, earliest_start
from booking.times.clock import evening_span, local_date
from tests.times.given import (
    BERLIN,
    DAY,
    LORD_HOWE,
    NEW_YORK,
    SANTIAGO,
    at,
    clock,
    examples,
)

WEEKDAYS = [(weekday, time(9), time(17)) for weekday in range(5)]
MONDAY = date(2026, 12, 7)
FRIDAY, SATURDAY, SUNDAY = (MONDAY + number * DAY for number in (4, 5, 6))
NEXT_MONDAY, NEXT_TUESDAY = MONDAY + 7 * DAY, MONDAY + 8 * DAY
HOUR = timedelta(hours=1)
A_TALK, A_DOCTOR = 4 * HOUR, 24 * HOUR
MARGIN = 4 * HOUR


def question(*, now, hours=WEEKDAYS, closures=(), needed=A_TALK, zone=BERLIN):
    return {
        "hours": hours,
        "zone": zone,
        "closures": closures,
        "now": now,
        "needed": needed,
        "margin": MARGIN,
    }


def test_friday_night_for_sunday_has_no_deadline_but_a_first_start_on_monday():
    asked = question(now=at("21:15", FRIDAY))

    assert deadline(**asked, starts_at=at("18:00", SUNDAY)) is None
    assert earliest_start(**asked) == at("17:00", NEXT_MONDAY)


def test_late_at_night_for_tomorrow_evening_a_talk_is_possible_by_one():
    asked = question(now=at("22:40", MONDAY))
    tomorrow = at("19:00", MONDAY + DAY)

    assert deadline(**asked, starts_at=tomorrow) == at("13:00", MONDAY + DAY)
    assert earliest_start(**asked) == at("17:00", MONDAY + DAY)


def test_late_at_night_for_tomorrow_evening_a_doctors_yes_is_not_possible():
    """24 review hours are three of its days: until Thursday 17:00."""
    asked = question(now=at("22:40", MONDAY), needed=A_DOCTOR)

    assert deadline(**asked, starts_at=at("19:00", MONDAY + DAY)) is None
    assert earliest_start(**asked) == at("21:00", MONDAY + 3 * DAY)


def test_on_friday_night_tomorrow_is_no_review_day():
    asked = question(now=at("22:40", FRIDAY))

    assert deadline(**asked, starts_at=at("19:00", SATURDAY)) is None


@pytest.mark.parametrize(
    ("now", "by"),
    [
        (at("07:00", MONDAY), at("13:00", MONDAY)),
        (at("09:00", MONDAY), at("13:00", MONDAY)),
        (at("10:20", MONDAY), at("14:20", MONDAY)),
        (at("13:00", MONDAY), at("17:00", MONDAY)),
        (at("13:01", MONDAY), at("09:01", MONDAY + DAY)),
        (at("17:00", MONDAY), at("13:00", MONDAY + DAY)),
        (at("15:00", FRIDAY), at("11:00", NEXT_MONDAY)),
    ],
)
def test_only_review_hours_count_and_their_closing_moment_is_one_of_them(now, by):
    found = deadline(**question(now=now), starts_at=at("20:00", NEXT_TUESDAY))

    assert found == by


@pytest.mark.parametrize(
    ("starts", "possible"), [("17:00", True), ("16:59", False), ("21:00", True)]
)
def test_the_margin_before_the_start_is_kept_to_the_minute(starts, possible):
    found = deadline(**question(now=at("08:00", MONDAY)), starts_at=at(starts, MONDAY))

    assert (found == at("13:00", MONDAY)) is possible
    assert (found is None) is not possible


def test_the_first_start_offered_is_itself_possible_and_none_before_it():
    asked = question(now=at("21:15", FRIDAY), needed=A_DOCTOR)

    first = earliest_start(**asked)

    assert deadline(**asked, starts_at=first) == first - MARGIN
    assert deadline(**asked, starts_at=first - timedelta.resolution) is None


def test_a_closure_is_no_review_time():
    shut = [Span(at("10:00", MONDAY), at("12:00", MONDAY))]
    away = [Span(at("00:00", MONDAY), at("00:00", SATURDAY))]

    asked = question(now=at("08:00", MONDAY), closures=shut)
    on_holiday = question(now=at("08:00", MONDAY), closures=away)

    assert earliest_start(**asked) == at("15:00", MONDAY) + MARGIN
    assert earliest_start(**on_holiday) == at("13:00", NEXT_MONDAY) + MARGIN


def test_closures_may_overlap_and_come_in_any_order():
    shut = [
        (at("14:00", MONDAY), at("15:00", MONDAY)),
        (at("09:30", MONDAY), at("11:00", MONDAY)),
        (at("10:00", MONDAY), at("12:00", MONDAY)),
    ]

    asked = question(now=at("08:00", MONDAY), closures=shut)

    assert earliest_start(**asked) == at("16:30", MONDAY) + MARGIN


def test_review_hours_may_run_past_midnight():
    night = [(0, time(22), time(2))]

    asked = question(now=at("23:00", MONDAY), hours=night, needed=2 * HOUR)
    after_midnight = question(
        now=at("00:30", MONDAY + DAY), hours=night, needed=1 * HOUR
    )

    assert earliest_start(**asked) == at("01:00", MONDAY + DAY) + MARGIN
    assert earliest_start(**after_midnight) == at("01:30", MONDAY + DAY) + MARGIN


@pytest.mark.parametrize(
    "rows",
    [
        [("09:00", "12:00"), ("10:00", "11:00"), ("11:00", "14:00")],
        [("09:00", "14:00"), ("10:00", "11:00")],
    ],
)
def test_review_hours_that_overlap_count_once(rows):
    doubled = [(0, clock(opens), clock(closes)) for opens, closes in rows]

    asked = question(now=at("08:00", MONDAY), hours=doubled)

    assert earliest_start(**asked) == at("13:00", MONDAY) + MARGIN


def test_a_night_that_runs_into_the_next_mornings_hours_counts_once():
    """A closure cuts the night in two; its second half is still laid to the morning."""
    rows = [(0, time(22), time(6)), (1, time(4), time(8))]
    shut = [(at("23:00", MONDAY), at("05:00", MONDAY + DAY))]

    asked = question(now=at("22:00", MONDAY), hours=rows, closures=shut)

    assert earliest_start(**asked) == at("08:00", MONDAY + DAY) + MARGIN


@pytest.mark.parametrize(
    ("night", "by"),
    [(date(2027, 3, 28), "04:00"), (date(2027, 10, 31), "02:00")],
)
def test_review_time_is_time_that_passes(night, by):
    every_night = [(weekday, time(23), time(6)) for weekday in range(7)]

    asked = question(now=at("12:00", night - DAY), hours=every_night, needed=4 * HOUR)

    fold = 1 if by == "02:00" else 0
    assert earliest_start(**asked) == at(by, night, fold=fold) + MARGIN


def test_without_review_hours_there_is_neither_deadline_nor_start():
    asked = question(now=at("08:00", MONDAY), hours=[])

    assert deadline(**asked, starts_at=at("20:00", NEXT_MONDAY)) is None
    assert earliest_start(**asked) is None


def clocks():
    return st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))


def minutes(least, most):
    return st.integers(least, most).map(lambda number: timedelta(minutes=number))


@st.composite
def questions(draw):
    zone: ZoneInfo = draw(st.sampled_from([BERLIN, NEW_YORK, LORD_HOWE, SANTIAGO]))
    anchors = [
        date(2026, 12, 7),
        date(2027, 3, 27),
        date(2027, 4, 3),
        date(2027, 10, 2),
    ]
    now = at("00:00", draw(st.sampled_from(anchors)), zone=zone) + draw(
        minutes(0, 7 * 24 * 60)
    )
    closures = draw(
        st.lists(
            st.tuples(minutes(-600, 6000), minutes(1, 3000)).map(
                lambda shut: (now + shut[0], now + shut[0] + shut[1])
            ),
            max_size=3,
        )
    )
    hours = draw(st.lists(st.tuples(st.integers(0, 6), clocks(), clocks()), max_size=6))
    needed = draw(minutes(1, 30 * 60))
    return question(
        now=now, hours=hours, closures=closures, needed=needed, zone=zone
    ) | {"starts_at": now + draw(minutes(0, 21 * 24 * 60))}


def is_review_time(moment: datetime, asked):
    """Whether somebody reviews just before this moment."""
    day = local_date(moment, asked["zone"])
    spans = [
        evening_span(evening, opens, closes, asked["zone"])
        for evening in (day - DAY, day)
        for weekday, opens, closes in asked["hours"]
        if weekday == evening.weekday()
    ]
    opened = any(span and span[0] < moment <= span[1] for span in spans)
    return opened and not any(a < moment <= b for a, b in asked["closures"])


@examples(100)
@given(questions())
def test_no_deadline_is_outside_review_hours_or_too_close_to_the_start(asked):
    found = deadline(**asked)
    first = earliest_start(**{k: v for k, v in asked.items() if k != "starts_at"})

    if found is None:
        assert first is None or first > asked["starts_at"]
    else:
        assert is_review_time(found, asked)
        assert asked["now"] + asked["needed"] <= found
        assert found + MARGIN == first <= asked["starts_at"]


@examples(100)
@given(questions())
def test_exactly_the_needed_review_time_passes_until_the_deadline(asked):
    """Counted minute by minute, as far as the deadline is."""
    found = deadline(**asked)
    if found is None:
        return

    minute = timedelta(minutes=1)
    passed = sum(
        is_review_time(asked["now"] + number * minute, asked)
        for number in range(1, (found - asked["now"]) // minute + 1)
    )

    assert passed * minute == asked["needed"]
