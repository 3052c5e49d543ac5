from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from booking.models import Message, Status
from tests.factories import NOW, TUESDAY, at, make_confirmed, make_evening, make_held
from tests.public.browser import browser_of

pytestmark = pytest.mark.django_db

SEVEN = at(TUESDAY, "19:00")


@pytest.fixture(autouse=True)
def _monday_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def booked():
    treatment, therapist, room = make_evening()
    return make_confirmed(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )


def url(booked):
    return f"{booked.get_absolute_url()}cancel/"


def test_looking_cancels_nothing(booked):
    response = browser_of(booked).get(url(booked))

    booked.refresh_from_db()
    assert "Give this evening back?" in response.content.decode()
    assert booked.status == Status.CONFIRMED


def test_one_press_cancels(booked):
    response = browser_of(booked).post(url(booked), {"revision": booked.revision})

    booked.refresh_from_db()
    assert response.url == booked.get_absolute_url()
    assert booked.status == Status.CANCELLED
    assert booked.messages.get().kind == Message.Kind.CANCELLED


def test_a_second_press_finds_it_cancelled(booked):
    browser = browser_of(booked)

    for _press in range(2):
        response = browser.post(url(booked), {"revision": booked.revision})

    assert response.url == booked.get_absolute_url()
    assert booked.messages.count() == 1


def test_after_the_notice_it_still_works_and_says_late(booked):
    with time_machine.travel(SEVEN - timedelta(hours=2), tick=False):
        browser = browser_of(booked)
        asked = browser.get(url(booked)).content.decode()
        browser.post(url(booked), {"revision": booked.revision})

    booked.refresh_from_db()
    assert "we note it as late, and no money moves" in asked
    assert booked.cancelled_late


@pytest.mark.parametrize("revision", ["7", "x", "9" * 5000, "\0", "-1"])
def test_a_page_made_for_another_state_is_a_conflict(booked, revision):
    response = browser_of(booked).post(url(booked), {"revision": revision})

    booked.refresh_from_db()
    assert response.status_code == 409
    assert booked.status == Status.CONFIRMED


def test_once_it_began_there_is_nothing_to_cancel(booked):
    with time_machine.travel(SEVEN, tick=False):
        response = browser_of(booked).post(url(booked), {"revision": booked.revision})

    assert response.status_code == 409


def test_another_browser_cancels_nothing(booked):
    response = Client().post(url(booked), {"revision": booked.revision})

    assert response.status_code == 404


def test_a_hold_is_given_back_the_same_way():
    treatment, therapist, room = make_evening()
    held = make_held(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )
    browser = browser_of(held)

    looked = browser.get(url(held))
    pressed = browser.post(url(held), {"revision": held.revision}, follow=True)

    held.refresh_from_db()
    assert looked.status_code == 200
    assert pressed.status_code == 200
    assert held.status == Status.CANCELLED
    assert not held.messages.exists()
