from datetime import UTC, date, datetime, time, timedelta

import pytest

from booking.times.clock import (
    closing,
    evening_span,
    evenings_of,
    midnight,
    offsets,
    reach,
    weekly_spans,
)
from tests.times.given import (
    BEIRUT,
    BERLIN,
    DAY,
    LORD_HOWE,
    MONDAY,
    NEW_YORK,
    SANTIAGO,
    TUESDAY,
    at,
    clock,
)


def wall(moment, zone):
    return f"{moment.astimezone(zone):%d %H:%M %z}"


@pytest.mark.parametrize(
    ("zone", "day", "skipped", "shown"),
    [
        (BERLIN, date(2027, 3, 28), "02:30", "28 03:30 +0200"),
        (NEW_YORK, date(2027, 3, 14), "02:00", "14 03:00 -0400"),
        (LORD_HOWE, date(2027, 10, 3), "02:10", "03 02:40 +1100"),
        (SANTIAGO, date(2027, 9, 5), "00:45", "05 01:45 -0300"),
        (BEIRUT, date(2027, 3, 28), "00:30", "28 01:30 +0300"),
    ],
)
def test_an_opening_or_closing_time_inside_the_gap_moves_forward_by_it(
    zone, day, skipped, shown
):
    opens = evening_span(day, clock(skipped), time(9), zone).starts_at
    closes = evening_span(day - DAY, time(20), clock(skipped), zone).ends_at

    assert wall(opens, zone) == shown
    assert wall(closes, zone) == shown


@pytest.mark.parametrize(
    ("zone", "day", "repeated", "first", "second"),
    [
        (BERLIN, date(2027, 10, 31), "02:30", "31 02:30 +0200", "31 02:30 +0100"),
        (NEW_YORK, date(2027, 11, 7), "01:00", "07 01:00 -0400", "07 01:00 -0500"),
        (LORD_HOWE, date(2027, 4, 4), "01:45", "04 01:45 +1100", "04 01:45 +1030"),
        (SANTIAGO, date(2027, 4, 3), "23:30", "03 23:30 -0300", "03 23:30 -0400"),
        (BEIRUT, date(2027, 10, 30), "23:59", "30 23:59 +0300", "30 23:59 +0200"),
    ],
)
def test_hours_that_open_or_close_in_the_fold_cover_both(
    zone, day, repeated, first, second
):
    opens = evening_span(day, clock(repeated), time(23, 59, 59), zone).starts_at
    closes = evening_span(day, time(0, 30), clock(repeated), zone).ends_at

    assert wall(opens, zone) == first
    assert wall(closes, zone) == second


@pytest.mark.parametrize(
    ("day", "lasts"),
    [
        (date(2027, 3, 26), 8),
        (date(2027, 3, 27), 7),
        (date(2027, 10, 30), 9),
    ],
)
def test_a_night_lasts_the_time_that_really_passes(day, lasts):
    starts_at, ends_at = evening_span(day, time(22), time(6), BERLIN)

    assert ends_at - starts_at == timedelta(hours=lasts)


def test_hours_that_the_clocks_leave_nothing_of_are_no_hours():
    sunday = date(2027, 3, 28)

    assert evening_span(sunday, time(2, 30), time(3, 15), BERLIN) is None


@pytest.mark.parametrize(
    ("opens", "closes", "ends"),
    [
        ("18:00", "22:00", at("22:00")),
        ("18:00", "00:00", at("00:00", TUESDAY)),
        ("18:00", "02:00", at("02:00", TUESDAY)),
        ("18:00", "18:00", at("18:00", TUESDAY)),
    ],
)
def test_hours_that_close_at_or_before_they_open_run_past_midnight(opens, closes, ends):
    span = evening_span(MONDAY, clock(opens), clock(closes), BERLIN)

    assert span == (at("18:00"), ends)


def evenings(*, until=date(2026, 12, 21), weekday=0, **valid):
    spans = weekly_spans(
        weekday=weekday,
        opens=time(18),
        closes=time(22),
        zone=BERLIN,
        since=date(2026, 12, 1),
        until=until,
        **valid,
    )
    return [day.day for day, _span in spans]


def test_weekly_hours_recur_on_their_weekday_up_to_the_end_exclusive():
    assert evenings() == [7, 14]


