from datetime import date, datetime, timedelta

import pytest

from tests.factories import (
    MONDAY,
    at,
    make_confirmed,
    make_evening,
    make_hours,
    make_therapist,
    make_treatment,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]

PAGE = "/book/parasympathetic-evening-60/availability.json"


def ask(client, since="2026-12-07", until="2026-12-08", **query):
    return client.get(PAGE, {"from": since, "to": until, **query})


def test_it_names_zone_treatment_and_every_slot(client):
    _treatment, therapist, _room = make_evening()

    answer = ask(client)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    told = answer.json()
    assert set(told) == {"timezone", "treatment", "slots"}
    assert told["timezone"] == "Europe/London"
    assert told["treatment"] == "parasympathetic-evening-60"
    assert len(told["slots"]) == 21
    assert told["slots"][14] == {
        "start": "2026-12-07T19:30:00+00:00",
        "end": "2026-12-07T20:30:00+00:00",
        "therapists": [therapist.slug],
        "fit": {"label": "best", "score": 100},
    }


def test_slots_stand_in_the_order_of_the_clock(client):
    make_evening()

    starts = [slot["start"] for slot in ask(client, until="2026-12-14").json()["slots"]]

    assert starts == sorted(starts)
    assert len(starts) == 7 * 21


def test_from_is_inside_and_to_is_not(client):
    make_evening()

    slots = ask(client, since="2026-12-08", until="2026-12-10").json()["slots"]

    assert {slot["start"][:10] for slot in slots} == {"2026-12-08", "2026-12-09"}
    assert ask(client, since="2026-12-08", until="2026-12-08").json()["slots"] == []


def test_starts_are_the_clinics_time_with_its_offset(client):
    _treatment, therapist, _room = make_evening(booking_horizon_days=366)
    therapist.opening_hours.all().delete()
    make_hours(therapist=therapist, weekday=5, opens="23:00", closes="04:00")

    night = ask(client, since="2027-10-30", until="2027-10-31").json()["slots"]

    starts = [slot["start"] for slot in night]
    assert starts[0] == "2027-10-30T23:00:00+01:00"
    assert "2027-10-31T01:15:00+01:00" in starts
    assert "2027-10-31T01:15:00+00:00" in starts
    moments = [datetime.fromisoformat(start) for start in starts]
    assert moments == sorted(set(moments))


def test_who_could_give_it_is_named(client):
    treatment, therapist, room = make_evening()
    other = make_therapist(treatments=[treatment], opens="20:00", closes="21:00")
    make_confirmed(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(MONDAY, "16:00"),
    )

    slots = {slot["start"][11:16]: slot for slot in ask(client).json()["slots"]}

    assert "16:00" not in slots
    assert slots["17:15"]["therapists"] == [therapist.slug]
    assert set(slots["20:00"]["therapists"]) == {therapist.slug, other.slug}


def test_a_wish_and_a_bedtime_are_met(client):
    treatment, _therapist, _room = make_evening()
    make_therapist(
        treatments=[treatment],
        slug="mina",
        listed_as="woman",
        opens="20:00",
        closes="21:00",
    )

    by_word = ask(client, wish="woman", bedtime="00:00").json()["slots"]
    by_name = ask(client, wish="mina", bedtime="00:00").json()["slots"]

    assert by_word == by_name
    assert [slot["start"][11:16] for slot in by_word] == ["20:00"]
    assert by_word[0]["fit"] == {"label": "good", "score": 70}


def test_a_wish_nobody_meets_today_finds_nothing(client):
    make_evening()

    answer = ask(client, wish="man")

    assert answer.status_code == 200
    assert answer.json()["slots"] == []


def test_nothing_lies_beyond_the_horizon(client):
    make_evening(booking_horizon_days=3)

    slots = ask(client, until="2026-12-31").json()["slots"]

    assert max(slot["start"] for slot in slots).startswith("2026-12-09")


def test_the_past_has_no_times(client):
    make_evening()

    assert ask(client, since="2026-11-01", until="2026-12-01").json()["slots"] == []


def test_nothing_is_free_while_booking_is_closed(client):
    make_evening(booking_open=False)

    assert ask(client).json()["slots"] == []


def test_92_days_are_answered_and_93_are_not(client):
    make_evening()
    since = date(2026, 12, 7)

    longest = ask(client, since, since + timedelta(days=92))
    longer = ask(client, since, since + timedelta(days=93))

    assert longest.status_code == 200
    assert longer.status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"from": "2026-12-07"},
        {"to": "2026-12-07"},
        {"from": "2026-12-08", "to": "2026-12-07"},
        {"from": "today", "to": "tomorrow"},
        {"from": "0000-00-00", "to": "9999-12-31"},
        {"from": "1999-12-31", "to": "2000-01-01"},
        {"from": "9" * 5000, "to": "2026-12-08"},
        {"from": "2026-12-07\x00", "to": "2026-12-08"},
        {"from": "2026-12-07", "to": "2026-12-08", "bedtime": "25:00"},
        {"from": "2026-12-07", "to": "2026-12-08", "wish": "nobody"},
        {"from": "2026-12-07", "to": "2026-12-08", "wish": "\x00"},
        {"from": "2026-12-07", "to": "2026-12-08", "wish": "w" * 100_000},
    ],
)
def test_a_question_that_cannot_be_meant_is_refused(client, query):
    make_evening()

    answer = client.get(PAGE, query)

    assert answer.status_code == 400
    assert set(answer.json()) == {"error"}


def test_a_treatment_not_offered_is_not_found(client):
    make_evening()
    make_treatment(slug="hands-feet-scalp-45", active=False)

    hidden = client.get("/book/hands-feet-scalp-45/availability.json")

    assert hidden.status_code == 404


def test_it_sets_no_cookie_and_may_be_read_by_anyone(client):
    make_evening()

    answer = ask(client)

    assert not answer.cookies
    assert "no-store" not in answer.headers["Cache-Control"]


@pytest.mark.parametrize("therapists", [1, 8])
def test_the_number_of_queries_depends_on_nothing(
    client, django_assert_num_queries, therapists
):
    treatment, _therapist, _room = make_evening()
    for _n in range(therapists - 1):
        make_therapist(treatments=[treatment])

    # Six for the offers, and the treatment.
    with django_assert_num_queries(7):
        ask(client, until="2027-01-06")
