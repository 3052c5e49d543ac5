"""Open hours and hours without a room, as a calendar draws them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.times import Busy, Span, no_room, open_spans
from tests.times.given import (
    BERLIN,
    DAY,
    MONDAY,
    TUESDAY,
    at,
    busy,
    change,
    examples,
    hours,
)

MINUTE = timedelta(minutes=1)
WEEK = 7 * DAY


def opened(*hours, changes=(), therapist=1, since=MONDAY, until=MONDAY + WEEK):
    """Each span as its evening and what the clock shows."""
    return [
        (
            evening,
            f"{span.starts_at.astimezone(BERLIN):%H:%M}",
            f"{span.ends_at.astimezone(BERLIN):%H:%M}",
        )
        for evening, span in open_spans(hours, changes, therapist, since, until, BERLIN)
    ]


def test_each_evening_has_its_own_hours_in_order():
    spans = opened(hours(weekday=2), hours("19:00", "20:00"), hours("15:00", "17:00"))

    assert spans == [
        (MONDAY, "15:00", "17:00"),
        (MONDAY, "19:00", "20:00"),
        (MONDAY + 2 * DAY, "18:00", "22:00"),
    ]


def test_hours_of_one_evening_that_meet_or_touch_are_one_span():
    extra = change("extra", at("21:00"), at("23:00"), therapist=1)

    spans = opened(hours("16:00", "18:00"), hours(), changes=[extra])

    assert spans == [(MONDAY, "16:00", "23:00")]


def test_only_the_evenings_asked_for_are_there_and_a_night_runs_on():
    night = hours("22:00", "02:00", weekday=6)

    assert opened(night) == [(MONDAY + 6 * DAY, "22:00", "02:00")]
    assert opened(night, since=MONDAY, until=MONDAY + 6 * DAY) == []


def test_extra_hours_open_the_evening_they_begin():
    late = change("extra", at("23:00"), at("01:00", TUESDAY), therapist=1)

    assert opened(changes=[late]) == [(MONDAY, "23:00", "01:00")]
    assert opened(changes=[late], since=TUESDAY) == []
    assert opened(changes=[late], therapist=2) == []


def test_neither_time_off_nor_a_closure_takes_anything_away():
    away = [
        change("time_off", at("18:00"), at("20:00"), therapist=1),
        change("closure", at("00:00"), at("00:00", TUESDAY)),
    ]

    assert opened(hours(), changes=away) == [(MONDAY, "18:00", "22:00")]


def test_the_hours_of_others_are_not_ones_own():
    assert opened(hours(therapist=2)) == []


def test_hours_of_every_second_week_open_every_second_week():
    second = hours(valid_from=MONDAY + 2 * DAY, every_second_week=True)

    evenings = [day for day, *_walls in opened(second, until=MONDAY + 5 * WEEK)]

    assert evenings == [MONDAY + 2 * WEEK, MONDAY + 4 * WEEK]


@pytest.mark.parametrize(
    ("taken", "stretches"),
    [
        ([], []),
        ([busy("18:00", "22:00")], []),
        (
            [busy("18:30", "19:30"), busy("19:00", "20:00", room=2)],
            [("19:00", "19:30")],
        ),
        (
            [busy("17:00", "23:00"), busy("17:00", "23:00", room=2)],
            [("18:00", "22:00")],
        ),
        (
            [
                busy("18:00", "20:00"),
                busy("20:00", "21:00"),
                busy("19:00", "20:30", room=2),
            ],
            [("19:00", "20:30")],
        ),
        ([busy("18:00", "20:00"), busy("20:00", "22:00", room=2)], []),
    ],
    ids=["empty", "one room", "shared", "surrounding", "joined", "one after another"],
)
def test_there_is_no_room_while_every_room_is_busy(taken, stretches):
    span = Span(at("18:00"), at("22:00"))

    found = no_room([1, 2], [], taken, span)

    assert found == [Span(at(begins), at(ends)) for begins, ends in stretches]


def test_a_room_out_of_use_is_no_room_and_a_room_not_asked_about_is_none():
    out = change("room_out", at("19:00"), at("21:00"), room=2)
    taken = [busy("18:00", "20:00"), busy("18:00", "22:00", room=3)]
    span = Span(at("18:00"), at("22:00"))

    assert no_room([1, 2], [out], taken, span) == [Span(at("19:00"), at("20:00"))]
    assert no_room([], [], taken, span) == [span]


def test_a_closure_takes_no_room():
    closed = change("closure", at("18:00"), at("22:00"))

    assert no_room([1], [closed], [], Span(at("18:00"), at("22:00"))) == []


MIDNIGHT = datetime(2026, 12, 7, tzinfo=UTC)
SPAN = Span(MIDNIGHT + 30 * MINUTE, MIDNIGHT + 90 * MINUTE)
TAKEN = st.builds(
    lambda room, begins, lasts: Busy(
        1, room, MIDNIGHT + begins * MINUTE, MIDNIGHT + (begins + lasts) * MINUTE
    ),
    st.integers(1, 2),
    st.integers(0, 100),
    st.integers(1, 40),
)


@examples(100)
@given(st.lists(TAKEN, max_size=8))
def test_minute_by_minute_there_is_a_room_or_there_is_none(taken):
    def is_free(room, minute):
        return not any(
            row.starts_at <= minute < row.busy_until
            for row in taken
            if row.room == room
        )

    found = no_room([1, 2], [], taken, SPAN)

    for number in range(30, 90):
        minute = MIDNIGHT + number * MINUTE
        none = not is_free(1, minute) and not is_free(2, minute)
        assert any(begins <= minute < ends for begins, ends in found) == none
    assert all(a.ends_at < b.starts_at for a, b in zip(found, found[1:], strict=False))
