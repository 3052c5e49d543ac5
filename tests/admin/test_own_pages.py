"""The pages of our own among the admin's: each with a line, walked role by role."""

import pytest
from django.urls import reverse

from booking.admin.questionnaires.listing import PAGES
from booking.admin.review.urls import review_urls
from tests.admin.pages import signed_in
from tests.factories import (
    TUESDAY,
    at,
    make_evening,
    make_questionnaire,
    make_review,
    make_treatment,
)

pytestmark = pytest.mark.django_db

ROLE_NAMES = ("Therapist", "Lead therapist", "Front desk", "Manager", "Editor")
REVIEWERS = (True, True, False, False, False)
READERS = (True, True, False, True, False)
LEAD_ONLY = (False, True, False, False, False)

# name, method, arguments beside the row, and which of ROLE_NAMES may
TABLE = [
    ("appointment_review", "get", [], REVIEWERS),
    ("appointment_answers", "post", [], REVIEWERS),
    ("appointment_clear", "post", [], REVIEWERS),
    ("appointment_decline", "post", [], REVIEWERS),
    ("appointment_aloud", "get", [], REVIEWERS),
    ("appointment_aloud", "post", [], REVIEWERS),
    ("appointment_clear_selected", "get", [], REVIEWERS),
    ("appointment_decline_selected", "get", [], REVIEWERS),
    ("questionnaire_draft", "post", [], LEAD_ONLY),
    ("questionnaire_try", "get", [], READERS),
    ("questionnaire_try", "post", [], READERS),
    ("questionnaire_changes", "get", [], READERS),
    ("questionnaire_head", "get", [], LEAD_ONLY),
    ("questionnaire_head", "post", [], LEAD_ONLY),
    ("questionnaire_words", "get", [], LEAD_ONLY),
    ("questionnaire_section", "get", ["today"], LEAD_ONLY),
    ("questionnaire_add", "get", ["today"], LEAD_ONLY),
    ("questionnaire_question", "get", ["unwell"], LEAD_ONLY),
    ("questionnaire_question", "post", ["unwell"], LEAD_ONLY),
    ("questionnaire_move", "post", ["unwell"], LEAD_ONLY),
    ("questionnaire_remove", "get", ["unwell"], LEAD_ONLY),
    ("questionnaire_follow_up", "get", ["unwell", "ticked"], LEAD_ONLY),
    ("questionnaire_publish", "get", [], LEAD_ONLY),
    ("questionnaire_publish", "post", [], LEAD_ONLY),
]
ABOUT_SEVERAL = (
    "appointment_clear_selected",
    "appointment_decline_selected",
    "questionnaire_draft",
)


@pytest.fixture
def rows():
    treatment, therapist, room = make_evening()
    make_treatment(slug="hands-feet-scalp-45")
    return {
        "appointment": make_review(
            treatment=treatment,
            therapist=therapist,
            room=room,
            starts_at=at(TUESDAY, "19:00"),
        ),
        "questionnaire": make_questionnaire(number=2, published=False),
    }


def address(rows, name, keys):
    if name in ABOUT_SEVERAL:
        return reverse(f"admin:booking_{name}")
    model = name.partition("_")[0]
    row = rows[model]
    first = row.ref if model == "appointment" else row.pk
    return reverse(f"admin:booking_{name}", args=[first, *keys])


def test_every_page_has_a_line():
    review = {url.name.removeprefix("booking_") for url in review_urls()}
    version = {f"questionnaire_{name}" for name, _view in PAGES.values()}

    assert {name for name, *_rest in TABLE} == review | version


@pytest.mark.parametrize("role", ROLE_NAMES)
def test_a_role_opens_what_its_line_says(client, rows, role):
    user = signed_in(client, role=role)
    rows["appointment"].therapist.user = user
    rows["appointment"].therapist.save()

    opened = {
        (name, method): getattr(client, method)(address(rows, name, keys)).status_code
        for name, method, keys, _roles in TABLE
    }

    for name, method, _keys, roles in TABLE:
        allowed = roles[ROLE_NAMES.index(role)]
        assert (opened[name, method] != 403) is allowed, (name, method)


def test_strangers_are_sent_to_sign_in(client, rows):
    answers = [
        getattr(client, method)(address(rows, name, keys))
        for name, method, keys, _roles in TABLE
    ]

    for answer in answers:
        assert answer.status_code == 302
        assert "login" in answer.headers["Location"]
