"""The lists another time, or another treatment, of a booked one needs asked."""

from datetime import timedelta

import pytest

from booking.models import Message, Questionnaire, Screening, Status
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    make_confirmed,
    make_evening,
    make_held,
    make_questionnaire,
    make_room,
    make_treatment,
    starting_document,
)
from tests.public.browser import browser_of
from tests.public.going import SEVEN, lists, ticked, url
from tests.public.pages import html, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]

FORTNIGHT = SEVEN + timedelta(days=14)


def booked_for(starts_at=FORTNIGHT, slug="hands-feet-scalp-45"):
    treatment, therapist, room = make_evening(slug=slug)
    return make_confirmed(
        treatment=treatment, therapist=therapist, room=room, starts_at=starts_at
    )


@pytest.fixture
def booked():
    return booked_for()


@pytest.fixture
def client(booked):
    return browser_of(booked)


def here(booked, starts_at=SEVEN, **more):
    query = {"start": starts_at.isoformat().replace("+", "%2B")} | more
    return (
        url(booked, "questions") + "?" + "&".join(f"{k}={v}" for k, v in query.items())
    )


def lower_back(booked):
    treatment = make_treatment(slug="lower-back-calm-60")
    booked.therapist.treatments.add(treatment)
    return treatment


def test_from_two_weeks_ahead_to_tomorrow_asks_how_one_is(client, booked):
    response = client.get(here(booked))

    page = words(response)
    assert "Your own time stays yours until this is done." in page
    assert "How you are now" in page
    assert "Six things" not in page
    assert ticked(response) == []


def test_once_it_is_answered_the_time_is_moved(client, booked):
    posted = lists(booked, starts_at=SEVEN) | {"revision": booked.revision}

    response = client.post(here(booked), posted)

    assert response["Location"] == f"/appointments/{booked.ref}/"
    booked.refresh_from_db()
    assert (booked.status, booked.starts_at) == (Status.CONFIRMED, SEVEN)
    assert booked.screening.content["answers"]["ask_first"] == ["none"]
    assert Message.objects.filter(kind=Message.Kind.MOVED).count() == 1


def test_without_an_answer_nothing_is_moved(client, booked):
    posted = lists(booked, starts_at=SEVEN, today=None)

    response = client.post(here(booked), posted)

    assert response.status_code == 422
    booked.refresh_from_db()
    assert booked.starts_at == FORTNIGHT
    assert Screening.objects.count() == 1


def test_another_treatment_asks_what_it_must_know(client, booked):
    treatment = lower_back(booked)
    address = here(booked, FORTNIGHT, treatment=treatment.slug)

    page = html(client.get(address))
    posted = lists(booked, starts_at=FORTNIGHT, treatment=treatment)
    client.post(address, posted)

    assert 'value="back_emergency"' in page
    assert 'name="scent"' in page
    assert "Six things" not in page
    booked.refresh_from_db()
    assert booked.treatment == treatment
    assert booked.clearance.treatment == treatment


def test_a_tick_is_asked_about_beside_it_and_looked_at_once_more(client, booked):
    treatment = lower_back(booked)
    address = here(booked, FORTNIGHT, treatment=treatment.slug)
    posted = lists(
        booked, starts_at=FORTNIGHT, treatment=treatment, comfort=["back_check"]
    )

    response = client.post(address, posted)

    page = html(response)
    assert response.status_code == 422
    assert "Nothing is decided yet" in page
    assert 'name="back_sign"' in page
    assert 'name="sure"' in page
    booked.refresh_from_db()
    assert (booked.status, booked.treatment.slug) == (
        Status.CONFIRMED,
        "hands-feet-scalp-45",
    )


def test_what_is_sent_once_more_decides_and_the_old_time_is_kept(client, booked):
    """A back that hurts speaks against nothing that is booked, so it simply stays."""
    treatment = lower_back(booked)
    address = here(booked, FORTNIGHT, treatment=treatment.slug)
    ticks = {"comfort": ["back_check"], "back_sign": "unsure", "sure": "1"}
    posted = lists(booked, starts_at=FORTNIGHT, treatment=treatment, **ticks)

    client.post(address, posted)

    booked.refresh_from_db()
    assert booked.treatment.slug == "hands-feet-scalp-45"
    assert (booked.status, booked.starts_at) == (Status.CONFIRMED, FORTNIGHT)
    assert booked.screening.content["answers"]["comfort"] == ["none"]


