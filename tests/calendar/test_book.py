"""What and when: the first page of booking for someone."""

from urllib.parse import urlencode

import pytest
import time_machine

from tests.factories import (
    MONDAY,
    NOW,
    at,
    make_evening,
    make_held,
    make_room,
    make_therapist,
    make_treatment,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def evening():
    treatment, therapist, room = make_evening()
    with time_machine.travel(NOW, tick=False):
        yield treatment, therapist, room


@pytest.fixture
def desk(client, evening):
    client.force_login(make_user(role="Front desk"))
    return client


def page(**named):
    return f"/calendar/book/?{urlencode(named)}"


def test_a_free_cell_shows_what_fits_there(desk, evening):
    treatment, therapist, _room = evening
    long = make_treatment(slug="parasympathetic-evening-90")
    therapist.treatments.add(long)

    answer = desk.get(page(therapist=therapist.slug, start="2026-12-07T21:00:00Z"))

    assert [each for each, _query in answer.context["fitting"]] == [treatment]


def test_the_desk_needs_no_lead_time_and_no_open_booking(desk, evening):
    treatment, therapist, _room = evening
    NOT_OPEN = {"booking_open": False, "lead_time_minutes": 24 * 60}
    from booking.models import Clinic

    Clinic.objects.update(**NOT_OPEN)

    answer = desk.get(page(therapist=therapist.slug, start="2026-12-07T16:15:00+00:00"))

    assert [each for each, _query in answer.context["fitting"]] == [treatment]


def test_a_taken_cell_says_that_nothing_fits(desk, evening):
    treatment, therapist, room = evening
    make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(MONDAY, "19:00"),
    )

    answer = desk.get(page(therapist=therapist.slug, start="2026-12-07T19:15:00Z"))

    assert answer.context["fitting"] == []
    assert "Nothing fits at this time" in answer.text


def test_without_a_cell_a_treatment_shows_its_free_times(desk, evening):
    treatment, therapist, _room = evening

    answer = desk.get(page(treatment=treatment.slug, **{"from": "2026-12-09"}))

    first = next(iter(answer.context["evenings"].values()))[0]
    assert first.starts_at == at(MONDAY.replace(day=9), "16:00")
    assert f"therapist={therapist.slug}" in first.query


def test_a_therapist_is_offered_only_their_own_column(client, evening):
    treatment, therapist, _room = evening
    make_room()
    make_therapist(treatments=[treatment])
    therapist.user = make_user(role="Therapist")
    therapist.save()
    client.force_login(therapist.user)

    answer = client.get(page(treatment=treatment.slug))

    times = [t for each in answer.context["evenings"].values() for t in each]
    assert {time.therapist for time in times} == {therapist}


def test_a_column_of_somebody_else_is_not_found(client, evening):
    _treatment, therapist, _room = evening
    client.force_login(make_user(role="Therapist"))

    assert client.get(page(therapist=therapist.slug)).status_code == 404


@pytest.mark.parametrize(
    "named",
    [
        {"start": "yesterday"},
        {"start": "9999-12-31T23:59:00Z"},
        {"from": "0000-00-00", "client": "9" * 400},
        {"client": "²", "wish": "\x00"},
    ],
)
def test_nonsense_in_the_address_is_left_aside(desk, evening, named):
    treatment = evening[0]

    assert desk.get(page(treatment=treatment.slug, **named)).status_code == 200


@pytest.mark.parametrize("named", [{"therapist": "\x00"}, {"treatment": "\ud800"}])
def test_names_nobody_has_are_not_found(desk, evening, named):
    query = urlencode(named, errors="surrogatepass")

    assert desk.get(f"/calendar/book/?{query}").status_code == 404


def test_from_the_calendar_of_somebody_their_times_come_first(desk, evening):
    therapist = evening[1]

    answer = desk.get(page(therapist=therapist.slug))

    assert f'<option value="{therapist.slug}" selected>' in answer.text
