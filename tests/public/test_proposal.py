"""The client is asked to take another time: yes, no, or one of their own."""

from datetime import timedelta

import pytest
import time_machine

from booking.actions import accept_proposal, cancel, decline_proposal
from booking.messages.mail import mail_for
from booking.models import Appointment, HoursChange, Message, Proposal, Status
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    make_change,
    make_confirmed,
)
from tests.proposing import HOUR, SEVEN, ask, make_booked
from tests.public.browser import browser_of
from tests.public.going import lists
from tests.public.pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]

State = Proposal.State


@pytest.fixture
def two():
    return make_booked()


@pytest.fixture
def asked(two):
    return ask(*two)


@pytest.fixture
def client(two):
    return browser_of(two[0])


def url(appointment):
    return f"{appointment.get_absolute_url()}proposal/"


def say(client, asked, answer):
    return client.post(url(asked.appointment), {"answer": answer, "asked": asked.pk})


def fresh(appointment):
    return Appointment.objects.get(pk=appointment.pk)


def state_of(asked):
    return Proposal.objects.get(pk=asked.pk).state


def test_their_own_page_says_sorry_and_asks(client, two, asked):
    page = words(client.get(two[0].get_absolute_url()))

    assert "Ines cannot be with us on Monday 7 December" in page
    assert "Would Monday 7 December, 19:00 with Sadia suit you?" in page
    assert "Please answer by Monday 7 December, 18:00" in page


def test_nothing_is_asked_where_nothing_is(client, two):
    page = words(client.get(two[0].get_absolute_url()))

    response = client.get(url(two[0]))

    assert "suit you?" not in page
    assert response.url == two[0].get_absolute_url()


def test_looking_changes_nothing(client, two, asked):
    page = words(client.get(url(two[0])))

    assert all(w in page for w in ("Yes, take it", "Another time", "No, cancel"))
    assert state_of(asked) == State.WAITING
    assert fresh(two[0]).therapist == two[0].therapist


def test_a_yes_takes_it(client, two, asked):
    response = say(client, asked, "yes")

    taken = fresh(two[0])
    assert response.url == taken.get_absolute_url()
    assert (taken.therapist, taken.status) == (two[1], Status.CONFIRMED)
    assert "You said yes" in words(client.get(url(taken)))


def test_a_no_cancels_and_the_page_says_sorry(client, two, asked):
    response = say(client, asked, "no")

    page = words(client.get(response.url))
    assert fresh(two[0]).status == Status.CANCELLED
    assert "We are sorry: we had to cancel this evening" in page
    assert "Nothing is owed" in page
    assert "It was late" not in page


def test_another_time_is_chosen_on_the_ordinary_page(client, two, asked):
    booked, _sadia = two
    nine = at(MONDAY, "21:00")

    client.post(
        f"{booked.get_absolute_url()}move/",
        {"start": nine.isoformat(), "revision": fresh(booked).revision},
    )

    assert fresh(booked).starts_at == nine
    assert state_of(asked) == State.OTHER_TIME
    assert "You chose another time" in words(client.get(url(booked)))


def test_a_second_different_answer_gets_a_clear_page(client, two, asked):
    say(client, asked, "yes")

    response = say(client, asked, "no")

    assert response.status_code == 409
    assert "You said yes, thank you" in words(response)
    assert fresh(two[0]).status == Status.CONFIRMED


@pytest.mark.parametrize(
    ("ended", "said"),
    [
        (lambda asked: accept_proposal(proposal=asked, now=NOW), "You said yes"),
        (lambda asked: decline_proposal(proposal=asked, now=NOW), "You said no"),
        (lambda asked: cancel(appointment=asked.appointment, now=NOW), "is settled"),
    ],
)
def test_a_link_opened_after_the_answer_says_how_it_stands(client, asked, ended, said):
    ended(asked)

    response = client.get(url(asked.appointment))

    assert said in words(response)
    assert "Yes, take it" not in words(response)


