"""The last step where a therapist rings first."""

from datetime import timedelta

import pytest

from booking.models import Status
from tests.public.browser import browser_of
from tests.public.going import SEVEN, answer, book, hold, url
from tests.public.pages import html, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]

DOCTOR = {"practice": "Westbrook Surgery", "said_on": "2026-12-06", "agreed": "on"}
LOCKED = [
    ["pregnancy"],
    ["surgery_injury"],
    ["heart_circulation"],
    ["seizures"],
    ["skin"],
    ["clotting"],
]


@pytest.mark.parametrize("ticked", LOCKED, ids=lambda ticked: ticked[0])
def test_the_six_are_kept_for_a_therapist_and_never_confirmed_here(ticked):
    held = hold(starts_at=SEVEN + timedelta(days=7))
    held.therapist.trainings = ["pregnancy", "cancer_care"]
    held.therapist.save()
    client = browser_of(held)
    answer(client, held, {}, ask_first=ticked)

    page = words(client.get(url(held, "details")))
    book(client, held, phone="01632 960202")

    assert "A short talk first" in page
    assert "Keep Tuesday 15 December, 19:00" in page
    assert held.status == Status.REVIEW
    assert held.clearance is None


def kept_for_a_doctor(client, held):
    answer(client, held, {"clot_kind": "clot_past"}, ask_first=["clotting"])


@pytest.fixture
def next_week():
    return hold(starts_at=SEVEN + timedelta(days=7))


def test_who_rings_by_when_and_what_to_ask_a_doctor_is_said(next_week):
    client = browser_of(next_week)
    kept_for_a_doctor(client, next_week)

    page = words(client.get(url(next_week, "details")))

    assert f"{next_week.therapist.first_name} or a colleague" in page
    assert "You hear from us by Tuesday 8 December, 21:00" in page
    assert "“May I have a gentle massage?”" in page


def test_a_talk_needs_a_number(next_week):
    client = browser_of(next_week)
    kept_for_a_doctor(client, next_week)

    response = book(client, next_week)

    assert response.status_code == 422
    assert '<a href="#id_phone">' in html(response)
    assert next_week.status == Status.HELD


def test_a_doctor_who_said_yes_already_is_noted(next_week):
    client = browser_of(next_week)
    kept_for_a_doctor(client, next_week)

    book(client, next_week, phone="01632 960202", **DOCTOR)

    assert next_week.review["doctor"] == {
        "practice": "Westbrook Surgery",
        "said_on": "2026-12-06",
    }


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        (DOCTOR | {"practice": ""}, "#id_practice"),
        (DOCTOR | {"said_on": "2026-12-08"}, "#id_said_on"),
        (DOCTOR | {"said_on": "9999-12-31"}, "#id_said_on"),
        ({"practice": "Westbrook Surgery"}, "#id_agreed"),
    ],
    ids=str,
)
def test_a_doctors_yes_is_told_whole_or_not_at_all(next_week, typed, link):
    client = browser_of(next_week)
    kept_for_a_doctor(client, next_week)

    response = book(client, next_week, phone="01632 960202", **typed)

    assert response.status_code == 422
    assert f'<a href="{link}">' in html(response)
