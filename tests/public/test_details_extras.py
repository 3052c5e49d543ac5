"""Step-free access, and a visit for someone else."""

import pytest

from booking.models import Message, Status
from tests.factories import TUESDAY, at, make_held, make_room, make_therapist
from tests.public.browser import browser_of
from tests.public.going import SEVEN, answer, book, hold, url
from tests.public.pages import html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]


@pytest.fixture
def held():
    return hold()


@pytest.fixture
def client(held):
    return browser_of(held)


def test_step_free_access_moves_the_hold_to_a_level_room(client, held):
    level = make_room(step_free=True)
    answer(client, held)

    book(client, held, step_free="on")

    assert held.status == Status.CONFIRMED
    assert held.room == level


def test_where_no_level_room_is_free_times_with_one_are_offered(client, held):
    level = make_room(step_free=True)
    make_held(
        treatment=held.treatment,
        therapist=make_therapist(),
        room=level,
        starts_at=SEVEN,
    )
    answer(client, held)

    response = book(client, held, step_free="on")

    page = html(response)
    assert response.status_code == 422
    assert "No room with a level way in is free at that time." in page
    assert page.count('form="details" name="start"') == 3
    assert 'value="Hannah Whitlock"' in page
    assert held.status == Status.HELD


def test_one_of_them_is_taken_with_what_was_typed(client, held):
    level = make_room(step_free=True)
    answer(client, held)
    half_past = at(TUESDAY, "17:30")

    response = book(client, held, step_free="on", start=half_past.isoformat())

    page = html(response)
    assert response.status_code == 200
    assert "Book Tuesday 8 December, 17:30" in page
    assert 'value="Hannah Whitlock"' in page
    assert (held.starts_at, held.room, held.status) == (half_past, level, Status.HELD)
    book(client, held, step_free="on")
    assert held.status == Status.CONFIRMED


def test_a_visit_for_someone_else_is_kept_for_their_own_answers(client, held):
    answer(client, held, {}, comfort=["private_word"])

    response = book(
        client,
        held,
        name="",
        email="",
        someone_else="on",
        their_name="Tom Ashby",
        their_email="tom@ashby.example",
    )

    assert response["Location"] == "/"
    assert held.status == Status.REVIEW
    assert held.client.name == "Tom Ashby"
    assert held.screening is None
    sent = Message.objects.get()
    assert (sent.kind, sent.recipient) == ("your_turn", "tom@ashby.example")


def test_what_they_answer_is_not_open_to_the_one_who_booked(client, held):
    answer(client, held)
    someone = {"someone_else": "on", "their_name": "Tom", "their_email": "t@ashby.uk"}

    book(client, held, **someone)

    assert client.get(url(held, "questions")).status_code == 404
