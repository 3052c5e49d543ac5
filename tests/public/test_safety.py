import pytest

from tests.factories import make_clinic, make_questionnaire, starting_document
from tests.public.pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]

PAGE = "/how-we-keep-you-safe/"


def test_it_says_who_approved_the_questions_and_when(client):
    make_clinic()
    make_questionnaire(number=3)

    page = words(client.get(PAGE))

    assert "Approved by Ines Duarte Massage therapist" in page
    assert "Registration Register 1234" in page
    assert "7 November 2026 Version 3" in page


def test_it_lists_everything_that_is_asked_and_why(client):
    make_clinic()
    make_questionnaire()

    page = words(client.get(PAGE))

    asked = [
        entry
        for section in starting_document()["sections"]
        for entry in section.get("items", section.get("questions", []))
    ]
    assert len(asked) > 30
    for entry in asked:
        assert entry["text"] in page
        assert entry["why"] in page


def test_house_rules_are_the_clinics_own(client):
    make_clinic(house_rules="Never work on the front of the neck.\nStop at once.")
    make_questionnaire()

    page = words(client.get(PAGE))

    assert "Never work on the front of the neck. Stop at once." in page


def test_whom_to_ring_when_it_cannot_wait_is_the_clinics_own(client):
    make_clinic(emergency_number="112", urgent_line="116 117")

    page = words(client.get(PAGE))

    assert "In an emergency ring 112. For help the same day ring 116 117." in page


def test_a_draft_is_nobodys_business(client):
    make_clinic()
    make_questionnaire(published=False)

    page = words(client.get(PAGE))

    assert "No health check is in use at the moment" in page
    assert "Chest pain" not in page


@pytest.mark.parametrize("page", [PAGE, "/privacy/", "/accessibility/"])
def test_a_plain_page_stands_before_anything_is_set_up(client, page):
    assert client.get(page).status_code == 200
