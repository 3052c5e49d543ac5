"""The publish page, and trying a version as a client would."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from booking.models import Appointment, Client, Questionnaire, Screening
from booking.screening.confirmations import confirmations
from tests.admin.pages import signed_in
from tests.factories import (
    CONSENTS,
    NOTHING,
    NOW,
    make_clinic,
    make_questionnaire,
    make_treatment,
)

pytestmark = pytest.mark.django_db

CATALOGUE = (
    "parasympathetic-evening-60",
    "parasympathetic-evening-90",
    "neck-shoulders-ears-45",
    "abdominal-calm-45",
    "lower-back-calm-60",
    "heat-and-massage-60",
    "hands-feet-scalp-45",
)
SIGNED = {
    "name": "Ines Duarte",
    "profession": "Massage therapist",
    "registration": "Register 1234",
}


@pytest.fixture
def draft():
    make_clinic(emergency_number="112")
    for slug in CATALOGUE:
        make_treatment(slug=slug)
    make_questionnaire(number=1)
    return make_questionnaire(number=2, published=False)


def address(name, version):
    return reverse(f"admin:booking_questionnaire_{name}", args=[version.pk])


def signed(client, draft, *, but=None):
    """What the page posts once everything is ticked and signed."""
    page = client.get(address("publish", draft))
    ticks = [place.key for place in confirmations(draft.document) if place.key != but]
    return SIGNED | {"confirm": ticks, "seen": page.context["seen"]}


def test_the_page_asks_for_every_place_marked_to_be_confirmed(client, draft):
    signed_in(client, role="Lead therapist", name="Ines Duarte")

    text = client.get(address("publish", draft)).content.decode()

    for place in confirmations(draft.document):
        assert f'name="confirm" value="{place.key}"' in text
    assert text.count('name="confirm"') == 36
    assert "checked" not in text
    assert 'value="Ines Duarte"' in text


def test_the_lead_therapist_publishes(client, draft):
    lead = signed_in(client, role="Lead therapist")

    response = client.post(address("publish", draft), signed(client, draft))

    published = Questionnaire.objects.published()
    assert response.status_code == 302
    assert published == draft
    assert published.approved_by == lead
    assert published.published_at == NOW


def test_a_missing_tick_is_named_and_what_was_ticked_stays_ticked(client, draft):
    signed_in(client, role="Lead therapist")
    data = signed(client, draft, but="today.under_18")

    response = client.post(address("publish", draft), data)

    text = response.content.decode()
    assert response.status_code == 422
    assert "Not confirmed yet: How you are now, Under 18; I am under 18" in text
    assert text.count(" checked") == 35
    assert Questionnaire.objects.published().number == 1


@pytest.mark.parametrize("field", SIGNED)
def test_nobody_publishes_unsigned(client, draft, field):
    signed_in(client, role="Lead therapist")
    data = signed(client, draft) | {field: " "}

    response = client.post(address("publish", draft), data)

    assert response.status_code == 422
    assert Questionnaire.objects.published().number == 1


@pytest.mark.parametrize("role", ["Therapist", "Manager", "Front desk", "Editor"])
def test_no_other_role_opens_or_posts_the_page(client, draft, role):
    signed_in(client, role=role)

    opened = client.get(address("publish", draft))
    posted = client.post(address("publish", draft), SIGNED)

    assert (opened.status_code, posted.status_code) == (403, 403)
    assert Questionnaire.objects.published().number == 1


def tried(client, draft, *, treatment="parasympathetic-evening-60", **answers):
    url = address("try", draft)
    query = f"?treatment={treatment}&stage=booking&ahead=later"
    agreed = dict.fromkeys(CONSENTS, "on")
    return client.post(url + query, {**agreed, **NOTHING, **answers})


def test_trying_nothing_comes_to_clear(client, draft):
    signed_in(client, role="Therapist")

    text = tried(client, draft).content.decode()

    assert "You are booked, and nothing in your answers changes this session." in text
    assert "The answers hold for 90 days." in text


def test_trying_shows_reasons_and_what_to_leave_out(client, draft):
    signed_in(client, role="Therapist")

    response = tried(
        client, draft, ask_first=["clotting"], clot_kind="clot_recent", today=["none"]
    )

    result = response.context["result"]
    assert result.outcome == "not_now"
    for reason in result.reasons:
        assert escape(reason) in response.content.decode()
    assert result.reasons


def test_urgent_help_names_the_clinics_own_number(client, draft):
    signed_in(client, role="Therapist")

    text = tried(client, draft, today=["emergency_signs"]).content.decode()

    assert "Please call 112 now" in text


def test_trying_says_what_is_still_to_answer(client, draft):
    signed_in(client, role="Therapist")

    response = tried(client, draft, health=[], consent_true="")

    assert response.context["result"].outcome == "incomplete"
    assert response.context["result"].missing == (
        "Other health",
        "My answers are true as far as I know. I will tell you if anything changes.",
    )


def test_only_the_chosen_treatments_questions_are_shown(client, draft):
    signed_in(client, role="Therapist")
    query = "?stage=booking&ahead=later&treatment="

    calm = client.get(address("try", draft) + query + "parasympathetic-evening-60")
    heat = client.get(address("try", draft) + query + "heat-and-massage-60")

    assert 'value="heat_check"' not in calm.content.decode()
    assert 'value="heat_check"' in heat.content.decode()


def test_trying_stores_nothing_at_all(client, draft):
    signed_in(client, role="Lead therapist")
    client.get(address("try", draft))

    with CaptureQueriesContext(connection) as queries:
        tried(client, draft, ask_first=["pregnancy"], pregnancy_stage="later")

    writes = ("INSERT", "UPDATE", "DELETE")
    assert [q["sql"] for q in queries if q["sql"].startswith(writes)] == []
    for model in (Screening, Appointment, Client, LogEntry):
        assert not model.objects.exists()


@pytest.mark.parametrize(
    "query",
    ["?treatment=nobody&stage=booking&ahead=later", "?stage=%00&ahead=x&treatment=%00"],
)
def test_a_nonsense_choice_shows_the_choices_again(client, draft, query):
    signed_in(client, role="Therapist")

    response = client.get(address("try", draft) + query)

    assert response.status_code == 200
    assert response.context["groups"] == []
