"""My doctor has said yes: the practice, the day, and a tick."""

import pytest

from booking.models import Status
from tests.factories import make_evening, make_review
from tests.public.browser import browser_of
from tests.public.going import SEVEN, hold, url
from tests.public.pages import html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]

YES = {"practice": "Westbrook Surgery", "said_on": "2026-12-06", "agreed": "on"}


@pytest.fixture
def review():
    treatment, therapist, room = make_evening()
    return make_review(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )


@pytest.fixture
def client(review):
    return browser_of(review)


def test_a_yes_is_noted_for_the_therapist(client, review):
    response = client.post(url(review, "their-word"), YES)

    assert response["Location"] == f"/appointments/{review.ref}/"
    review.refresh_from_db()
    assert review.review["doctor"]["practice"] == "Westbrook Surgery"
    assert review.status == Status.REVIEW  # the therapist decides


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ({"practice": ""}, "#id_practice"),
        ({"practice": "a\x00b"}, "#id_practice"),
        ({"practice": "W" * 200}, "#id_practice"),
        ({"said_on": ""}, "#id_said_on"),
        ({"said_on": "2026-12-08"}, "#id_said_on"),
        ({"said_on": "0000-00-00"}, "#id_said_on"),
        ({"said_on": "1815-06-18"}, "#id_said_on"),
        ({"agreed": ""}, "#id_agreed"),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_what_is_wrong_is_linked_and_kept(client, review, typed, link):
    sent = YES | typed

    response = client.post(url(review, "their-word"), sent)

    page = html(response)
    assert response.status_code == 422
    assert f'<a href="{link}">' in page
    assert "practice" in typed or 'value="Westbrook Surgery"' in page
    review.refresh_from_db()
    assert "doctor" not in review.review


def test_where_nobody_reviews_there_is_no_yes_to_note():
    held = hold()
    client = browser_of(held)

    assert (
        client.get(url(held, "their-word"))["Location"] == f"/appointments/{held.ref}/"
    )
    client.post(url(held, "their-word"), YES)

    held.refresh_from_db()
    assert held.review is None


def test_nobody_else_says_yes(review):
    assert browser_of().post(url(review, "their-word"), YES).status_code == 404
