from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from booking.models import Status
from tests.factories import (
    NOW,
    TUESDAY,
    at,
    make_confirmed,
    make_evening,
    make_held,
    make_review,
    make_therapist,
    make_treatment,
)
from tests.public.browser import browser_of

pytestmark = pytest.mark.django_db

SEVEN = at(TUESDAY, "19:00")


@pytest.fixture(autouse=True)
def _monday_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def evening():
    treatment, therapist, room = make_evening()
    return {"treatment": treatment, "therapist": therapist, "room": room}


def press(booked, start, *, revision=None, query=""):
    return browser_of(booked).post(
        f"{booked.get_absolute_url()}move/{query}",
        {"start": start, "revision": revision or booked.revision},
    )


def test_the_times_are_those_of_the_wish(evening):
    booked = make_confirmed(**evening, starts_at=SEVEN, wish=evening["therapist"].slug)
    other = make_therapist(
        treatments=[evening["treatment"]], opens="10:00", closes="12:00"
    )

    text = browser_of(booked).get(f"{booked.get_absolute_url()}move/").content.decode()

    assert "2026-12-08T17:00" in text
    assert "2026-12-08T10:00" not in text
    assert other.first_name not in text


def test_its_own_time_counts_as_free(evening):
    booked = make_confirmed(**evening, starts_at=SEVEN)

    text = browser_of(booked).get(f"{booked.get_absolute_url()}move/").content.decode()

    assert "2026-12-08T19:15" in text


def test_one_press_moves(evening):
    booked = make_confirmed(**evening, starts_at=SEVEN)

    response = press(booked, "2026-12-08T17:00:00+00:00")

    booked.refresh_from_db()
    assert response.url == booked.get_absolute_url()
    assert booked.starts_at == at(TUESDAY, "17:00")


def test_a_second_press_finds_it_moved(evening):
    booked = make_confirmed(**evening, starts_at=SEVEN)
    press(booked, "2026-12-08T17:00:00+00:00")
    booked.refresh_from_db()

    response = press(booked, "2026-12-08T17:00:00+00:00", revision=1)

    assert response.status_code == 302
    assert booked.messages.filter(kind="moved").count() == 1


def test_a_time_that_has_gone_leaves_the_old_one(evening):
    booked = make_confirmed(**evening, starts_at=SEVEN)
    make_held(**evening, starts_at=at(TUESDAY, "17:00"))

    response = press(booked, "2026-12-08T17:00:00+00:00")

    booked.refresh_from_db()
    assert response.status_code == 409
    assert "Your own time is still yours" in response.content.decode()
    assert booked.starts_at == SEVEN


def test_from_two_weeks_ahead_to_tomorrow_it_goes_through_the_questions(evening):
    booked = make_confirmed(**evening, starts_at=SEVEN + timedelta(days=14))

    response = press(booked, "2026-12-08T19:00:00+00:00")

    booked.refresh_from_db()
    assert "/questions/?start=2026-12-08T19" in response.url
    assert booked.starts_at == SEVEN + timedelta(days=14)


def test_another_treatment_goes_through_the_questions(evening):
    back = make_treatment(slug="lower-back-calm-60")
    evening["therapist"].treatments.add(back)
    booked = make_confirmed(**evening, starts_at=SEVEN)

    response = press(
        booked, "2026-12-08T19:00:00+00:00", query="?treatment=lower-back-calm-60"
    )

    assert "treatment=lower-back-calm-60" in response.url
    booked.refresh_from_db()
    assert booked.treatment == evening["treatment"]


def test_a_review_cannot_move_to_where_nobody_can_look(evening):
    review = make_review(**evening, starts_at=SEVEN + timedelta(days=7))

    response = press(review, "2026-12-08T19:00:00+00:00")

    assert response.status_code == 409
    assert "could not look at your answers before then" in response.content.decode()


def test_a_stale_page_is_a_conflict(evening):
    booked = make_confirmed(**evening, starts_at=SEVEN)

    response = press(booked, "2026-12-08T17:00:00+00:00", revision=9)

    assert response.status_code == 409


@pytest.mark.parametrize(
    "start", ["", "tomorrow", "\0", "9" * 5000, "0000-01-01T00:00Z", "2026-12-08T17:00"]
)
def test_a_time_that_cannot_be_read_moves_nothing(evening, start):
    booked = make_confirmed(**evening, starts_at=SEVEN)

    response = press(booked, start)

    booked.refresh_from_db()
    assert response.status_code == 422
    assert (booked.starts_at, booked.status) == (SEVEN, Status.CONFIRMED)


def test_another_browser_moves_nothing(evening):
    booked = make_confirmed(**evening, starts_at=SEVEN)

    response = Client().post(f"{booked.get_absolute_url()}move/", {"start": "x"})

    assert response.status_code == 404