def test_the_first_and_last_valid_dates_are_valid():
    assert evenings(valid_from=date(2026, 12, 7)) == [7, 14]
    assert evenings(valid_from=date(2026, 12, 8)) == [14]
    assert evenings(valid_until=date(2026, 12, 14)) == [7, 14]
    assert evenings(valid_until=date(2026, 12, 13)) == [7]


@pytest.mark.parametrize(
    ("first", "weekday", "days"),
    [
        (date(2026, 12, 7), 0, [7, 21]),
        (date(2026, 12, 8), 0, [21]),
        (date(2026, 12, 13), 0, [21]),
        (date(2026, 12, 14), 0, [14, 28]),
        (date(2026, 12, 9), 6, [13, 27]),
        (date(2026, 12, 13), 6, [13, 27]),
        (date(2026, 11, 29), 0, [7, 21]),
        (date(2026, 11, 30), 0, [14, 28]),
        (date(1987, 6, 3), 0, [7, 21]),
        (date(2027, 1, 1), 0, []),
    ],
    ids=str,
)
def test_every_second_week_counts_from_the_week_of_the_first_day(first, weekday, days):
    """Weeks run from Monday to Sunday: 3 June 1987 lies in the 2,062nd before."""
    found = evenings(
        until=date(2027, 1, 1),
        weekday=weekday,
        valid_from=first,
        every_second_week=True,
    )

    assert found == days


def test_every_second_week_ends_with_the_last_valid_date():
    second = {"valid_from": date(2026, 12, 7), "every_second_week": True}

    assert evenings(valid_until=date(2026, 12, 20), **second) == [7]
    assert evenings(until=date(2026, 12, 22), **second) == [7, 21]


def test_every_second_week_goes_on_over_a_change_of_the_clocks():
    """The clocks go forward in the night of 28 March and back in that of 31 October."""
    spans = weekly_spans(
        weekday=5,
        opens=time(22),
        closes=time(4),
        zone=BERLIN,
        since=date(2027, 3, 1),
        until=date(2027, 11, 14),
        valid_from=date(2027, 3, 27),
        every_second_week=True,
    )

    nights = {day: span.ends_at - span.starts_at for day, span in spans}

    assert nights.pop(date(2027, 3, 27)) == timedelta(hours=5)
    assert date(2027, 10, 30) not in nights
    assert set(nights.values()) == {timedelta(hours=6)}
    assert max(nights) == date(2027, 11, 6)
    assert len(nights) == 16


def test_a_date_whose_midnight_is_skipped_begins_when_the_clock_first_shows_it():
    begins = midnight(date(2027, 9, 5), SANTIAGO)

    assert begins == datetime(2027, 9, 5, 4, tzinfo=UTC)
    assert wall(begins, SANTIAGO) == "05 01:00 -0300"


@pytest.mark.parametrize(
    ("zone", "day", "change"),
    [
        (BERLIN, date(2027, 3, 28), datetime(2027, 3, 28, 1, tzinfo=UTC)),
        (BERLIN, date(2027, 10, 31), datetime(2027, 10, 31, 1, tzinfo=UTC)),
        (LORD_HOWE, date(2027, 4, 4), datetime(2027, 4, 3, 15, tzinfo=UTC)),
        (SANTIAGO, date(2027, 9, 5), datetime(2027, 9, 5, 4, tzinfo=UTC)),
    ],
)
def test_the_moment_the_clocks_change_is_found(zone, day, change):
    begins, ends = at("12:00", day - DAY, zone=zone), at("12:00", day + DAY, zone=zone)

    (before, old), (after, new) = offsets(zone, begins, ends)

    assert before == (begins, change)
    assert after == (change, ends)
    assert old != new


def test_without_a_change_there_is_one_stretch():
    begins, ends = at("12:00"), at("12:00", TUESDAY)

    assert offsets(BERLIN, begins, ends) == [((begins, ends), timedelta(hours=1))]


def test_a_moment_can_belong_to_its_own_date_or_the_evening_before():
    assert evenings_of(at("00:15", TUESDAY), BERLIN) == (MONDAY, TUESDAY + DAY)


def test_rows_matter_up_to_the_second_midnight_after_the_last_evening():
    monday_only = reach(MONDAY, TUESDAY, BERLIN)

    assert monday_only == (at("00:00", MONDAY), at("00:00", TUESDAY + 2 * DAY))


def test_a_closing_time_never_moves_backward():
    """A fold of 1 inside a gap would, and take an hour of work away."""
    closes = closing(date(2027, 3, 28), time(2, 30), BERLIN)

    assert closes == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
