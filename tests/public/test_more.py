"""A little more about what was ticked, before anything is decided."""

import pytest

from booking.models import Outcome, Screening, Status
from tests.public.browser import browser_of
from tests.public.going import hold, lists, ticked, url
from tests.public.pages import html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]


@pytest.fixture
def held():
    return hold()


@pytest.fixture
def client(held):
    return browser_of(held)


def tick(client, held, **boxes):
    """Send the lists with these ticked; returns what the page after them sends."""
    client.post(url(held, "questions"), lists(held, **boxes))
    held.refresh_from_db()
    return {"revision": held.revision}


def test_each_tick_has_its_follow_ups_and_a_way_back(client, held):
    tick(client, held, ask_first=["clotting"], health=["organs_swelling"])

    page = html(client.get(url(held, "more")))

    assert page.count("You ticked</span>") == 2
    assert page.count("I ticked this by mistake") == 2
    assert 'name="clot_kind"' in page
    assert "Serious kidney or liver trouble" in page  # it has no follow-up
    assert "You ticked 2 things." in page
    assert "Nothing is decided yet." in page


def test_follow_ups_decide_in_the_place_of_their_tick(client, held):
    posted = tick(client, held, health=["low_pressure"])

    response = client.post(
        url(held, "more"), posted | {"fainted_lately": "not_fainted"}
    )

    assert response["Location"] == url(held, "details")
    held.refresh_from_db()
    assert held.screening.outcome == Outcome.ADAPT
    assert held.screening.final


def test_one_left_open_goes_to_a_therapist(client, held):
    posted = tick(client, held, health=["low_pressure"])

    response = client.post(url(held, "more"), posted)

    assert response["Location"] == url(held, "details")
    held.refresh_from_db()
    assert held.screening.outcome == Outcome.CLEARANCE


def test_not_now_declines_only_here_and_asks_for_no_name(client, held):
    posted = tick(client, held, today=["unwell"])

    response = client.post(url(held, "more"), posted)

    assert response["Location"] == f"/appointments/{held.ref}/"
    held.refresh_from_db()
    assert held.status == Status.DECLINED
    assert held.client is None


def test_a_tick_by_mistake_is_taken_back(client, held):
    posted = tick(client, held, today=["unwell"], health=["low_pressure", "device"])

    client.post(
        url(held, "more"),
        posted
        | {"mistake": ["unwell", "device"], "none": ["today"]}
        | {"fainted_lately": "not_fainted", "device_kind": "pacemaker"},
    )

    held.refresh_from_db()
    assert held.screening.outcome == Outcome.ADAPT
    answers = held.screening.content["answers"]
    assert answers["today"] == ["none"]
    assert answers["health"] == ["low_pressure"]
    assert "device_kind" not in answers


def test_a_list_emptied_by_mistakes_is_none_only_if_somebody_says_so(client, held):
    posted = tick(client, held, ask_first=["skin"], health=["other_care"])

    response = client.post(url(held, "more"), posted | {"mistake": "skin"})

    page = html(response)
    assert response.status_code == 422
    assert "You took back all you had ticked in a list." in page
    assert 'href="#id_none_0"' in page
    assert "Six things we always talk about first: none of these fits me" in page
    assert page.count("none of these fits me") == 1
    assert len(ticked(response)) == 1  # the mistake
    held.refresh_from_db()
    assert not held.screening.final


def test_saying_none_of_a_list_that_still_has_a_tick_changes_nothing(client, held):
    posted = tick(client, held, ask_first=["skin", "clotting"])

    client.post(url(held, "more"), posted | {"mistake": "skin", "none": "ask_first"})

    held.refresh_from_db()
    assert held.screening.content["answers"]["ask_first"] == ["clotting"]
    assert held.screening.outcome == Outcome.CLEARANCE


