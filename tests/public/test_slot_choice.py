from datetime import time, timedelta

import pytest

from tests.factories import (
    MONDAY,
    TUESDAY,
    at,
    make_change,
    make_evening,
    make_room,
    make_therapist,
)
from tests.public.pages import html, links, starts, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]

PAGE = "/book/parasympathetic-evening-60/"
BEST_OF_A_DAY = [
    "2026-12-07T19:30:00+00:00",
    "2026-12-07T19:15:00+00:00",
    "2026-12-07T19:45:00+00:00",
]


def close_all(*, since, days):
    """No evening of these has a time."""
    begin = at(since, "00:00")
    make_change(kind="closure", starts_at=begin, ends_at=begin + timedelta(days=days))


# From when


@pytest.mark.parametrize(
    "day",
    ["2026-12-01", "2026-12-07", "garbage", "2026-02-31", "1999-01-01", "", "\x00"],
)
def test_an_old_or_unreadable_date_shows_the_first_bookable_week(client, day):
    make_evening()

    page = client.get(PAGE, {"from": day})

    assert page.status_code == 200
    assert starts(page)[:3] == BEST_OF_A_DAY


def test_another_week_is_shown_from_the_date_asked_for(client):
    make_evening()

    page = client.get(PAGE + "?from=2026-12-16")  # a Wednesday

    assert "16 to 22 December" in words(page)
    assert starts(page)[0].startswith("2026-12-16")


def test_the_way_back_ends_today(client):
    make_evening()

    today = links(client.get(PAGE))
    later = links(client.get(PAGE + "?from=2026-12-10"))

    assert PAGE + "?from=2026-12-14" in today
    assert PAGE + "?from=2026-11-30" not in today
    assert PAGE + "?from=2026-12-07" in later


def test_the_way_on_ends_at_the_horizon(client):
    make_evening(booking_horizon_days=10)

    first, last = client.get(PAGE), client.get(PAGE + "?from=2026-12-14")

    assert PAGE + "?from=2026-12-14" in links(first)
    assert "14 to 16 December" in words(last)
    assert max(starts(last)).startswith("2026-12-16")
    assert not any("from=2026-12-21" in url for url in links(last))
    assert "We take bookings up to Wednesday 16 December." in words(last)


def test_a_date_beyond_the_horizon_says_how_far_bookings_go(client):
    make_evening(booking_horizon_days=10)

    page = client.get(PAGE + "?from=2027-06-01")

    assert "We take bookings up to Wednesday 16 December for now" in words(page)
    assert starts(page)[:3] == BEST_OF_A_DAY


def test_a_first_week_without_a_time_gives_way_to_the_first_that_has_one(client):
    make_evening()
    close_all(since=MONDAY, days=9)

    page = client.get(PAGE)

    assert starts(page)[0].startswith("2026-12-16")


def test_an_empty_week_that_was_asked_for_leads_to_the_first_with_a_time(client):
    make_evening()
    close_all(since=TUESDAY, days=9)

    page = client.get(PAGE + "?from=2026-12-09")

    assert starts(page) == []
    assert "No time is free in this week." in words(page)
    assert PAGE + "?from=2026-12-17" in links(page)


def test_with_every_evening_taken_another_treatment_is_offered(client):
    make_evening()
    close_all(since=MONDAY, days=70)

    page = client.get(PAGE)

    assert page.status_code == 200
    assert "Every evening we plan for is taken." in words(page)
    assert "/treatments/" in links(page)


# With whom


def test_a_woman_or_a_man_is_offered_where_one_gives_the_treatment(client):
    treatment, _therapist, _room = make_evening()
    make_therapist(treatments=[treatment], name="Mina Okafor", listed_as="woman")
    make_therapist(treatments=[], name="Grigor Hale", listed_as="man")

    page = client.get(PAGE)

    assert PAGE + "?wish=woman" in links(page)
    assert PAGE + "?wish=man" not in links(page)
    assert "Grigor" not in words(page)


def test_a_wish_shows_only_the_times_that_meet_it(client):
    treatment, _therapist, _room = make_evening()
    make_room()
    make_therapist(
        treatments=[treatment],
        slug="mina",
        name="Mina Okafor",
        listed_as="woman",
        opens="20:00",
        closes="21:00",
    )

    by_word = client.get(PAGE + "?wish=woman")
    by_name = client.get(PAGE + "?wish=mina")

    assert len(starts(by_word)) == 7
    assert starts(by_name) == starts(by_word)
    assert 'name="wish" value="woman"' in html(by_word)


@pytest.mark.parametrize("wish", ["nobody", "man", "\x00", "a b", "w" * 5000])
def test_a_wish_nobody_meets_shows_the_times_with_anyone_and_says_so(client, wish):
    make_evening()

    page = client.get(PAGE, {"wish": wish})

    assert page.status_code == 200
    assert "These are the times with anyone who does." in words(page)
    assert starts(page)[:3] == BEST_OF_A_DAY


def test_a_therapist_who_takes_no_bookings_is_not_offered(client):
    treatment, _therapist, _room = make_evening()
    make_therapist(
        treatments=[treatment], slug="ines", name="Ines Duarte", active=False
    )

    page = client.get(PAGE + "?wish=ines")

    assert "Ines" not in words(page)
    assert "with anyone who does" in words(page)


# Before which bedtime


def test_the_clinics_bedtime_is_named_until_one_is_given(client):
    make_evening(assumed_bedtime=time(23))

    page = client.get(PAGE)

    assert "We took 23:00 as your bedtime." in words(page)
    assert starts(page)[0] == "2026-12-07T20:00:00+00:00"
    assert 'name="bedtime" value="' not in html(page).partition('method="post"')[2]


def test_ones_own_bedtime_orders_the_times_and_goes_with_every_link(client):
    make_evening()

    page = client.get(PAGE + "?bedtime=21:00")

    assert "Your bedtime that night: 21:00" in words(page)
    assert starts(page)[0] == "2026-12-07T18:00:00+00:00"
    assert PAGE + "?from=2026-12-14&bedtime=21%3A00" in links(page)
    assert "/treatments/?bedtime=21%3A00" in links(page)
    assert '<input type="hidden" name="bedtime" value="21:00">' in html(page)


def test_a_bedtime_that_cannot_be_read_stays_in_the_form(client):
    make_evening()

    page = client.get(PAGE, {"bedtime": "half ten"})

    assert page.status_code == 422
    assert "Please write it like this: 22:30." in words(page)
    assert 'value="half ten"' in html(page)
    assert starts(page)[:3] == BEST_OF_A_DAY


def test_a_bedtime_by_day_is_asked_about_once(client):
    make_evening()

    asked = client.get(PAGE + "?bedtime=10:30")
    answered = client.get(PAGE + "?bedtime=10:30&meant=day")

    assert "You wrote 10:30 as your bedtime. Do you mean at night?" in words(asked)
    assert PAGE + "?bedtime=22%3A30" in links(asked)
    assert PAGE + "?bedtime=10%3A30&meant=day" in links(asked)
    assert "Do you mean at night?" not in words(answered)
