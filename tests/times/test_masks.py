from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.times.clock import Span
from booking.times.masks import (
    Grid,
    bits,
    every,
    join_days,
    runs,
    set_bits,
    steps_of,
)
from tests.times.given import examples

SIX = datetime(2026, 12, 7, 18, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
GRID = Grid(SIX, 12)


def span(begins, ends):
    return Span(SIX + begins * MINUTE, SIX + ends * MINUTE)


@pytest.mark.parametrize(
    ("begins", "ends", "inside", "touched"),
    [
        (10, 20, [2, 3], [2, 3]),
        (11, 20, [3], [2, 3]),
        (10, 21, [2, 3], [2, 3, 4]),
        (11, 14, [], [2]),
        (9, 21, [2, 3], [1, 2, 3, 4]),
        (-30, 10, [0, 1], [0, 1]),
        (50, 90, [10, 11], [10, 11]),
        (-30, -10, [], []),
        (70, 90, [], []),
        (20, 10, [], []),
    ],
)
def test_open_time_is_rounded_inward_and_busy_time_outward(
    begins, ends, inside, touched
):
    assert set_bits(GRID.open(span(begins, ends))) == inside
    assert set_bits(GRID.busy(span(begins, ends))) == touched


def test_a_microsecond_makes_a_step_busy():
    just_after = Span(SIX + 10 * MINUTE, SIX + 20 * MINUTE + timedelta.resolution)

    assert set_bits(GRID.busy(just_after)) == [2, 3, 4]


def test_a_grid_covers_its_span_from_a_whole_step_on():
    grid = Grid.over(Span(SIX + timedelta(minutes=3, seconds=7), SIX + 21 * MINUTE))

    assert grid == Grid(SIX, 5)
    assert grid.moment(4) == SIX + 20 * MINUTE


@pytest.mark.parametrize(
    ("minutes", "steps"), [(0, 0), (1, 1), (5, 1), (6, 2), (60, 12), (61, 13)]
)
def test_a_duration_takes_whole_steps_rounded_up(minutes, steps):
    assert steps_of(minutes * MINUTE) == steps


def test_every_third_bit_stops_before_the_end():
    assert set_bits(every(3, 2, 11)) == [2, 5, 8]
    assert set_bits(every(3, 2, 12)) == [2, 5, 8, 11]
    assert every(3, 5, 5) == 0


@examples(100)
@given(st.integers(0, 2**200), st.integers(1, 40))
def test_a_run_begins_wherever_so_many_neighbours_are_set(mask, length):
    shown = f"{mask:b}"[::-1]

    found = set_bits(runs(mask, length))

    assert found == [
        at for at in range(len(shown)) if shown[at : at + length] == "1" * length
    ]


@examples(100)
@given(st.sets(st.integers(0, 3000)))
def test_set_bits_come_upward(numbers):
    mask = sum(1 << number for number in numbers)

    assert set_bits(mask) == sorted(numbers)


@examples(100)
@given(st.lists(st.integers(0, 2**700), min_size=1, max_size=5))
def test_days_are_joined_and_each_may_run_into_the_next(days):
    joined = 0
    for number, day in enumerate(days):
        joined |= day << (288 * number)

    assert join_days(days) == joined


def test_bits_are_none_where_the_end_is_not_later():
    assert bits(4, 4) == bits(5, 4) == 0
    assert bits(2, 4) == 0b1100