def test_what_is_urgent_is_answered_before_all_else(client, held):
    tick(client, held, today=["leg_or_faint"])

    page = html(client.get(url(held, "more")))

    assert page.index(
        '<div class="urgent-now errors spaced" role="alert" tabindex="-1">'
    ) < page.index("<h1>")
    assert "Please speak to a doctor, your midwife or" in page


def test_an_urgent_tick_by_mistake_is_urgent_no_more(client, held):
    posted = tick(client, held, today=["leg_or_faint"])

    page = html(client.post(url(held, "more"), posted | {"mistake": "leg_or_faint"}))

    assert (
        '<div class="urgent-now errors spaced" role="alert" tabindex="-1">' not in page
    )


def test_help_stands_beside_an_urgent_answer(client, held):
    tick(client, held, ask_first=["pregnancy"])

    page = html(client.get(url(held, "more")))

    assert page.count('<p class="urgent-now">') == 1
    assert "Is there any bleeding" in page


def test_more_time_keeps_what_was_chosen(client, held):
    posted = tick(client, held, health=["low_pressure"])
    chosen = {"fainted_lately": "fainted", "extend": "1"}

    response = client.post(url(held, "more"), posted | chosen)

    assert response.status_code == 200
    (kept,) = ticked(response)
    assert 'value="fainted"' in kept
    held.refresh_from_db()
    assert not held.screening.final


def test_a_page_from_before_the_lists_were_answered_anew_decides_nothing(client, held):
    posted = tick(client, held, health=["low_pressure"])
    tick(client, held, health=["low_pressure"], today=["unwell"])

    response = client.post(url(held, "more"), posted)

    assert response.status_code == 409
    assert "Something changed meanwhile" in html(response)
    held.refresh_from_db()
    assert held.status == Status.HELD


def test_back_from_the_details_the_choices_are_still_there(client, held):
    posted = tick(client, held, health=["low_pressure"])
    client.post(url(held, "more"), posted | {"fainted_lately": "fainted"})

    response = client.get(url(held, "more"))

    (kept,) = ticked(response)
    assert 'value="fainted"' in kept


def test_without_a_tick_there_is_nothing_to_ask(client, held):
    client.post(url(held, "questions"), lists(held))

    response = client.get(url(held, "more"))

    assert response["Location"] == url(held, "details")


def test_before_the_lists_there_is_nothing_to_ask(client, held):
    assert client.get(url(held, "more"))["Location"] == url(held, "questions")
    assert client.post(url(held, "more"), {})["Location"] == url(held, "questions")


@pytest.mark.parametrize(
    "tampered",
    [
        {"mistake": "clotting"},
        {"mistake": "\x00"},
        {"none": "health"},
        {"fainted_lately": "x" * 5000},
    ],
    ids=lambda tampered: str(tampered)[:40],
)
def test_what_the_page_did_not_offer_is_refused(client, held, tampered):
    posted = tick(client, held, health=["low_pressure"], ask_first=["unsure"])

    response = client.post(url(held, "more"), posted | tampered)

    held.refresh_from_db()
    if tampered == {"none": "health"}:  # offered only once the list is empty
        assert held.screening.content["answers"]["health"] == ["low_pressure"]
    else:
        assert response.status_code == 422
        assert not held.screening.final


def test_a_follow_up_of_something_else_is_not_read(client, held):
    posted = tick(client, held, health=["low_pressure"])
    foreign = {"fainted_lately": "not_fainted", "clot_kind": "clot_recent"}

    client.post(url(held, "more"), posted | foreign)

    held.refresh_from_db()
    assert "clot_kind" not in held.screening.content["answers"]


def test_only_the_last_answers_are_kept(client, held):
    posted = tick(client, held, health=["low_pressure"])

    client.post(url(held, "more"), posted | {"fainted_lately": "not_fainted"})

    assert Screening.objects.count() == 1


def test_nobody_else_sees_what_was_ticked(client, held):
    tick(client, held, health=["low_pressure"])

    assert browser_of().get(url(held, "more")).status_code == 404
