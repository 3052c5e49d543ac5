"""Only what was not asked yet: another treatment, another visit, another person."""

from datetime import timedelta

import pytest

from booking.actions import Person, answer, book
from booking.models import Status
from tests.factories import (
    NOW,
    given,
    make_client,
    make_held,
    make_therapist,
    make_treatment,
)
from tests.public.browser import browser_of
from tests.public.going import SEVEN, hold, lists, ticked, url
from tests.public.pages import html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]

NEXT_WEEK = SEVEN + timedelta(days=7)


def test_only_what_another_treatment_adds_is_asked():
    held = hold(slug="hands-feet-scalp-45")
    client = browser_of(held)
    client.post(url(held, "questions"), lists(held))
    back = make_treatment(slug="lower-back-calm-60")
    held.therapist.treatments.add(back)

    response = client.post(url(held, "instead"), {"treatment": back.slug})

    assert response["Location"] == url(held, "questions")
    page = html(client.get(url(held, "questions")))
    assert "You and this session" in page
    assert 'value="back_emergency"' in page
    assert "Six things" not in page
    assert 'name="consent_true"' in page
    assert 'name="consent_health"' not in page
    held.refresh_from_db()
    response = client.post(url(held, "questions"), lists(held))
    assert response["Location"] == url(held, "details")
    held.refresh_from_db()
    assert held.screening.content["answers"]["ask_first"] == ["none"]
    assert held.screening.treatment == back


def hold_for_someone():
    return hold(
        client=make_client(phone=""),
        status=Status.REVIEW,
        review={"why": "someone_else"},
        expires_at=NOW + timedelta(hours=3),
    )


def test_the_person_a_visit_is_for_answers_from_their_own_link():
    held = hold_for_someone()
    client = browser_of(held)

    page = html(client.get(url(held, "questions")))
    response = client.post(url(held, "questions"), lists(held))

    assert "We keep this time until" in page
    assert "I need more time" not in page
    assert response["Location"] == f"/appointments/{held.ref}/"
    held.refresh_from_db()
    assert held.status == Status.CONFIRMED


def test_they_are_asked_for_a_number_where_a_therapist_must_ring():
    held = hold_for_someone()

    response = browser_of(held).post(
        url(held, "questions"), lists(held, health=["unsure"])
    )

    assert response["Location"] == url(held, "talk")
    held.refresh_from_db()
    assert held.status == Status.REVIEW


def test_what_they_tick_is_asked_about_before_it_decides():
    held = hold_for_someone()
    client = browser_of(held)
    client.post(url(held, "questions"), lists(held, today=["unwell"]))

    page = html(client.get(url(held, "more")))
    client.post(url(held, "more"), {"mistake": "unwell", "none": "today"})

    assert "I ticked this by mistake" in page
    held.refresh_from_db()
    assert held.status == Status.CONFIRMED


@pytest.fixture
def again():
    """A hold for someone who was here before, and told us all of it."""
    earlier = hold()
    said = given(
        treatment=earlier.treatment,
        starts_at=SEVEN,
        health=["low_pressure"],
        fainted_lately="not_fainted",
    )
    answer(appointment=earlier, given=said, now=NOW)
    booked = book(appointment=earlier, person=Person("Hannah", "h@w.uk"), now=NOW)
    return make_held(
        treatment=earlier.treatment,
        therapist=make_therapist(treatments=[earlier.treatment]),
        room=earlier.room,
        starts_at=NEXT_WEEK,
        follows=booked,
    )


def test_those_who_come_again_are_asked_what_may_have_changed(again):
    response = browser_of(again).get(url(again, "questions"))

    page = html(response)
    assert "You told us most of it already." in page
    assert "How you are now" in page
    assert "Six things" in page
    assert "Other health" not in page
    assert ticked(response) == []


def test_their_answers_from_before_count_as_old_as_they_are(again):
    response = browser_of(again).post(url(again, "questions"), lists(again))

    assert response["Location"] == url(again, "details")
    again.refresh_from_db()
    assert again.screening.content["answers"]["health"] == ["low_pressure"]
    assert again.screening.valid_until == again.follows.screening.valid_until


def test_they_may_be_asked_everything_again(again):
    page = html(browser_of(again).get(url(again, "questions") + "?everything=1"))

    assert "Six things" in page
    assert "Other health" in page


def test_what_they_ticked_before_is_not_shown_again(again):
    client = browser_of(again)
    client.post(url(again, "questions"), lists(again, today=["under_18"]))

    page = html(client.get(url(again, "more")))

    assert page.count("I ticked this by mistake") == 1
    assert "Low blood pressure" not in page
