"""Whether a booked session lies within what is open now."""

from datetime import UTC, datetime

import pytest

from booking.times.clock import Span
from booking.times.standing import is_covered, is_met


def span(opens, closes):
    """On Tuesday 8 December 2026."""
    return Span(*(datetime(2026, 12, 8, *at, tzinfo=UTC) for at in (opens, closes)))


SESSION = span((19, 0), (20, 0))


@pytest.mark.parametrize(
    ("opened", "covered"),
    [
        ([span((19, 0), (20, 0))], True),
        ([span((18, 0), (21, 0))], True),
        ([span((19, 5), (21, 0))], False),
        ([span((18, 0), (19, 55))], False),
        ([span((19, 30), (21, 0)), span((18, 0), (19, 30))], True),
        ([span((18, 0), (19, 25)), span((19, 30), (21, 0))], False),
        ([span((18, 0), (19, 40)), span((19, 20), (20, 0))], True),
        ([span((18, 0), (21, 0)), span((18, 30), (19, 10))], True),
        ([span((16, 0), (17, 0)), span((20, 0), (21, 0))], False),
        ([], False),
    ],
)
def test_a_session_is_covered_where_no_moment_is_left_out(opened, covered):
    assert is_covered(SESSION, opened) is covered


@pytest.mark.parametrize(
    ("closed", "met"),
    [
        (span((18, 0), (19, 0)), False),
        (span((18, 0), (19, 5)), True),
        (span((19, 20), (19, 25)), True),
        (span((18, 0), (21, 0)), True),
        (span((19, 55), (21, 0)), True),
        (span((20, 0), (21, 0)), False),
    ],
)
def test_touching_is_not_meeting(closed, met):
    assert is_met(SESSION, [closed]) is met
