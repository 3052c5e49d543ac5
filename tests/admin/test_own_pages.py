"""The pages of our own among the admin's: each with a line, walked role by role."""

import pytest
from django.urls import reverse

from booking.admin.questionnaires.listing import PAGES
from tests.admin.pages import signed_in
from tests.factories import make_evening, make_questionnaire, make_treatment

pytestmark = pytest.mark.django_db

ROLE_NAMES = ("Therapist", "Lead therapist", "Front desk", "Manager", "Editor")
READERS = (True, True, False, True, False)
LEAD_ONLY = (False, True, False, False, False)

# name, method, arguments beside the row, and which of ROLE_NAMES may
TABLE = [
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
ABOUT_SEVERAL = ("questionnaire_draft",)


@pytest.fixture
def rows():
    make_evening()
    make_treatment(slug="hands-feet-scalp-45")
    return {"questionnaire": make_questionnaire(number=2, published=False)}


def address(rows, name, keys):
    if name in ABOUT_SEVERAL:
        return reverse(f"admin:booking_{name}")
    row = rows[name.partition("_")[0]]
    return reverse(f"admin:booking_{name}", args=[row.pk, *keys])


def test_every_page_has_a_line():
    version = {f"questionnaire_{name}" for name, _view in PAGES.values()}

    assert {name for name, *_rest in TABLE} == version


@pytest.mark.parametrize("role", ROLE_NAMES)
def test_a_role_opens_what_its_line_says(client, rows, role):
    signed_in(client, role=role)

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
