"""Nonsense in any field of a staff page is an answer in words, never a fault."""

import pytest
from django.urls import reverse

from booking.models import Questionnaire
from tests.admin.pages import change_url, posted, signed_in
from tests.admin.test_questionnaire import address, typed
from tests.factories import (
    TUESDAY,
    at,
    make_evening,
    make_questionnaire,
    make_review,
)

pytestmark = pytest.mark.django_db

HOSTILE = [
    "\0",
    "9" * 5000,
    "-1",
    "9999-12-31",
    "0000-00-00",
    "<script>alert(1)</script>",
    "\N{LEFT-TO-RIGHT OVERRIDE}",
    "x" * 20_000,
]
ANSWERS = {200, 302, 400, 403, 404, 409, 422}


@pytest.fixture
def rows(client):
    treatment, therapist, room = make_evening()
    signed_in(client, is_superuser=True)
    review = make_review(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "19:00"),
    )
    return {
        "treatment": treatment,
        "therapist": therapist,
        "room": room,
        "client": review.client,
        "review": review,
        "draft": make_questionnaire(number=2, published=False),
    }


def answers_to(client, url, data):
    """Each field in turn with each kind of nonsense, all else as it stands."""
    return {
        client.post(url, data | {name: value}).status_code
        for name in data
        for value in HOSTILE
    }


@pytest.mark.parametrize("name", ["treatment", "therapist", "room", "client"])
def test_the_fields_of_the_admins_own_pages(client, rows, name):
    url = change_url(rows[name])
    data = posted(client.get(url))
    few = {key: data[key] for key in list(data)[:14] + list(data)[-7:]}

    found = {
        client.post(url, data | {key: value}).status_code
        for key in few
        for value in ("\0", "9" * 5000)
    }

    assert found <= ANSWERS


@pytest.mark.parametrize(
    ("name", "keys"), [("question", ["oil_allergy"]), ("section", ["health"])]
)
def test_the_fields_of_a_draft(client, rows, name, keys):
    url = address(name, rows["draft"], *keys)
    before = rows["draft"].document

    found = answers_to(client, url, typed(client.get(url)))

    rows["draft"].refresh_from_db()
    assert found <= {302, 404, 422}
    assert {**rows["draft"].document, "sections": []} == {**before, "sections": []}


@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 5000, "\0"])
@pytest.mark.parametrize("name", ["choice-TOTAL_FORMS", "choice-INITIAL_FORMS"])
def test_how_many_answers_a_question_has(client, rows, name, value):
    url = address("question", rows["draft"], "allergy_strength")

    response = client.post(url, typed(client.get(url)) | {name: value})

    assert response.status_code in (302, 422)
    assert Questionnaire.objects.get(number=2).document == rows["draft"].document


@pytest.mark.parametrize("value", ["\0", "x", "9" * 5000, "-1", str(10**18)])
@pytest.mark.parametrize("action", ["open_review", "nonsense"])
def test_the_rows_an_action_is_for(client, rows, action, value):
    data = {"action": action, "_selected_action": [value]}

    response = client.post(reverse("admin:booking_appointment_changelist"), data)

    assert response.status_code in (200, 302)