def test_an_answer_that_needs_a_look_puts_the_old_time_into_review(client, booked):
    posted = lists(booked, starts_at=SEVEN, today=["under_18"], sure="1")

    client.post(here(booked), posted | {"age_now": "sixteen_seventeen"})

    booked.refresh_from_db()
    assert (booked.status, booked.starts_at) == (Status.REVIEW, FORTNIGHT)


def test_not_now_cancels_for_safety_and_never_late(client, booked):
    client.post(
        here(booked), lists(booked, starts_at=SEVEN, today=["unwell"], sure="1")
    )

    booked.refresh_from_db()
    assert booked.status == Status.CANCELLED
    assert not booked.cancelled_late


def test_what_was_ticked_for_any_treatment_counts_for_the_booked_one(client, booked):
    treatment = lower_back(booked)
    address = here(booked, FORTNIGHT, treatment=treatment.slug, everything=1)
    posted = lists(booked, starts_at=FORTNIGHT, treatment=treatment, everything=True)

    page = html(client.get(address))
    client.post(address, posted | {"ask_first": ["skin"], "sure": "1"})

    assert "Six things" in page
    booked.refresh_from_db()
    assert (booked.status, booked.review) == (Status.REVIEW, {"why": "answers"})
    assert booked.screening.treatment == booked.treatment


def test_answers_to_other_lists_than_before_are_gone_through_aloud():
    booked = booked_for(slug="neck-shoulders-ears-45")
    treatment = lower_back(booked)
    Questionnaire.objects.update(status="retired", retired_at=NOW)
    make_questionnaire(number=2, document=starting_document() | {"version": 2})
    address = here(booked, FORTNIGHT, treatment=treatment.slug)
    posted = lists(booked, starts_at=FORTNIGHT, treatment=treatment)

    browser_of(booked).post(address, posted | {"ask_first": ["skin"], "sure": "1"})

    booked.refresh_from_db()
    assert (booked.status, booked.review) == (Status.REVIEW, {"why": "talk"})
    assert booked.screening is None


def test_an_urgent_tick_is_answered_before_all_else(client, booked):
    posted = lists(booked, starts_at=SEVEN, today=["emergency_signs"], consents=())

    page = html(client.post(here(booked), posted))

    assert page.index('role="alert" tabindex="-1">Please call') < page.index("<h1>")


def test_a_time_that_went_meanwhile_is_said_and_the_answers_are_kept(client, booked):
    make_held(
        treatment=booked.treatment,
        therapist=booked.therapist,
        room=make_room(),
        starts_at=SEVEN,
    )

    response = client.post(here(booked), lists(booked, starts_at=SEVEN))

    assert response.status_code == 409
    assert "Your own time is still yours." in html(response)
    assert len(ticked(response)) == 2
    booked.refresh_from_db()
    assert booked.starts_at == FORTNIGHT


def test_a_page_from_before_a_change_moves_nothing(client, booked):
    posted = lists(booked, starts_at=SEVEN) | {"revision": booked.revision}
    booked.revision += 1
    booked.save()

    response = client.post(here(booked), posted)

    assert response.status_code == 409
    booked.refresh_from_db()
    assert booked.starts_at == FORTNIGHT


@pytest.mark.parametrize(
    "start",
    [
        "",
        "tomorrow",
        "0000-00-00T00:00%2B00:00",
        "9999-12-31T19:00Z",
        "%00",
        "9" * 5000,
    ],
    ids=lambda start: start[:20],
)
def test_a_start_that_cannot_be_meant_is_a_bad_request(client, booked, start):
    address = f"{url(booked, 'questions')}?start={start}"

    assert client.get(address).status_code == 400
    assert client.post(address, {}).status_code == 400


def test_a_treatment_that_is_not_offered_is_not_asked_for(client, booked):
    page = words(client.get(here(booked, treatment="%00%ED%A0%80nothing")))

    assert "For Hands, feet and scalp on Tuesday 8 December" in page


def test_only_what_is_booked_is_moved():
    treatment, therapist, room = make_evening()
    held = make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "17:00"),
    )

    response = browser_of(held).get(here(held))

    assert response["Location"] == f"/appointments/{held.ref}/"
    assert held.starts_at.date() == MONDAY + timedelta(days=1)


def test_nobody_else_is_asked(booked):
    assert browser_of().get(here(booked)).status_code == 404
    assert booked.starts_at > NOW
