from datetime import timedelta

import pytest

from tests.education.factories import make_article
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    make_change,
    make_clinic,
    make_evening,
    make_therapist,
    make_treatment,
)
from tests.public.pages import form, html, links, starts, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]


def close(since, *, days):
    begin = at(since, "00:00")
    make_change(kind="closure", starts_at=begin, ends_at=begin + timedelta(days=days))


def test_tonights_best_three_times_can_be_pressed_at_once(client):
    make_evening()

    page = client.get("/")

    assert page.status_code == 200
    assert "Tonight, for a 22:30 bedtime" in words(page)
    assert starts(page) == [
        "2026-12-07T19:30:00+00:00",
        "2026-12-07T19:15:00+00:00",
        "2026-12-07T19:45:00+00:00",
    ]
    action, sent = form(page)
    assert action == "/book/parasympathetic-evening-60/"
    assert set(sent) == {"csrfmiddlewaretoken", "key", "wish"}


@pytest.mark.parametrize(
    ("days", "title", "first"),
    [
        (1, "Tomorrow, for a 22:30 bedtime", "2026-12-08"),
        (2, "Wednesday 9 December, for a 22:30 bedtime", "2026-12-09"),
        (30, "Wednesday 6 January, for a 22:30 bedtime", "2027-01-06"),
    ],
)
def test_the_next_evening_that_has_a_time_is_shown(client, days, title, first):
    make_evening()
    close(MONDAY, days=days)

    page = client.get("/")

    assert title in words(page)
    assert all(start.startswith(first) for start in starts(page))
    assert len(starts(page)) == 3


def test_with_every_evening_taken_it_says_what_to_do(client):
    make_evening()
    close(MONDAY, days=70)

    page = client.get("/")

    assert page.status_code == 200
    assert starts(page) == []
    assert "Every evening we plan for is taken at the moment." in words(page)


def test_the_bedtime_is_asked_once_and_leads_to_the_times(client):
    make_evening(assumed_bedtime="23:15")

    page = client.get("/")

    assert '<form class="ask" action="/book/parasympathetic-evening-60/">' in html(page)
    assert 'name="bedtime" value="23:15"' in html(page)
    assert "Until you say, we take 23:15." in words(page)


def test_a_bedtime_in_the_address_goes_with_the_buttons_and_links(client):
    make_evening()

    page = client.get("/?bedtime=21:00")

    assert starts(page)[0] == "2026-12-07T18:00:00+00:00"
    action, sent = form(page)
    assert action == "/book/parasympathetic-evening-60/?bedtime=21%3A00"
    assert sent["bedtime"] == "21:00"
    assert "/treatments/?bedtime=21%3A00" in links(page)


def test_treatments_and_therapists_are_those_one_can_book(client):
    treatment, therapist, _room = make_evening()
    make_treatment(slug="hands-feet-scalp-45", active=False)
    make_therapist(name="Away Person", active=False)

    page = client.get("/")

    assert treatment.get_absolute_url() in links(page)
    assert therapist.get_absolute_url() in links(page)
    assert "Hands, feet and scalp" not in words(page)
    assert "Away Person" not in words(page)


def test_the_first_treatment_is_the_one_that_stands_first(client):
    treatment, therapist, _room = make_evening()
    first = make_treatment(slug="hands-feet-scalp-45")
    treatment.position = 5
    treatment.save()
    therapist.treatments.add(first)

    page = client.get("/")

    assert form(page)[0] == "/book/hands-feet-scalp-45/"


def test_while_booking_is_closed_no_time_can_be_pressed(client):
    make_evening(booking_open=False, booking_closed_text="Back in January.")

    page = client.get("/")

    assert starts(page) == []
    assert "Back in January." in words(page)


@pytest.mark.parametrize("prepare", [lambda: None, make_clinic])
def test_a_clinic_with_nothing_in_it_yet_has_a_home_page(client, prepare):
    prepare()

    assert client.get("/").status_code == 200


def test_a_home_page_takes_few_queries(client, django_assert_num_queries):
    make_evening()
    client.get("/")

    # Six for the offers; the treatments, the therapists and the newest articles.
    with django_assert_num_queries(9):
        client.get("/")


def test_late_at_night_the_next_evening_is_tomorrow(client):
    make_evening(lead_time_minutes=24 * 60)

    page = client.get("/")

    assert starts(page)[0].startswith(TUESDAY.isoformat())


def test_the_newest_three_articles_are_offered_to_read(client):
    for number in range(4):
        out = NOW - timedelta(days=number)
        make_article(study=False, slug=f"number-{number}", publish_at=out)

    found = links(client.get("/"))

    assert [f"/articles/number-{n}/" in found for n in range(4)] == [True] * 3 + [False]


def test_before_there_is_an_article_none_is_offered(client):
    assert "Something to read before bed" not in words(client.get("/"))
