"""The lists of the health check."""

from datetime import timedelta

import pytest
import time_machine

from booking.models import Client, Outcome, Questionnaire, Screening, Status
from tests.factories import NOW, make_questionnaire, starting_document
from tests.public.browser import browser_of
from tests.public.going import TICKED, hold, lists, ticked, url
from tests.public.pages import html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]


@pytest.fixture
def held():
    return hold()


@pytest.fixture
def client(held):
    return browser_of(held)


def test_nothing_is_ticked_but_no_scent(client, held):
    page = html(client.get(url(held, "questions")))

    (ticked,) = TICKED.findall(page)
    assert 'value="no_scent"' in ticked
    for consent in ("consent_health", "consent_massage", "consent_true"):
        assert f'name="{consent}"' in page


def test_a_healthy_person_is_done_in_eight_taps(client, held):
    """Four times None of these, three yeses, and the button."""
    posted = lists(held)

    response = client.post(url(held, "questions"), posted)

    assert response["Location"] == url(held, "details")
    taps = [v for v in posted.values() if v in (["none"], "on")]
    assert len(taps) + 1 == 8
    held.refresh_from_db()
    assert held.screening.outcome == Outcome.CLEAR


def test_reasons_are_folded_and_there_for_every_box(client, held):
    page = html(client.get(url(held, "questions")))

    assert page.count("<summary>Why we ask") == 4
    assert "Rubbing can hurt sore skin or spread a bug." in page
    assert '<details class="whys">' in page


def test_scent_is_asked_only_where_the_treatment_has_it():
    held = hold(slug="hands-feet-scalp-45")
    client = browser_of(held)

    page = html(client.get(url(held, "questions")))

    assert 'name="scent"' not in page
    assert client.post(url(held, "questions"), lists(held)).status_code == 302


def test_only_the_scents_of_the_treatment_are_offered():
    held = hold(slug="neck-shoulders-ears-45")
    client = browser_of(held)

    page = html(client.get(url(held, "questions")))

    assert 'value="lavender"' in page
    assert 'value="chamomile"' not in page


def test_the_limit_is_text_of_the_server(client, held):
    page = html(client.get(url(held, "questions")))

    assert "Your time is kept until 12:20." in page
    assert "I need more time" in page


def test_none_with_another_tick_is_asked_about_before_anything(client, held):
    posted = lists(held, ask_first=["none", "pregnancy"])

    response = client.post(url(held, "questions"), posted)

    assert response.status_code == 422
    page = html(response)
    assert "You ticked None of these and something else. Please untick one." in page
    assert 'href="#id_ask_first_0"' in page
    assert len(ticked(response)) == 9  # all that was sent is still ticked
    assert Screening.objects.count() == 0


@pytest.mark.parametrize(
    ("left_out", "link"),
    [
        ({"comfort": None}, "#id_comfort_0"),
        ({"scent": None}, "#id_scent_0"),
        ({"consents": ("consent_health", "consent_massage")}, "#id_consent_true"),
        ({"consents": ("consent_massage", "consent_true")}, "#id_consent_health"),
    ],
    ids=str,
)
def test_what_is_missing_is_linked_and_the_rest_is_kept(client, held, left_out, link):
    posted = lists(held, **left_out)

    response = client.post(url(held, "questions"), posted)

    assert response.status_code == 422
    page = html(response)
    assert f'<a href="{link}">' in page
    assert 'role="alert" tabindex="-1"' in page
    kept = sum(v in (["none"], "on", "no_scent") for v in posted.values())
    assert len(ticked(response)) == kept
    assert Screening.objects.count() == 0


def test_before_the_health_consent_nothing_is_stored(client, held):
    posted = lists(
        held, consents=("consent_massage", "consent_true"), health=["device"]
    )

    client.post(url(held, "questions"), posted)

    held.refresh_from_db()
    assert held.screening is None
    assert Screening.objects.count() == 0
    assert "device" not in str(client.cookies)


def test_help_stands_beside_every_urgent_box(client, held):
    page = html(client.get(url(held, "questions")))

    assert page.count('<p class="urgent-now">') == 3
    assert 'call <a href="tel:999">999</a> now' in page
    assert '<a href="tel:111">111</a> today' in page


@pytest.mark.parametrize("consents", [(), ("consent_health",)])
def test_an_urgent_tick_is_answered_before_all_else(client, held, consents):
    posted = lists(held, today=["emergency_signs"], health=None, consents=consents)

    page = html(client.post(url(held, "questions"), posted))

    urgent = page.index(
        '<div class="urgent-now errors spaced" role="alert" tabindex="-1">'
    )
    assert urgent < page.index("<h1>") < page.index('id="form_errors"')


