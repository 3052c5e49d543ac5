"""Starts next to a session: 60 minutes and a start every half hour on Monday."""

from datetime import timedelta

import pytest

from booking.times import beside
from tests.times.given import at, busy, hours, offered


def touching(*taken, keeping=(1,), buffer=0, interval=30, **question):
    """The starts that lie next to a session, with whom, as the clock shows them."""
    slots = offered(busy=taken, buffer=buffer, **question)
    pairs = beside(
        slots,
        busy=taken,
        therapists=keeping,
        buffer=timedelta(minutes=buffer),
        interval=timedelta(minutes=interval),
    )
    return sorted((f"{start + timedelta(hours=1):%H:%M}", who) for who, start in pairs)


def test_the_starts_that_touch_a_session_lie_next_to_it():
    assert touching(busy("19:00", "20:00")) == [("18:00", 1), ("20:00", 1)]


@pytest.mark.parametrize(
    ("ends", "starts"),
    [("19:01", ["19:30"]), ("19:30", ["19:30"]), ("19:31", ["20:00"])],
)
def test_the_first_start_after_a_session_lies_next_to_it(ends, starts):
    found = touching(busy("18:00", ends), hours=[hours("18:00", "21:30")])

    assert [wall for wall, _who in found] == starts


@pytest.mark.parametrize(
    ("begins", "starts"),
    [("20:00", ["19:00"]), ("20:29", ["19:00"]), ("20:30", ["19:30"])],
)
def test_the_last_start_before_a_session_lies_next_to_it(begins, starts):
    found = touching(busy(begins, "22:00"), hours=[hours("17:00", "22:00")])

    assert [wall for wall, _who in found] == starts


def test_ones_own_buffer_lies_between():
    found = touching(busy("20:15", "21:30"), buffer=15)

    assert found == [("19:00", 1)]


def test_only_sessions_of_those_who_keep_together_count_and_only_with_them():
    both = {"hours": [hours(), hours(therapist=2)], "therapists": [1, 2], "rooms": [7]}
    taken = [busy("18:00", "19:00"), busy("19:00", "20:00", therapist=2, room=2)]

    assert touching(*taken, keeping=[], **both) == []
    assert touching(*taken, keeping=[1], **both) == [("19:00", 1)]
    assert touching(*taken, keeping=[1, 2], **both) == [
        ("18:00", 2),
        ("19:00", 1),
        ("20:00", 2),
    ]


def test_an_empty_evening_has_nothing_to_lie_next_to():
    assert touching() == []
    assert touching(busy("18:00", "22:00", day=at("00:00").date())) == []
