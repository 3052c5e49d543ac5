"""More time for a hold, and what becomes of one whose time is over."""

from datetime import timedelta

import pytest
import time_machine

from booking.models import Screening, Status
from tests.factories import NOW, TUESDAY, at
from tests.public.browser import browser_of
from tests.public.going import SEVEN, hold, lists, lose, ticked, url
from tests.public.pages import html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]

LATER = NOW + timedelta(minutes=50)


@pytest.fixture
def held():
    return hold()


@pytest.fixture
def client(held):
    return browser_of(held)


def test_more_time_keeps_what_was_ticked_and_stores_nothing(client, held):
    posted = lists(held, health=["device"], consents=(), comfort=None) | {"extend": "1"}

    with time_machine.travel(NOW + timedelta(minutes=10), tick=False):
        response = client.post(url(held, "questions"), posted)

    page = html(response)
    assert response.status_code == 200
    assert "Your time is kept until 12:30." in page
    assert "There is a problem" not in page
    assert len(ticked(response)) == 4
    assert Screening.objects.count() == 0


def test_after_the_end_the_time_is_taken_again_in_silence(client, held):
    with time_machine.travel(LATER, tick=False):
        page = html(client.get(url(held, "questions")))
        response = client.post(url(held, "questions"), lists(held, now=LATER))

    assert "The time we kept has run out. Carry on" in page
    assert response["Location"] == url(held, "details")
    held.refresh_from_db()
    assert held.is_live(LATER)


def test_where_the_time_is_gone_the_answers_wait_for_another(client, held):
    lose(held, LATER)

    with time_machine.travel(LATER, tick=False):
        response = client.post(url(held, "questions"), lists(held, now=LATER))

    page = html(response)
    assert response.status_code == 409
    assert "That time has just gone" in page
    assert "Everything you told us is still here." in page
    assert page.count('name="start"') == 3
    held.refresh_from_db()
    assert held.screening.clears_itself


def test_answers_that_were_not_stored_stay_in_the_form(client, held):
    lose(held, LATER)
    posted = lists(held, now=LATER, health=["device"], comfort=None)

    with time_machine.travel(LATER, tick=False):
        response = client.post(url(held, "questions"), posted)

    page = html(response)
    assert response.status_code == 422
    assert "What you typed is still here. You only need a new time." in page
    assert page.count('form="answers" name="start"') == 3
    assert len(ticked(response)) == 7
    assert Screening.objects.count() == 0


def test_a_new_time_pressed_in_the_form_takes_the_answers_along(client, held):
    lose(held, LATER)
    eight = at(TUESDAY, "20:15")
    posted = lists(held, now=LATER) | {"start": eight.isoformat()}

    with time_machine.travel(LATER, tick=False):
        response = client.post(url(held, "questions"), posted)

    assert response["Location"] == url(held, "details")
    held.refresh_from_db()
    assert (held.status, held.starts_at) == (Status.HELD, eight)
    assert held.screening.clears_itself


def test_a_new_time_that_went_too_is_said_and_others_are_offered(client, held):
    lose(held, LATER)
    posted = lists(held, now=LATER) | {"start": SEVEN.isoformat()}

    with time_machine.travel(LATER, tick=False):
        response = client.post(url(held, "questions"), posted)

    assert response.status_code == 409
    assert html(response).count('form="answers" name="start"') == 3


def test_more_time_is_given_ten_times_and_two_hours_at_most(client, held):
    for minutes in range(0, 120, 10):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            client.post(url(held, "extend"))

    held.refresh_from_db()
    assert held.extensions == 10
    assert held.expires_at == NOW + timedelta(hours=2)


def test_more_time_leads_back_to_where_one_was(client, held):
    response = client.post(url(held, "extend"))

    assert response["Location"] == url(held, "questions")


def test_at_the_end_of_all_time_the_page_says_so_and_stays(client, held):
    held.extensions = 10
    held.save()

    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        response = client.post(url(held, "extend"), follow=True)

    assert response.status_code == 200
    assert "We cannot keep it any longer than this." in html(response)


def test_looking_never_gives_more_time(client, held):
    assert client.get(url(held, "extend")).status_code == 405


def test_nobody_else_gives_it_more_time(held):
    assert browser_of().post(url(held, "extend")).status_code == 404


@pytest.mark.parametrize("step", ["questions", "more", "details"])
def test_a_page_opened_after_the_time_is_gone_offers_the_nearest(client, held, step):
    client.post(url(held, "questions"), lists(held, comfort=["private_word"]))
    lose(held, LATER)

    with time_machine.travel(LATER, tick=False):
        response = client.get(url(held, step), follow=True)

    assert response.status_code == 409
    assert html(response).count('name="start"') == 3


def test_after_a_day_the_page_of_the_appointment_says_what_became_of_it(client, held):
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        response = client.get(url(held, "questions"))

    assert response["Location"] == f"/appointments/{held.ref}/"
