from datetime import date, time

import pytest

from booking.public.wants import Wants, read_bedtime, read_wants


def test_an_address_without_a_query_wants_nothing_special():
    assert read_wants({}) == Wants()
    assert Wants().query() == ""


def test_everything_an_address_asks_for_is_read_and_kept():
    query = {
        "from": "2026-12-08",
        "wish": "rowan",
        "bedtime": "10:30",
        "sort": "time",
        "meant": "day",
    }

    wants = read_wants(query)

    assert wants == Wants(
        since=date(2026, 12, 8),
        wish="rowan",
        bedtime=time(10, 30),
        sort="time",
        by_day=True,
    )
    assert wants.query() == (
        "?from=2026-12-08&wish=rowan&bedtime=10%3A30&sort=time&meant=day"
    )


def test_a_link_changes_one_thing_and_keeps_the_rest():
    wants = Wants(wish="woman", bedtime=time(23))

    assert wants.query(since=date(2026, 12, 8)) == (
        "?from=2026-12-08&wish=woman&bedtime=23%3A00"
    )
    assert wants.query(wish="anyone") == "?bedtime=23%3A00"


@pytest.mark.parametrize(
    ("text", "bedtime"),
    [
        ("22:30", time(22, 30)),
        (" 22.30 ", time(22, 30)),
        ("9:30", time(9, 30)),
        ("00:00", time(0)),
        ("", None),
        ("24:00", None),
        ("half ten", None),
        ("22:30\x00", None),
        ("٢٢:٣٠", None),
        ("\ud800", None),
        ("9" * 5000, None),
    ],
)
def test_a_bedtime_is_read_as_people_write_it(text, bedtime):
    assert read_bedtime(text) == bedtime


def test_a_bedtime_that_cannot_be_read_is_kept_to_be_shown_again():
    wants = read_wants({"bedtime": "half ten"})

    assert wants.bedtime is None
    assert wants.typed == "half ten"


@pytest.mark.parametrize(
    "day", ["", "tomorrow", "2026-13-01", "0000-01-01", "9999-01-01"]
)
def test_a_day_that_cannot_be_meant_is_none(day):
    assert read_wants({"from": day}).since is None


@pytest.mark.parametrize("wish", ["a woman", "\x00", "\ud800", "é", "w" * 61, "'; --"])
def test_what_cannot_be_a_wish_is_met_by_nobody(wish):
    assert read_wants({"wish": wish}).wish == ""


@pytest.mark.parametrize(
    ("bedtime", "night"),
    [
        (time(9, 29), None),
        (time(9, 30), time(21, 30)),
        (time(10, 30), time(22, 30)),
        (time(12, 30), time(0, 30)),
        (time(17, 30), time(5, 30)),
        (time(17, 31), None),
        (time(22, 30), None),
    ],
)
def test_a_bedtime_by_day_is_asked_about(bedtime, night):
    assert Wants(bedtime=bedtime).night_instead == night


def test_a_bedtime_by_day_that_was_meant_is_not_asked_about_again():
    assert Wants(bedtime=time(10, 30), by_day=True).night_instead is None
