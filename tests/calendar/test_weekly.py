from datetime import time

import pytest

from booking.calendar.weekly import weekly_text
from booking.models import ReviewHours


def hours(*rows):
    return [
        ReviewHours(weekday=day, opens=time(opens), closes=time(closes))
        for day, opens, closes in rows
    ]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], ""),
        ([(2, 12, 21)], "Wednesday 12:00 to 21:00"),
        ([(d, 12, 21) for d in range(5)], "Monday to Friday 12:00 to 21:00"),
        (
            [(0, 12, 21), (1, 12, 21), (3, 12, 21)],
            "Monday to Tuesday 12:00 to 21:00, Thursday 12:00 to 21:00",
        ),
        (
            [(0, 10, 12), (0, 14, 18), (1, 10, 12)],
            "Monday 10:00 to 12:00 and 14:00 to 18:00, Tuesday 10:00 to 12:00",
        ),
    ],
)
def test_days_with_the_same_hours_are_told_together(rows, said):
    assert weekly_text(hours(*rows)) == said
