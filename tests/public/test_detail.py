from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from booking.actions import answer, cancel, decline_review
from booking.models import Status
from tests.factories import (
    NOW,
    TUESDAY,
    at,
    given,
    make_client,
    make_confirmed,
    make_evening,
    make_held,
    make_review,
    make_user,
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


def page(appointment):
    return browser_of(appointment).get(appointment.get_absolute_url())


def test_to_other_browsers_it_does_not_exist(evening):
    booked = make_confirmed(**evening, starts_at=SEVEN)

    foreign = Client().get(booked.get_absolute_url())
    missing = Client().get("/appointments/nobody/")

    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content


def test_a_booked_evening_says_what_when_with_whom_and_where(evening):
    booked = make_confirmed(**evening, starts_at=SEVEN)

    response = page(booked)

    text = response.content.decode()
    for words in (
        "You are booked",
        "Tuesday 8 December",
        "19:00 to 20:00",
        evening["treatment"].name,
        evening["therapist"].name,
        "3 Quiet Lane",
        "£70",
    ):
        assert words in text
    assert response.headers["Cache-Control"] == "no-store, private"
    assert "noindex" in response.headers["X-Robots-Tag"]


def test_the_evening_ends_in_bed_at_the_bedtime_told(evening):
    booked = make_confirmed(
        **evening, starts_at=SEVEN, bedtime=at(TUESDAY, "23:15").time()
    )

    text = page(booked).content.decode()

    assert "23:15" in text
    assert "22:45" in text


def test_what_will_be_changed_is_said_and_what_was_ticked_is_not(evening):
    held = make_held(**evening, starts_at=SEVEN)
    ticked = given(
        treatment=held.treatment, starts_at=SEVEN, health=["medicine_effects"]
    )
    held = answer(appointment=held, given=ticked, now=NOW)
    from booking.actions import Person, book

    booked = book(appointment=held, person=Person("Ada", "ada@a.example"), now=NOW)

    text = page(booked).content.decode()

    assert "We will use a lighter touch and give you time to get up." in text
    assert "Medicine that makes me sleepy" not in text


def test_a_hold_goes_on_to_its_next_step(evening):
    held = make_held(**evening, starts_at=SEVEN)

    response = page(held)

    assert response.status_code == 302
    assert response.url.endswith("/questions/")


def test_a_review_says_by_when(evening):
    review = make_review(**evening, starts_at=SEVEN + timedelta(days=7))

    text = page(review).content.decode()

    assert "We are keeping your place" in text
    assert "Tuesday 8 December, 12:00" in text
    assert "blood clot" not in text.lower()


def test_not_now_is_kind_gives_a_reason_and_a_date(evening):
    held = make_held(**evening, starts_at=SEVEN)
    ill = given(treatment=held.treatment, starts_at=SEVEN, today=["unwell"])
    declined = answer(appointment=held, given=ill, now=NOW)

    text = page(declined).content.decode()

    assert "Not this evening" in text
    assert "Rest will do you more good just now" in text
    assert "Thursday 10 December" in text
    assert "We asked for no name" in text


def test_an_urgent_not_now_shows_its_help_first(evening):
    held = make_held(**evening, starts_at=SEVEN)
    chest = given(treatment=held.treatment, starts_at=SEVEN, today=["emergency_signs"])
    declined = answer(appointment=held, given=chest, now=NOW)

    text = page(declined).content.decode()

    assert "Please call 999 now" in text
    assert text.index("Please call 999 now") < text.index("Not this evening")
    assert "See times from" not in text


def test_a_therapists_no_is_kind_and_gives_no_medical_reason(evening):
    review = make_review(**evening, starts_at=SEVEN + timedelta(days=7))
    declined = decline_review(appointment=review, by=make_user(), now=NOW)

    text = page(declined).content.decode()

    assert "A therapist has looked at your answers with care" in text


def test_a_review_that_ran_out_says_so_before_any_job_has_run(evening):
    review = make_review(**evening, starts_at=SEVEN + timedelta(days=7))

    with time_machine.travel(review.expires_at, tick=False):
        text = page(review).content.decode()

    assert "that is on us" in text


def test_a_cancelled_evening_can_be_followed_by_another(evening):
    booked = make_confirmed(**evening, starts_at=SEVEN)
    cancel(appointment=booked, now=NOW)

    text = page(booked).content.decode()

    assert "This evening is cancelled" in text
    assert "/book/parasympathetic-evening-60/" in text


def test_after_the_evening_it_can_be_booked_again(evening):
    client = make_client()
    first = make_confirmed(
        **evening,
        starts_at=SEVEN - timedelta(days=14),
        now=NOW - timedelta(days=20),
        client=client,
        status=Status.COMPLETED,
    )
    booked = make_confirmed(
        **evening,
        starts_at=SEVEN - timedelta(days=7),
        now=NOW - timedelta(days=20),
        client=client,
        status=Status.COMPLETED,
    )

    text = page(booked).content.decode()

    assert "Book again" in text
    assert "Tuesday 24 November" in text
    assert first.ref not in text
