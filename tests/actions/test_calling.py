"""Who is rung about what, by when, and what came of it."""

from datetime import timedelta

import pytest

from booking.actions import cancel, move, note_call
from booking.actions.problems import NoMessageAllowed, NotAllowed, Stale
from booking.actions.steps import change, tell
from booking.models import CallTry, Message
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    make_client,
    make_confirmed,
    make_evening,
    make_review,
    make_user,
)

pytestmark = pytest.mark.django_db

Kind, Result, State = Message.Kind, CallTry.Result, Message.State
SEVEN = at(MONDAY, "19:00")
TOMORROW_EVENING = at(TUESDAY, "19:00")


@pytest.fixture
def evening():
    treatment, therapist, room = make_evening()
    return {"treatment": treatment, "therapist": therapist, "room": room}


@pytest.fixture
def desk():
    return make_user(role="Front desk")


def booked(evening, starts_at=SEVEN, **client):
    return make_confirmed(starts_at=starts_at, client=make_client(**client), **evening)


def calls(appointment):
    return appointment.messages.filter(channel="call", state="waiting")


def test_a_client_without_email_is_rung_instead(evening):
    appointment = booked(
        evening, email="", starts_at=at(TUESDAY.replace(day=20), "19:00")
    )

    tell(appointment, Kind.CONFIRMED, now=NOW)

    call = appointment.messages.get()
    assert (call.channel, call.recipient) == ("call", "01632 960201")
    assert call.call_by == appointment.starts_at


def test_cancelled_by_the_clinic_near_the_start_they_are_rung_too(evening, desk):
    appointment = booked(evening)

    cancel(appointment=appointment, now=NOW, by=desk)

    assert appointment.messages.filter(channel="email").count() == 1
    assert calls(appointment).get().call_by == SEVEN


def test_what_clients_did_themselves_nobody_rings_about(evening):
    appointment = booked(evening)

    cancel(appointment=appointment, now=NOW)

    assert not calls(appointment).exists()


def test_longer_before_the_start_a_mail_is_enough(evening, desk):
    appointment = booked(evening, starts_at=NOW + timedelta(hours=24, seconds=1))

    cancel(appointment=appointment, now=NOW, by=desk)

    assert not calls(appointment).exists()


def test_exactly_a_day_before_they_are_rung(evening, desk):
    appointment = booked(evening, starts_at=NOW + timedelta(hours=24))

    cancel(appointment=appointment, now=NOW, by=desk)

    assert calls(appointment).count() == 1


def test_moved_away_from_tonight_they_are_rung_before_they_come(evening, desk):
    appointment = booked(evening)
    later = at(TUESDAY.replace(day=9), "19:00")

    move(appointment=appointment, starts_at=later, now=NOW, by=desk)

    assert calls(appointment).filter(kind=Kind.MOVED).count() == 1


@pytest.mark.parametrize(
    "kind",
    [
        Kind.CLEARED,
        Kind.PROPOSED,
        Kind.SORRY,
        Kind.RAN_OUT,
        Kind.QUESTION,
        Kind.BOOK_ANY,
    ],
)
def test_near_the_start_these_are_said_on_the_phone_too(evening, kind):
    appointment = booked(evening)

    tell(appointment, kind, now=NOW)

    assert calls(appointment).get().key.endswith(":call")


@pytest.mark.parametrize("kind", [Kind.MOVED, Kind.HANDED_OVER, Kind.DECLINED])
def test_these_only_where_one_of_the_team_did_it(evening, desk, kind):
    appointment = booked(evening)
    change(appointment, "done", now=NOW, by=None)
    tell(appointment, kind, now=NOW)
    assert not calls(appointment).exists()

    change(appointment, "done", now=NOW, by=desk)
    tell(appointment, kind, now=NOW)

    assert calls(appointment).count() == 1


@pytest.mark.parametrize("kind", [Kind.CONFIRMED, Kind.REVIEW, Kind.YOUR_TURN])
def test_nothing_has_changed_so_nobody_rings(evening, kind):
    appointment = booked(evening)

    tell(appointment, kind, now=NOW)

    assert not calls(appointment).exists()


