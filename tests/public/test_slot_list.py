from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from booking.models import Clinic
from tests.factories import (
    MONDAY,
    TUESDAY,
    at,
    make_change,
    make_clinic,
    make_confirmed,
    make_evening,
    make_hours,
    make_questionnaire,
    make_room,
    make_therapist,
    make_treatment,
)
from tests.public.pages import html, starts, words

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


# A week of evenings


def test_a_week_begins_tonight_with_the_days_as_headings(client):
    make_evening()

    page = client.get(PAGE)

    assert page.status_code == 200
    assert "7 to 13 December" in words(page)
    assert "Monday 7 December Tonight" in words(page)
    assert "Tuesday 8 December Tomorrow" in words(page)
    assert "Sunday 13 December" in words(page)
    assert "Monday 14 December" not in words(page)


def test_each_time_is_one_button_and_none_is_hidden(client):
    make_evening()

    page = client.get(PAGE)

    # 16:00 to 21:00 every quarter of an hour, on seven evenings.
    assert len(starts(page)) == len(set(starts(page))) == 7 * 21


def test_the_best_three_stand_first_and_the_rest_is_folded(client):
    make_evening()

    page = client.get(PAGE)

    assert starts(page)[:3] == BEST_OF_A_DAY
    assert starts(page)[3:21] == sorted(starts(page)[3:21])
    assert html(page).count('<details class="all-times">') == 7
    assert "18 more times on Monday" in words(page)


def test_a_time_that_keeps_an_evening_together_stands_before_its_equals(client):
    """20:00 fits best as well, if a little less, and a session begins at 21:15."""
    treatment, therapist, room = make_evening()
    therapist.keep_together = True
    therapist.save()
    make_confirmed(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(MONDAY, "21:15"),
    )

    page = client.get(PAGE)

    assert starts(page)[:3] == ["2026-12-07T20:00:00+00:00", *BEST_OF_A_DAY[:2]]
    assert "together" not in words(page)


def test_by_the_clock_nothing_is_folded(client):
    make_evening()

    page = client.get(PAGE + "?sort=time")

    assert starts(page) == sorted(starts(page))
    assert len(starts(page)) == 7 * 21
    assert '<details class="all-times">' not in html(page)


def test_a_button_says_when_how_well_it_fits_and_with_whom(client):
    _treatment, therapist, _room = make_evening()

    page = client.get(PAGE)

    assert (
        "19:30 to 20:30 Best fit, 2 h before your bedtime "
        f"With {therapist.first_name}" in words(page)
    )


def test_folded_times_say_as_much_as_the_first_ones(client):
    _treatment, therapist, _room = make_evening()

    page = words(client.get(PAGE))

    assert (
        "16:00 to 17:00 Not close to bedtime, 5 h 30 before your bedtime "
        f"With {therapist.first_name}" in page
    )
    assert page.count(f"With {therapist.first_name}") == 7 * 21


def test_a_taken_time_and_its_buffer_are_not_offered(client):
    treatment, therapist, room = make_evening()
    make_confirmed(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(MONDAY, "18:00"),
    )

    page = client.get(PAGE)

    monday = sorted(start for start in starts(page) if start.startswith("2026-12-07"))
    assert monday[:4] == [
        f"2026-12-07T{t}:00+00:00" for t in ("16:00", "16:15", "16:30", "16:45")
    ]
    assert monday[4] == "2026-12-07T19:15:00+00:00"


def test_an_evening_without_a_time_says_so(client):
    make_evening()
    close_all(since=TUESDAY, days=1)

    page = client.get(PAGE)

    assert "Tuesday 8 December Tomorrow Nothing free." in words(page)


def test_a_night_that_runs_past_midnight_belongs_to_its_evening(client):
    treatment, therapist, _room = make_evening()
    therapist.opening_hours.all().delete()
    make_hours(therapist=therapist, weekday=0, opens="22:00", closes="02:00")

    page = client.get(PAGE + "?sort=time")

    assert starts(page)[-1] == "2026-12-08T01:00:00+00:00"
    assert "Tuesday 8 December Tomorrow Nothing free." in words(page)


