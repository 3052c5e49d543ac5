"""Load rules: Monday 18:00 to 22:00, 60 minutes, a start every half hour."""

import pytest

from tests.times.given import (
    DAY,
    MONDAY,
    TUESDAY,
    at,
    busy,
    change,
    hours,
    load,
    offered,
    rules,
    walls,
)

ALL = ["18:00", "18:30", "19:00", "19:30", "20:00", "20:30", "21:00"]


def left(*taken, **question):
    """The starts left beside sessions, to a therapist with a load rule."""
    rule = {
        name: question.pop(name)
        for name in ("most", "rest_after", "rest")
        if name in question
    }
    return walls(offered(busy=taken, loads={1: load(**rule)}, **question))


@pytest.mark.parametrize(
    ("most", "starts"), [(None, ALL[2:]), (1, []), (2, ALL[2:]), (20, ALL[2:])]
)
def test_an_evening_with_as_many_sessions_as_it_may_have_offers_no_more(most, starts):
    assert left(busy("18:00", "19:00"), most=most) == starts


def test_each_evening_is_counted_by_itself():
    slots = offered(
        hours=[hours(), hours(weekday=1)],
        busy=[busy("18:00", "19:00")],
        loads={1: load(most=1)},
        until=TUESDAY + DAY,
    )

    assert {slot.evening for slot in slots} == {TUESDAY}


def test_a_rule_is_one_therapists_own():
    slots = offered(
        hours=[hours(), hours(therapist=2)],
        busy=[busy("18:00", "19:00"), busy("18:00", "19:00", therapist=2, room=2)],
        therapists=[1, 2],
        rooms=[1, 2],
        loads={1: load(most=1), 3: load(most=1)},
    )

    assert {slot.therapists for slot in slots} == {(2,)}
    assert walls(slots) == ALL[2:]


def test_a_session_after_midnight_counts_to_the_evening_before():
    night = [hours("20:00", "02:00", weekday=weekday) for weekday in (0, 1)]
    after_midnight = busy("00:30", "01:30", day=TUESDAY)

    slots = offered(
        hours=night,
        busy=[after_midnight],
        loads={1: load(most=1)},
        until=TUESDAY + DAY,
    )

    assert {slot.evening for slot in slots} == {TUESDAY}
    assert walls(slots)[0] == "20:00"


def test_a_full_evening_takes_the_starts_after_its_midnight_along():
    night = [hours("20:00", "02:00")]

    assert left(busy("20:00", "21:00"), hours=night, most=1) == []
    assert left(busy("20:00", "21:00"), hours=night, most=2)[-1] == "01:00"


def test_a_full_evening_leaves_the_night_of_the_one_before_alone():
    """Tuesday has all it may; what begins on its date before 02:00 is Monday's."""
    night = [hours("20:00", "02:00", weekday=weekday) for weekday in (0, 1)]
    tuesday = busy("20:00", "21:00", day=TUESDAY)

    starts = left(tuesday, hours=night, most=1, until=TUESDAY + DAY)

    assert starts[0] == "20:00"
    assert starts[-1] == "01:00"
    assert len(starts) == 11


def test_a_session_after_midnight_in_hours_of_its_own_date_counts_to_that():
    own = [hours("20:00", "23:00"), hours("00:00", "03:00", weekday=1)]

    monday = left(busy("00:00", "01:00", day=TUESDAY), hours=own, most=1)
    tuesday = left(
        busy("00:00", "01:00", day=TUESDAY), hours=own, most=1, since=TUESDAY
    )

    assert monday == ["20:00", "20:30", "21:00", "21:30", "22:00"]
    assert tuesday == []


def test_a_session_counts_though_its_hours_are_now_time_off():
    away = change("time_off", at("18:00"), at("19:30"), therapist=1)

    assert left(busy("18:00", "19:00"), changes=[away], most=1) == []
    assert left(busy("18:00", "19:00"), changes=[away], most=2)[0] == "19:30"


def test_the_evening_of_the_night_before_is_not_this_ones():
    """Asked on Tuesday, Monday's session after midnight is on Tuesday's date."""
    night = [hours("20:00", "02:00", weekday=weekday) for weekday in (0, 1)]

    starts = left(
        busy("00:30", "01:30", day=TUESDAY), hours=night, most=1, since=TUESDAY
    )

    assert starts[0] == "20:00"


