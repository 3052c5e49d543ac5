"""The last step: a name, and the one button that books."""

from datetime import timedelta

import pytest
import time_machine

from booking.actions import tidy
from booking.models import Client, Message, Status
from tests.factories import NOW, TUESDAY, at, make_held
from tests.public.browser import browser_of
from tests.public.going import (
    HANNAH,
    SEVEN,
    answer,
    book,
    details,
    hold,
    lists,
    lose,
    url,
)
from tests.public.pages import html, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]

LATER = NOW + timedelta(minutes=50)


@pytest.fixture
def held():
    return hold()


@pytest.fixture
def client(held):
    return browser_of(held)


def test_all_that_matters_stands_beside_the_one_button(client, held):
    answer(client, held)

    page = words(client.get(url(held, "details")))

    for fact in (
        "Evening calm massage, 60 minutes",
        "Tuesday 8 December, 19:00 to 20:00",
        "Best fit, 2 h 30 before your bedtime",
        held.therapist.name,
        "3 Quiet Lane",
        "£70",
        "Move or cancel free up to 8 hours before.",
        "Book Tuesday 8 December, 19:00",
    ):
        assert fact in page


def test_a_name_and_an_e_mail_book(client, held):
    answer(client, held)

    response = book(client, held)

    assert response["Location"] == f"/appointments/{held.ref}/"
    assert held.status == Status.CONFIRMED
    assert (held.client.name, held.client.email) == tuple(HANNAH.values())
    (told, _reminder) = Message.objects.all()
    assert told.recipient == "hannah@whitlock.example"


def test_one_without_e_mail_books_with_a_phone_number(client, held):
    answer(client, held)

    book(client, held, email="", phone="01632 960202")

    assert held.status == Status.CONFIRMED
    (told, _reminder) = Message.objects.all()
    assert (told.channel, told.recipient) == (Message.Channel.CALL, "01632 960202")


def test_waking_time_and_when_to_ring_are_kept(client, held):
    answer(client, held)

    book(
        client,
        held,
        phone="01632 960202",
        may_leave_message="on",
        when_to_ring="evening",
        waking_time="06:30",
    )

    assert held.client.may_leave_message
    assert held.client.when_to_ring == "evening"
    assert f"{held.client.waking_time:%H:%M}" == "06:30"


def test_a_message_may_be_left_only_if_somebody_says_so(client, held):
    answer(client, held)

    page = html(client.get(url(held, "details")))
    book(client, held, phone="01632 960202")

    assert 'name="may_leave_message" id="id_may_leave_message">' in page
    assert not held.client.may_leave_message


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ({"name": ""}, "#id_name"),
        ({"email": "", "phone": ""}, "#id_email"),
        ({"email": "hannah"}, "#id_email"),
        ({"email": "", "phone": "12"}, "#id_phone"),
        ({"waking_time": "25:00"}, "#id_waking_time"),
        ({"someone_else": "on"}, "#id_their_name"),
        ({"someone_else": "on", "their_name": "Tom"}, "#id_their_email"),
        ({"when_to_ring": "at dawn"}, "#id_when_to_ring_0"),
    ],
    ids=str,
)
def test_what_is_wrong_is_linked_and_all_that_was_typed_is_kept(
    client, held, typed, link
):
    answer(client, held)
    sent = {"name": "Hannah", "their_name": "", "phone": "01632 960202"} | typed

    response = book(client, held, **sent)

    page = html(response)
    assert response.status_code == 422
    assert f'<a href="{link}">' in page
    for value in sent.values():
        assert not value or value in ("on", "at dawn") or f'value="{value}"' in page
    assert held.status == Status.HELD
    assert Client.objects.count() == 0


def test_adapt_is_booked_with_what_will_be_changed(client, held):
    more = {"fainted_lately": "not_fainted"}
    answer(client, held, more, health=["low_pressure"])

    page = words(client.get(url(held, "details")))
    book(client, held)

    assert "To suit you" in page
    assert "Nothing in your answers stands in the way." in page
    assert held.status == Status.CONFIRMED


def test_a_chosen_scent_is_named(client, held):
    answer(client, held, scent="lavender")

    assert "A light scent in the room" in words(client.get(url(held, "details")))


def test_pressed_twice_it_is_booked_once(client, held):
    answer(client, held)
    sent = details(held)

    first = client.post(url(held, "details"), sent)
    second = client.post(url(held, "details"), sent)

    assert first["Location"] == second["Location"] == f"/appointments/{held.ref}/"
    assert Client.objects.count() == 1


def test_a_page_from_before_a_change_shows_what_changed(client, held):
    answer(client, held)
    sent = details(held)
    client.post(url(held, "instead"), {"start": at(TUESDAY, "20:00").isoformat()})

    response = client.post(url(held, "details"), sent)

    assert response.status_code == 409
    assert "20:00 to 21:00" in html(response)
    held.refresh_from_db()
    assert held.status == Status.HELD


def test_more_time_keeps_what_was_typed(client, held):
    answer(client, held)

    with time_machine.travel(NOW + timedelta(minutes=10), tick=False):
        response = book(client, held, step_free="on", extend="1")

    page = html(response)
    assert response.status_code == 200
    assert "Your time is kept until 12:30." in page
    assert 'value="Hannah Whitlock"' in page
    assert "There is a problem" not in page


def test_more_time_in_another_tab_makes_no_page_stale(client, held):
    answer(client, held)
    sent = details(held)

    with time_machine.travel(NOW + timedelta(minutes=10), tick=False):
        client.post(url(held, "extend"))
        client.post(url(held, "details"), sent)

    held.refresh_from_db()
    assert held.status == Status.CONFIRMED


@pytest.mark.parametrize("tidied", [False, True])
def test_a_hold_that_ran_out_is_booked_if_its_time_is_free(client, held, tidied):
    answer(client, held)
    sent = details(held)

    with time_machine.travel(LATER, tick=False):
        if tidied:
            tidy(appointment=held, now=LATER)
        client.post(url(held, "details"), sent)

    held.refresh_from_db()
    assert held.status == Status.CONFIRMED


def test_a_time_lost_while_typing_is_said_and_nothing_typed_is_lost(client, held):
    answer(client, held)
    sent = details(held)
    lose(held, LATER)

    with time_machine.travel(LATER, tick=False):
        response = client.post(url(held, "details"), sent)

    page = html(response)
    assert response.status_code == 409
    assert page.count('form="details" name="start"') == 3
    assert 'value="Hannah Whitlock"' in page
    assert Client.objects.count() == 0


def test_a_client_who_comes_again_is_known(client, held):
    answer(client, held)
    book(client, held)
    again = make_held(
        treatment=held.treatment,
        therapist=held.therapist,
        room=held.room,
        starts_at=SEVEN + timedelta(days=1),
        follows=held,
    )
    client = browser_of(again)
    client.post(url(again, "questions"), lists(again))

    page = html(client.get(url(again, "details")))
    again.refresh_from_db()
    client.post(url(again, "details"), {"revision": again.revision})

    assert "For Hannah Whitlock, as before." in page
    assert 'name="name"' not in page
    again.refresh_from_db()
    assert (again.status, again.client) == (Status.CONFIRMED, held.client)


def test_without_answers_there_are_no_details(client, held):
    assert client.get(url(held, "details"))["Location"] == url(held, "questions")
    response = client.post(url(held, "details"), details(held))
    assert response["Location"] == url(held, "questions")


def test_nobody_else_sees_the_details(client, held):
    answer(client, held)

    assert browser_of().get(url(held, "details")).status_code == 404
    assert browser_of().post(url(held, "details"), details(held)).status_code == 404
