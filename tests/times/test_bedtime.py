"""The bedtime rule's worked examples, edge cases, and the nights the clocks change."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.times import Slot, ask_if_night, fit, gap_text, ranked
from tests.times.given import (
    BERLIN,
    DAY,
    MONDAY,
    NEW_YORK,
    TUESDAY,
    at,
    clock,
    examples,
)

STANDARD = {"ideal": timedelta(minutes=120), "least": timedelta(minutes=30)}
HEAT = {"ideal": timedelta(minutes=90), "least": timedelta(minutes=60)}
EXAMPLES = [
    ("20:30", "22:30", 120, ("best", 100), ("best", 85)),
    ("20:00", "22:30", 150, ("best", 85), ("good", 70)),
    ("21:30", "22:30", 60, ("good", 70), ("best", 85)),
    ("22:00", "22:30", 30, ("near", 55), ("very_close", 40)),
    ("22:15", "22:30", 15, ("very_close", 40), ("very_close", 40)),
    ("19:00", "22:30", 210, ("early", 55), ("early", 40)),
    ("18:00", "22:30", 270, ("early", 25), ("early", 10)),
    ("22:00", "21:30", -30, ("after_bedtime", 0), ("after_bedtime", 0)),
    ("22:15", "00:30", 135, ("best", 92), ("good", 77)),
    ("22:00", "00:00", 120, ("best", 100), ("best", 85)),
    ("21:00", "03:00", 360, ("far", 0), ("far", 0)),
    ("20:00", "09:00", 780, ("far", 0), ("far", 0)),
    ("20:15", "20:00", -15, ("after_bedtime", 0), ("after_bedtime", 0)),
]


def fit_of(ends, bedtime, *, day=MONDAY, zone=BERLIN, fold=0, numbers=STANDARD):
    return fit(
        ends_at=at(ends, day, zone=zone, fold=fold),
        bedtime=clock(bedtime),
        zone=zone,
        **numbers,
    )


def slot(ends, *, day=MONDAY, minutes=60):
    ends_at = at(ends, day)
    return Slot(ends_at - timedelta(minutes=minutes), ends_at, day, (1,), (1,))


@pytest.mark.parametrize(("ends", "bedtime", "gap", "standard", "heat"), EXAMPLES)
def test_the_worked_examples(ends, bedtime, gap, standard, heat):
    usual = fit_of(ends, bedtime)
    warm = fit_of(ends, bedtime, numbers=HEAT)

    assert (usual.label, usual.score) == standard
    assert (warm.label, warm.score) == heat
    assert usual.gap == warm.gap == timedelta(minutes=gap)


@examples(100)
@given(st.integers(0, 1439), st.integers(0, 1439), st.sampled_from([STANDARD, HEAT]))
def test_on_an_ordinary_night_it_is_the_formula_in_minutes(end, bed, numbers):
    target = numbers["ideal"] // timedelta(minutes=1)
    least = numbers["least"] // timedelta(minutes=1)
    gap = ((bed - end + 180) % 1440) - 180
    score = max(0, (200 - abs(gap - target)) // 2)
    if gap < least:
        score = min(score, 40)
    if gap < 0 or gap > 300:
        score = 0

    found = fit_of(
        f"{end // 60:02}:{end % 60:02}",
        f"{bed // 60:02}:{bed % 60:02}",
        numbers=numbers,
    )

    assert found.gap == timedelta(minutes=gap)
    assert found.score == score


def test_without_a_bedtime_there_is_no_label_and_no_penalty():
    found = fit(ends_at=at("21:00"), bedtime=None, zone=BERLIN, **STANDARD)

    assert (found.label, found.score, found.gap) == ("unknown", None, None)
    assert found.moon == ""


@pytest.mark.parametrize(
    ("ends", "bedtime", "label"),
    [
        ("21:00", "20:59", "after_bedtime"),
        ("21:00", "21:00", "very_close"),
        ("21:00", "21:29", "very_close"),
        ("21:00", "21:30", "near"),
        ("21:00", "21:59", "near"),
        ("21:00", "22:00", "good"),
        ("21:00", "22:29", "good"),
        ("21:00", "22:30", "best"),
        ("21:00", "23:30", "best"),
        ("21:00", "23:31", "good"),
        ("21:00", "00:00", "good"),
        ("21:00", "00:01", "early"),
        ("21:00", "02:00", "early"),
        ("21:00", "02:01", "far"),
        ("21:00", "18:00", "after_bedtime"),
        ("21:00", "17:59", "far"),
    ],
)
def test_a_label_holds_to_its_edge(ends, bedtime, label):
    assert fit_of(ends, bedtime).label == label


def test_five_hours_are_the_most_that_score():
    assert fit_of("17:30", "22:30").score == 10
    assert fit_of("17:29", "22:30").score == 0


@pytest.mark.parametrize("bedtime", ["08:00", "09:00", "10:00"])
@pytest.mark.parametrize("ends", ["17:30", "20:00", "22:30", "23:30"])
def test_an_evening_before_a_night_shift_is_never_best(bedtime, ends):
    assert fit_of(ends, bedtime).label == "far"


def test_a_late_shift_worker_finds_the_last_slots_first():
    rows = ranked(
        [slot("19:00"), slot("22:30"), slot("23:30")],
        bedtime=clock("03:00"),
        zone=BERLIN,
        **STANDARD,
    )

    assert [row.slot.ends_at for row in rows] == [
        at("23:30"),
        at("22:30"),
        at("19:00"),
    ]


def test_a_very_early_sleeper_finds_the_late_afternoon_best():
    assert fit_of("17:30", "19:30").label == "best"
    assert fit_of("19:00", "19:30").label == "near"


def test_a_session_that_ends_after_midnight_counts_to_the_same_night():
    assert fit_of("00:15", "00:30", day=TUESDAY).gap == timedelta(minutes=15)
    assert fit_of("00:15", "23:30", day=TUESDAY).gap == timedelta(minutes=-45)


def test_a_longer_session_from_the_same_start_may_drop_a_label():
    longer = slot("21:30", minutes=90)
    shorter = slot("21:00", minutes=60)

    rows = ranked([longer, shorter], bedtime=clock("22:30"), zone=BERLIN, **STANDARD)

    assert longer.starts_at == shorter.starts_at
    assert [(row.slot, row.fit.label) for row in rows] == [
        (shorter, "best"),
        (longer, "good"),
    ]


@pytest.mark.parametrize(
    ("ends", "together", "first"),
    [
        (["20:30", "21:00"], "21:00", "21:00"),
        (["20:30", "21:30"], "21:30", "20:30"),
        (["21:15", "19:30"], "19:30", "19:30"),
        (["21:30", "19:15"], "19:15", "21:30"),
        (["19:15", "19:00"], "19:00", "19:15"),
        (["23:00", "23:30"], "23:30", "23:30"),
    ],
    ids=[
        "both best",
        "good is not best",
        "both good",
        "early is not good",
        "further off the score decides",
        "both without a score",
    ],
)
def test_of_times_that_fit_equally_well_those_together_come_first(
    ends, together, first
):
    """Bedtime at 22:30, two hours before is ideal: 20:30."""
    slots = [slot(wall) for wall in ends]
    beside = slot(together).starts_at

    rows = ranked(
        slots, bedtime=clock("22:30"), zone=BERLIN, together={beside}, **STANDARD
    )

    assert rows[0].slot == slot(first)


def test_equal_scores_go_by_the_earlier_start():
    early, late = slot("20:00"), slot("21:00")

    rows = ranked([late, early], bedtime=clock("22:30"), zone=BERLIN, **STANDARD)

    assert [row.fit.score for row in rows] == [85, 85]
    assert [row.slot for row in rows] == [early, late]


@pytest.mark.parametrize("bedtime", [None, time(22, 30), time(9), time(18)])
def test_no_slot_is_ever_hidden(bedtime):
    slots = [slot(f"{hour}:00") for hour in range(17, 24)]

    rows = ranked(slots, bedtime=bedtime, zone=BERLIN, **STANDARD)

    assert sorted(row.slot for row in rows) == slots


def test_without_a_bedtime_slots_go_by_start():
    slots = [slot("21:00"), slot("19:00"), slot("20:00")]

    rows = ranked(slots, bedtime=None, zone=BERLIN, **STANDARD)

    assert [row.slot for row in rows] == sorted(slots)


SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)


@pytest.mark.parametrize(
    ("ends", "day", "bedtime", "minutes"),
    [
        ("23:30", SPRING - DAY, "01:30", 120),
        ("23:30", SPRING - DAY, "03:30", 180),
        ("23:30", SPRING - DAY, "02:30", 180),
        ("01:30", SPRING, "04:00", 90),
        ("03:15", SPRING, "01:45", -30),
        ("23:30", AUTUMN - DAY, "01:30", 120),
        ("23:30", AUTUMN - DAY, "02:30", 180),
        ("23:30", AUTUMN - DAY, "03:30", 300),
        ("01:30", AUTUMN, "04:00", 210),
        ("03:15", AUTUMN, "01:45", -150),
    ],
)
def test_on_a_clock_change_night_the_gap_is_the_time_that_passes(
    ends, day, bedtime, minutes
):
    assert fit_of(ends, bedtime, day=day).gap == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("ends", "fold", "bedtime", "minutes"),
    [
        ("02:15", 0, "02:45", 30),
        ("02:15", 1, "02:45", 30),
        ("02:45", 0, "02:15", -30),
        ("02:45", 1, "02:15", -30),
        ("02:15", 1, "03:00", 45),
        ("02:15", 0, "03:00", 105),
    ],
)
def test_of_a_bedtime_shown_twice_the_nearer_counts(ends, fold, bedtime, minutes):
    found = fit_of(ends, bedtime, day=AUTUMN, fold=fold)

    assert found.gap == timedelta(minutes=minutes)


def test_the_label_follows_the_time_that_passes():
    """New York, 7 November 2027: 23:00 to 01:00 is two hours, to 02:00 four."""
    night = date(2027, 11, 6)

    assert fit_of("23:00", "01:00", day=night, zone=NEW_YORK).label == "best"
    assert fit_of("23:00", "02:00", day=night, zone=NEW_YORK).label == "early"
    assert fit_of("23:00", "02:00", day=night - DAY, zone=NEW_YORK).label == "good"


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0, "0 min"),
        (5, "5 min"),
        (45, "45 min"),
        (60, "1 h"),
        (65, "1 h 05"),
        (120, "2 h"),
        (150, "2 h 30"),
        (780, "13 h"),
        (-15, "15 min"),
        (-90, "1 h 30"),
    ],
)
def test_a_gap_in_words(minutes, text):
    assert gap_text(timedelta(minutes=minutes)) == text


@pytest.mark.parametrize(
    ("bedtime", "asks"),
    [
        ("09:29", False),
        ("09:30", True),
        ("10:30", True),
        ("17:30", True),
        ("17:31", False),
        ("22:30", False),
        ("00:30", False),
    ],
)
def test_a_bedtime_by_day_is_asked_about_once(bedtime, asks):
    assert ask_if_night(clock(bedtime)) is asks


def test_each_label_with_a_bedtime_has_its_own_moon():
    labels = {
        fit_of(ends, "22:30").label: fit_of(ends, "22:30").moon
        for ends in ("20:30", "19:30", "21:45", "19:00", "22:15", "16:00", "22:45")
    }

    assert labels == {
        "best": "moon-best",
        "good": "moon-good",
        "near": "moon-near",
        "early": "moon-early",
        "very_close": "moon-close",
        "far": "moon-far",
        "after_bedtime": "moon-after",
    }
