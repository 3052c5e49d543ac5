"""A person instead of forms."""

from datetime import timedelta

import pytest
import time_machine

from booking.actions import answer
from booking.models import Client, Message, Screening, Status
from tests.factories import (
    MONDAY,
    NOW,
    at,
    given,
    make_confirmed,
    make_evening,
)
from tests.public.browser import browser_of
from tests.public.going import SEVEN, hold, lists, lose, url
from tests.public.pages import html, starts, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]

TOM = {"talk-name": "Tom", "talk-phone": "01632 960202", "talk-when_to_ring": "evening"}
FRIDAY_NIGHT = at(MONDAY + timedelta(days=4), "21:15")
SUNDAY = at(MONDAY + timedelta(days=6), "18:00")


@pytest.fixture
def held():
    return hold()


@pytest.fixture
def client(held):
    return browser_of(held)


def test_a_name_and_a_number_keep_the_time(client, held):
    response = client.post(url(held, "talk"), TOM)

    assert response["Location"] == f"/appointments/{held.ref}/"
    held.refresh_from_db()
    assert held.status == Status.REVIEW
    assert held.review["why"] == "talk"
    assert held.client.when_to_ring == "evening"
    assert not held.client.may_leave_message
    calls = held.messages.filter(kind=Message.Kind.RING)
    assert calls.get().recipient == "01632 960202"


@pytest.mark.parametrize("step", ["questions", "more", "details"])
def test_every_step_has_the_way_to_a_person(client, held, step):
    ticked = {"comfort": ["private_word"]} if step == "more" else {}
    if step != "questions":
        client.post(url(held, "questions"), lists(held, **ticked))

    page = html(client.get(url(held, step)))

    assert f'action="{url(held, "talk")}"' in page
    assert 'name="talk-phone"' in page
    assert 'name="talk-may_leave_message" id="id_talk-may_leave_message">' in page


def test_what_was_half_answered_is_asked_aloud_instead(client, held):
    client.post(url(held, "questions"), lists(held, today=["unwell"]))

    client.post(url(held, "talk"), TOM)

    held.refresh_from_db()
    assert held.screening is None
    assert Screening.objects.count() == 0


def test_answers_that_are_whole_go_along_to_the_therapist(client, held):
    client.post(url(held, "questions"), lists(held, health=["unsure"]))

    client.post(url(held, "talk"), TOM)

    held.refresh_from_db()
    assert held.screening.client == held.client


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ({"talk-name": ""}, "#id_talk-name"),
        ({"talk-phone": ""}, "#id_talk-phone"),
        ({"talk-phone": "ring me"}, "#id_talk-phone"),
        ({"talk-name": "T\x00m"}, "#id_talk-name"),
        ({"talk-name": "T\u202em"}, "#id_talk-name"),
        ({"talk-name": "T" * 5000}, "#id_talk-name"),
        ({"talk-when_to_ring": "never"}, "#id_talk-when_to_ring_0"),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_what_is_wrong_is_linked_and_kept(client, held, typed, link):
    response = client.post(url(held, "talk"), TOM | typed)

    assert response.status_code == 422
    assert f'<a href="{link}">' in html(response)
    assert Client.objects.count() == 0
    held.refresh_from_db()
    assert held.status == Status.HELD


def hold_for_sunday():
    """Held on a Friday night, while nobody reviews before Monday noon."""
    return hold(starts_at=SUNDAY, now=FRIDAY_NIGHT)


def test_where_nobody_can_ring_in_time_it_is_said_at_once():
    with time_machine.travel(FRIDAY_NIGHT, tick=False):
        held = hold_for_sunday()
        client = browser_of(held)

        page = words(client.get(url(held, "talk")))

    assert "nobody can ring you in time to keep this very time" in page
    assert "Ring me anyway" in page
    assert "01632 960200" in page


def test_other_times_are_offered_then_and_one_tap_keeps_one():
    with time_machine.travel(FRIDAY_NIGHT, tick=False):
        held = hold_for_sunday()
        client = browser_of(held)

        response = client.post(url(held, "talk"), TOM)
        client.post(url(held, "talk"), TOM | {"start": starts(response)[0]})

    assert response.status_code == 409
    assert 'value="01632 960202"' in html(response)
    held.refresh_from_db()
    assert held.status == Status.REVIEW
    assert held.starts_at == at(MONDAY + timedelta(days=7), "19:15")


def test_somebody_can_be_rung_anyway():
    with time_machine.travel(FRIDAY_NIGHT, tick=False):
        held = hold_for_sunday()

        browser_of(held).post(url(held, "talk"), TOM | {"anyway": "1"})

    held.refresh_from_db()
    assert held.status == Status.HELD
    assert held.messages.get().recipient == "01632 960202"


def test_who_is_rung_anyway_can_still_book_by_the_lists():
    with time_machine.travel(FRIDAY_NIGHT, tick=False):
        held = hold_for_sunday()
        client = browser_of(held)
        client.post(url(held, "talk"), TOM | {"anyway": "1"})
        held.refresh_from_db()

        client.post(url(held, "questions"), lists(held, now=FRIDAY_NIGHT))
        held.refresh_from_db()
        client.post(url(held, "details"), {"revision": held.revision})

    held.refresh_from_db()
    assert held.status == Status.CONFIRMED
    assert Client.objects.count() == 1


def test_a_lost_time_is_not_pretended_to_be_kept(client, held):
    later = NOW + timedelta(minutes=50)
    lose(held, later)

    with time_machine.travel(later, tick=False):
        response = client.post(url(held, "talk"), TOM)

    assert response.status_code == 409
    assert "Ring me anyway" in html(response)
    assert len(starts(response)) == 3


def test_after_a_not_now_a_therapist_can_be_asked_to_look():
    held = hold()
    client = browser_of(held)
    said = given(treatment=held.treatment, starts_at=SEVEN, today=["unwell"])
    answer(appointment=held, given=said, now=NOW)

    response = client.post(url(held, "talk"), TOM)

    assert response["Location"] == f"/appointments/{held.ref}/"
    held.refresh_from_db()
    assert held.status == Status.DECLINED
    assert held.messages.get().kind == Message.Kind.RING


def test_what_is_booked_stays_booked_when_a_therapist_is_asked_to_look():
    treatment, therapist, room = make_evening()
    booked = make_confirmed(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )
    client = browser_of(booked)

    page = words(client.get(url(booked, "talk")))
    client.post(url(booked, "talk"), TOM)

    assert "Ask a therapist to look" in page
    booked.refresh_from_db()
    assert booked.status == Status.CONFIRMED
    assert booked.client.phone == "01632 960202"
    assert booked.messages.get().recipient == "01632 960202"


def test_nobody_else_asks(held):
    assert browser_of().get(url(held, "talk")).status_code == 404
    assert browser_of().post(url(held, "talk"), TOM).status_code == 404