def test_an_urgent_box_sent_in_another_list_is_answered_too(client, held):
    posted = lists(held, health=["emergency_signs"])

    response = client.post(url(held, "questions"), posted)

    assert response.status_code == 422
    assert '<div class="urgent-now errors spaced" role="alert" tabindex="-1">' in html(
        response
    )


def test_a_tick_leads_to_a_little_more(client, held):
    posted = lists(held, today=["unwell"])

    response = client.post(url(held, "questions"), posted)

    assert response["Location"] == url(held, "more")
    held.refresh_from_db()
    assert held.status == Status.HELD  # nothing is decided yet
    assert not held.screening.final


def test_being_unsure_goes_on_to_a_therapist(client, held):
    response = client.post(url(held, "questions"), lists(held, health=["unsure"]))

    assert response["Location"] == url(held, "details")
    held.refresh_from_db()
    assert held.screening.final
    assert held.screening.outcome == Outcome.CLEARANCE


@pytest.mark.parametrize(
    "tampered",
    [
        {"today": ["nonsense"]},
        {"ask_first": "none\x00"},
        {"health": ["none", "none "]},
        {"scent": "vanilla"},
        {"scent": ["no_scent", "lavender"]},
        {"comfort": ["heat_check"]},
        {"consent_health": ""},
        {"consent_health": "yes"},
        {"lists-shown": ""},
        {"lists-shown": "clotting"},
        {"lists-version": "2"},
        {"lists-version": "9" * 5000},
    ],
    ids=str,
)
def test_what_the_page_did_not_offer_is_refused(client, held, tampered):
    posted = lists(held) | tampered

    response = client.post(url(held, "questions"), posted)

    held.refresh_from_db()
    if response.status_code == 302:  # the last of two radio buttons is one of them
        assert tampered == {"scent": ["no_scent", "lavender"]}
    else:
        assert response.status_code == 422
        assert held.screening is None


def test_a_list_that_was_not_shown_is_shown_before_it_counts():
    """Opened three days ahead, sent within two: how one is now is asked as well."""
    held = hold(starts_at=NOW + timedelta(hours=48))
    client = browser_of(held)
    posted = lists(held)
    assert "unwell" not in posted["lists-shown"]

    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        response = client.post(url(held, "questions"), posted)

    assert response.status_code == 422
    page = html(response)
    assert "The lists have changed since you opened this page." in page
    assert 'value="unwell"' in page
    assert len(ticked(response)) == 8


def test_a_new_version_of_the_lists_is_looked_over(client, held):
    posted = lists(held)
    retire(held)
    document = starting_document() | {"version": 2}
    make_questionnaire(number=2, document=document)

    response = client.post(url(held, "questions"), posted)

    assert response.status_code == 422
    assert "The lists have changed" in html(response)


def retire(held):
    Questionnaire.objects.update(status=Questionnaire.Status.RETIRED, retired_at=NOW)


def test_back_from_the_details_the_ticks_are_still_there(client, held):
    client.post(url(held, "questions"), lists(held, health=["unsure"]))

    page = html(client.get(url(held, "questions")))

    ticked = TICKED.findall(page)
    assert len(ticked) == 5  # the yeses are given anew
    assert any('value="unsure"' in box for box in ticked)


def test_answers_changed_by_going_back_are_the_ones_that_count(client, held):
    client.post(url(held, "questions"), lists(held, health=["unsure"]))

    client.post(url(held, "questions"), lists(held))

    held.refresh_from_db()
    assert held.screening.outcome == Outcome.CLEAR
    assert Screening.objects.count() == 1


def test_two_tabs_and_a_double_click_leave_one_screening(client, held):
    for _tab in range(3):
        client.post(url(held, "questions"), lists(held))

    assert Screening.objects.count() == 1


def test_nobody_else_sees_the_lists(client, held):
    client.cookies.clear()

    assert client.get(url(held, "questions")).status_code == 404
    assert client.post(url(held, "questions"), lists(held)).status_code == 404


def test_before_a_questionnaire_is_published_a_person_helps(client, held):
    retire(held)

    response = client.get(url(held, "questions"))

    assert response["Location"] == url(held, "talk")
    assert client.post(url(held, "questions"), {}).status_code == 302


def test_what_is_booked_is_shown_instead_of_the_lists(client, held):
    held.status, held.expires_at = Status.DECLINED, None
    held.save()

    response = client.get(url(held, "questions"))

    assert response["Location"] == f"/appointments/{held.ref}/"


def test_no_name_is_asked_before_the_health_check(client, held):
    page = html(client.get(url(held, "questions")))

    assert 'name="name"' not in page
    assert "Nobody asks your name until this is done." in page
    assert Client.objects.count() == 0
