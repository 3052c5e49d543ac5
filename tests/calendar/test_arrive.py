"""At the door: a list for the client's eyes, and what staff see of it."""

import pytest
from django.urls import reverse

from booking.models import Message, Outcome, Screening, Status
from tests.calendar.booked import (
    AFTER,
    NEAR,
    SEVEN,
    UNSEEN,
    at_time,
    make_cautious,
    signed_in,
)
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db

TICKED = "Alcohol or street drugs today"


@pytest.fixture
def booked():
    return make_cautious()


def address(booked, name):
    return reverse(f"calendar:{name}", args=[booked.ref])


def post(client, booked, name="appointment_arrive", *, now=NEAR, **data):
    with at_time(now):
        return client.post(address(booked, name), {"revision": 1} | data)


def seen(client, booked, name="appointment", *, now=NEAR):
    with at_time(now):
        return client.get(address(booked, name)).content.decode()


def test_one_press_says_that_nothing_is_new_and_the_client_is_in(client, booked):
    desk = signed_in(client, "Front desk")

    answer = post(client, booked, nothing="1")

    booked.refresh_from_db()
    assert answer.url == address(booked, "arrive_done")
    assert booked.arrived_at == NEAR
    assert booked.arrival.entered_by == desk
    assert booked.arrival.content["answers"] == {"today": ["none"]}


def test_the_list_shows_nobody_else_and_leads_nowhere_but_back(client, booked):
    signed_in(client, "Lead therapist", name="Mina Okafor")

    text = seen(client, booked, "appointment_arrive")

    links = [part.split('href="')[1].split('"')[0] for part in text.split("<a ")[1:]]
    assert links == [address(booked, "appointment")]
    assert "Mina Okafor" not in text
    assert not [word for word in UNSEEN if word in text]


def test_a_list_without_a_tick_is_not_sent(client, booked):
    signed_in(client, "Front desk")

    answer = post(client, booked)

    booked.refresh_from_db()
    assert (answer.status_code, booked.arrival) == (422, None)
    assert 'href="#today"' in answer.content.decode()


def test_a_tick_and_none_of_these_do_not_go_together(client, booked):
    signed_in(client, "Front desk")

    answer = post(client, booked, today="unwell", nothing="1")

    booked.refresh_from_db()
    assert (answer.status_code, booked.status) == (422, Status.CONFIRMED)
    assert "checked" in answer.content.decode()


def test_a_tick_to_look_at_is_a_therapists_and_the_desk_sees_only_ask(client, booked):
    signed_in(client, "Front desk")

    post(client, booked, today="drink_or_tablets")
    text = seen(client, booked)

    booked.refresh_from_db()
    assert booked.waits_at_door
    assert "ask the therapist" in text
    assert TICKED not in text
    assert not [word for word in UNSEEN if word.lower() in text.lower()]


def test_cautions_that_grew_are_shown_first(client, booked):
    signed_in(client, "Lead therapist")

    post(client, booked, today="drink_or_tablets", drink_kind="tablets")
    text = seen(client, booked)

    booked.refresh_from_db()
    assert booked.arrived_at == NEAR
    assert text.index("New today") < text.index("For your hands")
    new = text[text.index("New today") : text.index("For your hands")]
    assert "no driving home" in new
    assert "Firm pressure" not in new


def test_a_therapist_reads_todays_answers_and_lets_the_client_in(client, booked):
    lead = signed_in(client, "Lead therapist")
    post(client, booked, today="changed")

    read = post(client, booked, "appointment_answers", why="before", today="1")
    answer = post(
        client, booked, "door_clear", now=SEVEN, revision=2, adaptations="Off the arm"
    )

    booked.refresh_from_db()
    assert "Anything new since my form" in read.content.decode()
    assert answer.status_code == 302
    assert (booked.arrived_at, booked.clearance.decided_by) == (SEVEN, lead)
    assert "Off the arm" in seen(client, booked)


def test_nobody_is_let_in_unread(client, booked):
    signed_in(client, "Lead therapist")
    post(client, booked, today="changed")

    answer = post(client, booked, "door_clear", revision=2, adaptations="")

    booked.refresh_from_db()
    assert (answer.status_code, booked.arrived_at) == (409, None)
    assert "unread" in answer.content.decode()


def test_a_therapist_ends_the_visit_and_gets_kind_words(client, booked):
    signed_in(client, "Lead therapist")
    post(client, booked, today="changed")

    post(client, booked, "door_end", revision=2)
    text = seen(client, booked)

    booked.refresh_from_db()
    assert (booked.status, booked.cancelled_late) == (Status.CANCELLED, False)
    assert "Nothing is owed" in text
    assert "The next times" in text


def test_not_now_ends_the_visit_with_kind_words_and_the_next_times(client, booked):
    signed_in(client, "Lead therapist")

    answer = post(client, booked, today="unwell")
    text = seen(client, booked)

    booked.refresh_from_db()
    assert booked.status == Status.CANCELLED
    assert booked.arrival.outcome == Outcome.NOT_NOW
    assert answer.status_code == 302
    assert "Thank you for being open with us" in text
    assert "Rest will do you more" in text
    # Nobody rings somebody who stands at the door.
    assert {m.channel for m in booked.messages.all()} == {Message.Channel.EMAIL}


def test_the_desk_is_told_nothing_of_a_visit_that_ended_at_the_door(client, booked):
    signed_in(client, "Front desk")

    post(client, booked, today="unwell")
    text = seen(client, booked)

    assert "Ask the therapist" in text
    assert "Rest will do you more" not in text
    assert "temperature" not in text


def test_what_needs_help_at_once_is_said_there_and_then_and_once(client, booked):
    signed_in(client, "Front desk")

    answer = post(client, booked, today="emergency_signs")

    assert "Please call" in answer.content.decode()
    assert "Please call" not in seen(client, booked, "arrive_done")
    assert "Please call" not in seen(client, booked)


def test_who_is_in_is_not_asked_again(client, booked):
    signed_in(client, "Front desk")
    post(client, booked, nothing="1")

    again = post(client, booked, today="unwell")

    booked.refresh_from_db()
    assert again.url == address(booked, "arrive_done")
    assert (booked.status, booked.arrived_at) == (Status.CONFIRMED, NEAR)


@pytest.mark.parametrize("now", [NOW.replace(hour=10), AFTER])
def test_the_list_is_closed_long_before_and_afterwards(client, booked, now):
    with at_time(now):
        client.force_login(make_user(role="Front desk"))

    answer = post(client, booked, now=now, nothing="1")

    booked.refresh_from_db()
    assert (answer.status_code, booked.arrived_at) == (409, None)


@pytest.mark.parametrize("tick", ["\x00", "a" * 5000, "unknown"])
def test_nonsense_lets_nobody_in(client, booked, tick):
    signed_in(client, "Front desk")

    answer = post(client, booked, today=tick)

    booked.refresh_from_db()
    assert answer.status_code in (302, 422)
    assert booked.arrived_at is None


def test_an_old_page_of_the_list_lets_nobody_in(client, booked):
    signed_in(client, "Front desk")

    answer = post(client, booked, nothing="1", revision=0)

    assert answer.status_code == 409
    assert not Screening.objects.filter(stage="arrival").exists()