@pytest.mark.parametrize(
    ("taken", "starts"),
    [
        ([("18:00", "19:00")], ["19:30", "20:00", "20:30", "21:00"]),
        ([("20:00", "21:00")], ["18:00", "18:30"]),
        ([("19:30", "20:30")], ["18:00", "21:00"]),
        ([("16:00", "17:00")], ALL),
        ([("16:35", "17:35")], ALL[1:]),
        ([("22:29", "23:00")], ALL[:-1]),
        ([("22:30", "23:00")], ALL),
        ([], ALL),
    ],
)
def test_after_each_session_a_rest_before_and_after(taken, starts):
    assert left(*(busy(*one) for one in taken), rest_after=1, rest=30) == starts


def test_a_rest_of_exactly_so_many_minutes_is_enough():
    taken = [busy("18:00", "19:00")]

    assert left(*taken, rest_after=1, rest=60)[0] == "20:00"
    assert left(*taken, rest_after=1, rest=61)[0] == "20:30"
    assert left(*taken, rest_after=1, rest=5)[0] == "19:30"


def test_buffers_are_no_rest():
    """Its own buffer, and the one of the session before."""
    assert left(busy("18:00", "19:15"), rest_after=1, rest=30)[0] == "20:00"
    assert left(busy("20:00", "21:00"), rest_after=1, rest=30, buffer=15) == ["18:00"]


def test_two_in_a_row_are_followed_by_a_rest():
    pair = [busy("18:00", "19:00"), busy("19:00", "20:00")]

    assert left(*pair, rest_after=2) == ["20:30", "21:00"]
    assert left(*pair, rest_after=3) == ["20:00", "20:30", "21:00"]


def test_two_with_a_short_pause_are_in_a_row_and_with_a_rest_they_are_not():
    short = [busy("17:00", "18:00"), busy("18:25", "19:25")]
    rest = [busy("17:00", "18:00"), busy("18:30", "19:30")]

    assert left(*short, rest_after=2) == ["20:00", "20:30", "21:00"]
    assert left(*rest, rest_after=2) == ["19:30", "20:00", "20:30", "21:00"]


def test_a_session_may_not_join_two_rows_into_one_too_long():
    """18:00 and 20:00 have a rest between them until one at 19:00 fills it."""
    apart = [busy("18:00", "19:00"), busy("20:00", "21:00")]

    assert left(*apart, rest_after=2) == ["21:00"]
    assert left(*apart, rest_after=3) == ["19:00", "21:00"]


def test_a_long_row_of_before_the_rule_is_not_made_longer():
    row = [busy("16:00", "17:00"), busy("17:00", "18:00"), busy("18:00", "19:00")]

    assert left(*row, rest_after=2) == ["19:30", "20:00", "20:30", "21:00"]


def test_a_row_goes_on_over_midnight_from_one_evening_into_the_next():
    nights = [hours("22:00", "00:00"), hours("00:00", "02:00", weekday=1)]
    row = [busy("22:00", "23:00"), busy("23:00", "00:00")]
    row[1] = row[1]._replace(busy_until=at("00:00", TUESDAY))

    assert left(*row, hours=nights, rest_after=2, since=TUESDAY) == ["00:30", "01:00"]


def test_both_rules_hold_at_once():
    taken = [busy("18:00", "19:00")]

    assert left(*taken, most=2, rest_after=1)[0] == "19:30"
    assert left(*taken, most=1, rest_after=1) == []


def test_the_night_the_clocks_change_has_one_evening():
    """Saturday 30 October 2027: 02:30 comes twice."""
    night = MONDAY.replace(2027, 10, 30)
    question = {
        "hours": [hours("23:00", "05:00", weekday=5)],
        "rules": rules(now=at("12:00", night)),
        "since": night,
    }
    late = busy("03:00", "03:00", day=night + DAY)._replace(
        starts_at=at("02:00", night + DAY, fold=1)
    )

    resting = left(late, rest_after=1, rest=60, **question)

    assert left(late, most=1, **question) == []
    assert resting == ["23:00", "23:30", "00:00", "00:30", "01:00", "04:00"]
