"""The evening on paper: little enough to lose."""

import pytest
import time_machine

from booking.models import Status
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    make_client,
    make_confirmed,
    make_evening,
    make_held,
    make_review,
    make_room,
    make_therapist,
    make_user,
)

pytestmark = pytest.mark.django_db

SEVEN = at(MONDAY, "19:00")


@pytest.fixture
def evening():
    treatment, therapist, room = make_evening()
    therapist.user = make_user(role="Therapist")
    therapist.save()
    with time_machine.travel(NOW, tick=False):
        yield {"treatment": treatment, "therapist": therapist, "room": room}


def page(client, user, therapist, day="2026-12-07"):
    client.force_login(user)
    return client.get(f"/calendar/paper/{day}/?who={therapist.slug}")


def own(client, evening, **named):
    return page(client, evening["therapist"].user, evening["therapist"], **named)


def test_it_says_who_when_and_where_and_to_destroy_it(client, evening):
    make_confirmed(
        starts_at=SEVEN, client=make_client(name="Hannah Mary Whitlock"), **evening
    )

    answer = own(client, evening)

    assert "Hannah W." in answer.text
    assert "Whitlock" not in answer.text
    assert evening["room"].name in answer.text
    assert ">19:00<small>20:00</small>" in answer.text
    assert answer.text.count("Destroy after tonight") == 2
    assert answer["Cache-Control"] == "private, no-store"


def test_cautions_are_on_it_for_those_who_see_them_only(client, evening):
    row = make_review(
        starts_at=SEVEN, health=["high_pressure"], pressure_now="controlled", **evening
    )
    for who in (evening["therapist"].user, make_user(role="Manager")):
        text = page(client, who, evening["therapist"]).text
        assert 'class="cautions"' in text

    text = page(client, make_user(role="Front desk"), evening["therapist"]).text

    assert "Hannah W." in text
    assert "cautions" not in text
    content = row.screening.content
    words = [*content["adaptations"], *content["avoid"]]
    assert words
    assert not [word for word in words if word in text]


def test_only_that_evening_in_its_order(client, evening):
    for name, start in (("Late", "20:30"), ("Early", "16:00")):
        make_confirmed(
            starts_at=at(MONDAY, start), client=make_client(name=name), **evening
        )
    make_confirmed(
        starts_at=at(TUESDAY, "19:00"), client=make_client(name="Tomorrow"), **evening
    )

    text = own(client, evening).text

    assert text.index("Early") < text.index("Late")
    assert "Tomorrow" not in text


def test_what_is_not_certain_says_so_and_what_is_off_is_not_there(client, evening):
    make_held(starts_at=SEVEN, **evening)
    make_held(
        starts_at=at(MONDAY, "17:00"),
        client=make_client(name="Gone"),
        status=Status.CANCELLED,
        **evening | {"room": make_room()},
        expires_at=None,
    )

    text = own(client, evening).text

    assert "Being booked" in text
    assert "Held to 12:20" in text
    assert "Gone" not in text


def test_an_evening_without_anybody_says_so(client, evening):
    assert "Nobody is booked this evening." in own(client, evening).text


def test_another_column_is_not_found(client, evening):
    other = make_therapist(treatments=[evening["treatment"]])

    user = evening["therapist"].user
    assert page(client, user, other).status_code == 404


@pytest.mark.parametrize("day", ["2026-13-01", "0000-00-00", "9999-12-31", "today"])
def test_a_day_that_is_none_is_not_found(client, evening, day):
    assert own(client, evening, day=day).status_code == 404