def test_without_a_number_there_is_only_the_mail(evening, desk):
    appointment = booked(evening, phone="")

    cancel(appointment=appointment, now=NOW, by=desk)

    assert not calls(appointment).exists()


def test_one_change_is_one_call_however_often_it_is_told(evening, desk):
    appointment = booked(evening)
    change(appointment, "done", now=NOW, by=desk)

    for _time in range(2):
        tell(appointment, Kind.MOVED, now=NOW)

    assert calls(appointment).count() == 1


def test_said_as_it_happens_nobody_rings_again(evening, desk):
    appointment = booked(evening, email="")

    tell(appointment, Kind.CONFIRMED, now=NOW, heard_from=desk)

    told = appointment.messages.get()
    assert (told.state, told.sent_at) == (State.SENT, NOW)
    assert told.tries.get().result == Result.REACHED


def test_a_review_is_rung_about_by_its_deadline(evening):
    waits = make_review(starts_at=SEVEN, **evening)

    tell(waits, Kind.RING, now=NOW, channel="call")

    assert calls(waits).get().call_by == min(waits.expires_at, SEVEN)


@pytest.fixture
def call(evening, desk):
    appointment = booked(evening)
    cancel(appointment=appointment, now=NOW, by=desk)
    return calls(appointment).get()


def noted(call, desk, result, **fields):
    return note_call(message=call, result=result, by=desk, now=NOW, **fields)


def test_reached_it_is_done_and_says_by_whom(call, desk):
    done = noted(call, desk, Result.REACHED)

    assert (done.state, done.sent_at) == (State.SENT, NOW)
    assert (done.tries.get().by, done.tries.get().at) == (desk, NOW)


def test_no_answer_it_waits_until_then(call, desk):
    again = NOW + timedelta(hours=1)

    waits = noted(call, desk, Result.NO_ANSWER, again_at=again)

    assert (waits.state, waits.due_at) == (State.WAITING, again)
    assert waits.tries.get().again_at == again


@pytest.mark.parametrize("minutes", [None, -1, 0, 15 * 24 * 60])
def test_no_answer_needs_a_time_to_try_again(call, desk, minutes):
    again = None if minutes is None else NOW + timedelta(minutes=minutes)

    with pytest.raises(NotAllowed):
        noted(call, desk, Result.NO_ANSWER, again_at=again)
    assert not CallTry.objects.exists()


def test_a_message_is_left_only_with_those_who_allow_it(call, desk):
    with pytest.raises(NoMessageAllowed):
        noted(call, desk, Result.MESSAGE_LEFT)
    client = call.appointment.client
    client.may_leave_message = True
    client.save()

    assert noted(call, desk, Result.MESSAGE_LEFT).state == State.SENT


def test_noted_twice_it_is_written_once(call, desk):
    noted(call, desk, Result.NO_ANSWER, again_at=NOW + timedelta(hours=1), tries=0)

    with pytest.raises(Stale):
        noted(call, desk, Result.REACHED, tries=0)
    assert CallTry.objects.count() == 1


def test_what_is_done_is_done(call, desk):
    noted(call, desk, Result.REACHED)

    with pytest.raises(NotAllowed):
        noted(call, desk, Result.REACHED)


def test_nonsense_is_no_result(call, desk):
    with pytest.raises(NotAllowed):
        noted(call, desk, "shouted")


def test_a_mail_is_not_ticked_as_a_call(call, desk):
    mail = call.appointment.messages.get(channel="email")

    with pytest.raises(NotAllowed):
        noted(mail, desk, Result.REACHED)


def test_moved_within_a_day_by_staff_says_so_to_whoever_comes_tomorrow(evening, desk):
    appointment = booked(evening, starts_at=at(TUESDAY, "11:00").replace(hour=16))

    move(appointment=appointment, starts_at=TOMORROW_EVENING, now=NOW, by=desk)

    assert not calls(appointment).exists()
