from datetime import date, timedelta

import pytest

from booking.public.shown import evening_name, week_name, why, with_whom
from booking.times import Fit


def fits(label, minutes, score=50):
    return Fit(label, score, timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("fit", "words"),
    [
        (fits("best", 150), "Best fit, 2 h 30 before your bedtime"),
        (fits("good", 60), "Good fit, 1 h before your bedtime"),
        (fits("near", 45), "Near bedtime, 45 min before your bedtime"),
        (fits("early", 210), "Early evening, 3 h 30 before your bedtime"),
        (fits("far", 780), "Not close to bedtime, 13 h before your bedtime"),
        (fits("very_close", 0), "Very near bedtime, ends at your bedtime"),
        (fits("after_bedtime", -30), "Ends 30 min after your bedtime"),
    ],
)
def test_a_fit_is_said_in_plain_words(fit, words):
    assert why(fit) == words


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["Rowan"], "With Rowan"),
        (["Rowan", "Tom"], "With Rowan or Tom"),
        (["Rowan", "Tom", "Mina"], "With Rowan, Tom or 1 other"),
        (["Rowan", "Tom", "Mina", "Ines", "Grace"], "With Rowan, Tom or 3 others"),
    ],
)
def test_it_says_with_whom_it_would_be(names, words):
    assert with_whom(names) == words


def test_tonight_and_tomorrow_have_names_of_their_own():
    today = date(2026, 12, 7)

    assert evening_name(today, today) == "Tonight"
    assert evening_name(date(2026, 12, 8), today) == "Tomorrow"
    assert evening_name(date(2026, 12, 9), today) == ""


def test_a_week_names_a_month_once_where_it_can():
    assert week_name(date(2026, 12, 7), date(2026, 12, 13)) == "7 to 13 December"
    assert week_name(date(2026, 12, 28), date(2027, 1, 3)) == "28 December to 3 January"
    assert week_name(date(2026, 12, 7), date(2027, 12, 9)) == "7 December to 9 December"