def test_just_after_midnight_the_evening_that_still_runs_stands_first(client):
    _treatment, therapist, _room = make_evening(lead_time_minutes=30)
    therapist.opening_hours.all().delete()
    make_hours(therapist=therapist, weekday=6, opens="22:00", closes="04:00")

    with time_machine.travel(at(MONDAY, "00:30"), tick=False):
        page = client.get(PAGE + "?sort=time")

    assert starts(page)[0] == "2026-12-07T01:00:00+00:00"
    told = words(page)
    assert told.index("Sunday 6 December") < told.index("Monday 7 December Tonight")


# Clock changes


def test_a_start_that_the_clocks_repeat_is_offered_twice_with_its_offset(client):
    treatment, therapist, _room = make_evening(booking_horizon_days=366)
    therapist.opening_hours.all().delete()
    make_hours(therapist=therapist, weekday=5, opens="23:00", closes="04:00")

    page = client.get(PAGE + "?from=2027-10-30&sort=time")  # the night of Saturday

    assert "2027-10-31T01:30:00+01:00" in starts(page)
    assert "2027-10-31T01:30:00+00:00" in starts(page)
    assert "01:30 (UTC+1) to 01:30 (UTC+0)" in words(page)
    assert "01:30 (UTC+0) to 02:30" in words(page)


def test_a_start_that_the_clocks_skip_is_not_offered(client):
    treatment, therapist, _room = make_evening(booking_horizon_days=366)
    therapist.opening_hours.all().delete()
    make_hours(therapist=therapist, weekday=5, opens="23:00", closes="04:00")

    page = client.get(PAGE + "?from=2027-03-27&sort=time")  # the night of Saturday

    assert "2027-03-28T00:45:00+00:00" in starts(page)
    assert "2027-03-28T02:00:00+01:00" in starts(page)
    assert not any("T01:" in start for start in starts(page))


# Who it is for, and when there is nothing to choose


def test_above_the_times_it_says_who_it_is_for(client):
    make_evening()

    page = words(client.get(PAGE))

    told = page.index("A therapist talks with you first")
    assert told < page.index("7 to 13 December")
    assert "I am pregnant …; An operation or a bad injury in the last 6 months" in page
    assert "Please wait with one of these: Chest pain …" in page
    assert "Under 16: We look after people aged 16 and over" in page


def test_who_it_is_for_depends_on_the_treatment(client):
    make_clinic()
    make_questionnaire()
    make_treatment(slug="lower-back-calm-60")
    make_treatment(slug="hands-feet-scalp-45")

    back = words(client.get("/book/lower-back-calm-60/"))
    hands = words(client.get("/book/hands-feet-scalp-45/"))

    assert "Back pain with a fall" in back
    assert "Back pain with a fall" not in hands


def test_while_booking_is_closed_the_clinics_words_stand_in_place_of_times(client):
    make_evening(booking_open=False, booking_closed_text="Back in January.")

    page = client.get(PAGE)

    assert page.status_code == 200
    assert starts(page) == []
    assert "Back in January." in words(page)


@pytest.mark.parametrize("slug", ["nothing-of-ours", "hands-feet-scalp-45"])
def test_a_treatment_that_is_not_offered_is_not_found(client, slug):
    make_evening()
    make_treatment(slug="hands-feet-scalp-45", active=False)

    assert client.get(f"/book/{slug}/").status_code == 404


def test_a_week_costs_few_queries_whatever_the_number_of_therapists(
    client, django_assert_num_queries
):
    treatment, _therapist, _room = make_evening()
    for _n in range(7):
        make_therapist(treatments=[treatment])
        make_room()
    client.get(PAGE)

    # Six for the offers; the treatment, its therapists and the questionnaire.
    with django_assert_num_queries(9):
        client.get(PAGE)


def test_the_page_may_be_read_by_anyone_and_kept_by_no_one_else(client):
    make_evening()

    page = client.get(PAGE)

    assert "X-Robots-Tag" not in page.headers
    assert page.headers["Cache-Control"] == "private, no-cache"


def test_before_the_clinic_is_set_up_the_page_stands(client):
    make_treatment()

    page = client.get(PAGE)

    assert page.status_code == 200
    assert starts(page) == []
    assert Clinic.objects.count() == 0


def test_its_name_and_its_address_agree():
    assert reverse("booking:slot_list", args=["parasympathetic-evening-60"]) == PAGE
