"""Told again, came back, and a test to oneself."""

from datetime import timedelta

import pytest

from booking.actions import (
    came_back,
    cancel,
    receive_test,
    send_test,
    tell_again,
)
from booking.actions.problems import NoAddress, NoLongerSo, NotAllowed, OnItsWay
from booking.actions.steps import tell
from booking.messages import tell_next
from booking.models import Client, Message, Status
from tests.factories import NOW, make_client, make_user
from tests.messages.rows import SEVEN, make_booked, make_message, put

pytestmark = pytest.mark.django_db(transaction=True)

Kind, State = Message.Kind, Message.State
LATER = NOW + timedelta(minutes=10)


@pytest.fixture
def desk():
    return make_user(role="Front desk")


@pytest.fixture
def sent():
    message = make_message(kind=Kind.CONFIRMED, appointment=make_booked())
    tell_next(now=NOW)
    message.refresh_from_db()
    return message


def end(message, state, **fields):
    Message.objects.filter(pk=message.pk).update(state=state, **fields)


def test_told_again_it_is_another_mail_to_the_address_of_today(sent, desk, mailoutbox):
    Client.objects.update(email="hannah@new.example")

    again = tell_again(message=sent, by=desk, now=LATER)
    tell_next(now=LATER)

    first, second = mailoutbox
    assert (first.to, second.to) == (
        ["hannah@whitlock.example"],
        ["hannah@new.example"],
    )
    assert first.extra_headers["Message-ID"] != second.extra_headers["Message-ID"]
    assert again.key == f"{sent.key}:again1"
    assert sent.appointment.events.last().by == desk


def test_told_again_and_again_each_has_a_key_of_its_own(sent, desk):
    again = tell_again(message=sent, by=desk, now=LATER)
    tell_next(now=LATER)

    third = tell_again(message=again, by=desk, now=LATER)

    assert third.key == f"{sent.key}:again2"


def test_pressed_twice_it_is_told_once(sent, desk):
    tell_again(message=sent, by=desk, now=LATER)

    with pytest.raises(OnItsWay):
        tell_again(message=sent, by=desk, now=LATER)

    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    ("how", "refusal"),
    [
        (lambda sent: put(sent.appointment, Status.CANCELLED), NoLongerSo),
        (lambda sent: Client.objects.update(email=""), NoAddress),
        (lambda sent: end(sent, State.WAITING), OnItsWay),
        (lambda sent: Message.objects.update(channel="call"), NotAllowed),
    ],
)
def test_what_is_no_longer_so_or_cannot_be_sent_is_not_told_again(
    sent, desk, how, refusal
):
    how(sent)

    with pytest.raises(refusal):
        tell_again(message=sent, by=desk, now=LATER)

    assert Message.objects.count() == 1


def test_after_the_start_nothing_is_told_again(sent, desk):
    with pytest.raises(NoLongerSo):
        tell_again(message=sent, by=desk, now=SEVEN)


def test_links_asked_for_are_mailed_again(desk, mailoutbox):
    make_booked()
    links = make_message(kind=Kind.LINKS)
    tell_next(now=NOW)

    tell_again(message=links, by=desk, now=LATER)
    tell_next(now=LATER)

    assert len(mailoutbox) == 2


def test_a_mail_that_came_back_is_a_call_to_make(sent, desk):
    came_back(message=sent, by=desk, now=LATER)

    sent.refresh_from_db()
    assert (sent.state, sent.error, sent.failed_at) == (
        State.FAILED,
        "it came back",
        LATER,
    )
    call = Message.objects.calls().get()
    assert (call.kind, call.due_at, call.call_by) == (Kind.CONFIRMED, LATER, SEVEN)
    assert sent.appointment.events.last().what == "came_back"


def test_nobody_is_rung_about_what_is_over(sent, desk):
    came_back(message=sent, by=desk, now=SEVEN)

    assert not Message.objects.calls().exists()


@pytest.mark.parametrize("state", [State.FAILED, State.CANCELLED, State.WAITING])
def test_only_what_was_sent_can_come_back(sent, desk, state):
    end(sent, state)

    with pytest.raises(NotAllowed):
        came_back(message=sent, by=desk, now=LATER)


def test_what_a_change_of_status_makes_untrue_is_dropped_with_it(desk):
    booked = make_booked(client=make_client(email=""))
    tell(booked, Kind.CONFIRMED, now=NOW)
    tell(booked, Kind.RING, now=NOW, channel="call")

    cancel(appointment=booked, now=NOW, by=desk)

    states = dict(Message.objects.values_list("kind", "state"))
    assert states[Kind.CONFIRMED] == State.CANCELLED
    assert states[Kind.CANCELLED] == State.WAITING


# A test to oneself


def test_a_test_goes_to_whoever_asked_and_to_nobody_else(mailoutbox):
    manager = make_user(role="Manager", name="Ines Duarte")
    make_booked()

    test = send_test(by=manager, now=NOW)
    tell_next(now=NOW)

    test.refresh_from_db()
    (mail,) = mailoutbox
    assert (mail.to, test.state) == ([manager.email], State.SENT)
    assert mail.body.startswith("Hello Ines,")
    assert "/calendar/messages/" in mail.body


def test_a_second_test_waits_for_the_first():
    manager = make_user(role="Manager")
    send_test(by=manager, now=NOW)

    with pytest.raises(OnItsWay):
        send_test(by=manager, now=NOW)


def test_it_is_kept_when_a_test_arrived_and_only_its_reader_says_so():
    manager = make_user(role="Manager")
    test = send_test(by=manager, now=NOW)
    with pytest.raises(NotAllowed):
        receive_test(message=test, by=manager, now=NOW)  # it has not left
    tell_next(now=NOW)
    with pytest.raises(NotAllowed):
        receive_test(message=test, by=make_user(role="Manager"), now=LATER)
    assert not Message.objects.test_received().exists()

    receive_test(message=test, by=manager, now=LATER)
    receive_test(message=test, by=manager, now=SEVEN)

    assert Message.objects.test_received().get().received_at == LATER