def test_after_the_time_to_answer_a_yes_is_too_late(client, two, asked):
    with time_machine.travel(asked.answer_by, tick=False):
        response = say(client, asked, "yes")

    assert response.status_code == 409
    assert "The time to answer is over" in words(response)
    assert fresh(two[0]).therapist == two[0].therapist


def test_a_time_that_is_gone_says_so_and_the_own_one_stays(client, two, asked):
    make_change(
        kind=HoursChange.Kind.TIME_OFF,
        therapist=two[1],
        starts_at=SEVEN,
        ends_at=SEVEN + HOUR,
    )

    response = say(client, asked, "yes")

    assert response.status_code == 409
    assert "That time is no longer to be had" in words(response)
    assert fresh(two[0]).status == Status.CONFIRMED


@pytest.mark.parametrize("answer", ["", "maybe", "yes\0", "9" * 5000])
def test_an_answer_that_is_none_changes_nothing(client, two, asked, answer):
    response = say(client, asked, answer)

    assert response.status_code == 422
    assert state_of(asked) == State.WAITING


@pytest.mark.parametrize("pk", ["", "0", "x", "9" * 40, "1\0"])
def test_an_answer_to_another_question_answers_nothing(client, two, asked, pk):
    response = client.post(url(two[0]), {"answer": "yes", "asked": pk})

    assert response.status_code == 409
    assert state_of(asked) == State.WAITING


def test_an_answer_to_an_earlier_question_answers_nothing(client, two, asked):
    Proposal.objects.filter(pk=asked.pk).update(state="withdrawn", answered_at=NOW)
    Appointment.objects.filter(pk=asked.offer_id).update(
        status=Status.CANCELLED, expires_at=None
    )
    again = ask(fresh(two[0]), two[1], starts_at=at(TUESDAY, "19:00"))

    response = say(client, asked, "yes")

    assert response.status_code == 409
    assert state_of(again) == State.WAITING


def test_somebody_elses_question_looks_like_none(asked):
    stranger = browser_of()

    assert stranger.get(url(asked.appointment)).status_code == 404
    assert say(stranger, asked, "yes").status_code == 404


def test_another_date_asks_its_lists_first_and_then_it_is_theirs():
    booked, sadia = make_booked(starts_at=at(MONDAY + timedelta(days=14), "19:00"))
    asked = ask(booked, sadia, starts_at=at(TUESDAY, "19:00"))
    client = browser_of(booked)

    asked_first = say(client, asked, "yes")
    answered = client.post(
        asked_first.url,
        lists(booked, starts_at=asked.offer.starts_at)
        | {"revision": fresh(booked).revision},
    )

    taken = fresh(booked)
    assert f"{booked.ref}/questions/?start=2026-12-08T19" in asked_first.url
    assert answered.url == taken.get_absolute_url()
    assert (taken.therapist, taken.starts_at) == (sadia, asked.offer.starts_at)
    assert state_of(asked) == State.ACCEPTED


def test_the_ordinary_move_page_is_not_blocked_by_the_own_offer(client, two, asked):
    booked, sadia = two
    make_confirmed(
        treatment=booked.treatment,
        therapist=booked.therapist,
        room=booked.room,
        starts_at=at(MONDAY, "20:30"),
    )

    response = client.post(
        f"{booked.get_absolute_url()}move/",
        {"start": at(MONDAY, "19:30").isoformat()},
    )

    assert response.url == booked.get_absolute_url()
    assert (fresh(booked).therapist, state_of(asked)) == (sadia, State.OTHER_TIME)


def test_the_mail_says_when_and_by_when_and_not_why(two, asked):
    message = two[0].messages.get(channel=Message.Channel.EMAIL)

    mail = mail_for(message, now=NOW)

    assert "Would Monday 7 December, 19:00 with Sadia do instead?" in mail.body
    assert "Please say yes or no by Monday 7 December, 18:00" in mail.body
