"""A mail that failed for good: its client is rung, or nobody can be told."""

import pytest
from django.db import OperationalError, connection

from booking.messages import tell_next, worker_state
from booking.models import Message, Status
from tests.factories import NOW, make_client, make_user
from tests.messages.backends import PATH
from tests.messages.rows import SEVEN, make_booked, make_message, put

pytestmark = pytest.mark.django_db

Kind, State = Message.Kind, Message.State


@pytest.fixture(autouse=True)
def _refused(settings):
    settings.EMAIL_BACKEND = f"{PATH}.Never"


def calls():
    return Message.objects.calls()


def test_whom_a_mail_cannot_reach_is_rung():
    booked = make_booked()
    message = make_message(kind=Kind.CONFIRMED, appointment=booked)

    tell_next(now=NOW)

    message.refresh_from_db()
    call = calls().get()
    assert (message.state, message.failed_at) == (State.FAILED, NOW)
    assert (call.kind, call.appointment, call.recipient) == (
        Kind.CONFIRMED,
        booked,
        "01632 960201",
    )
    assert (call.due_at, call.call_by) == (NOW, SEVEN)


def test_who_is_rung_already_is_rung_once():
    booked = make_booked()
    message = make_message(kind=Kind.CONFIRMED, appointment=booked)
    make_message(kind=Kind.CONFIRMED, appointment=booked, channel="call", key="the one")

    tell_next(now=NOW)

    message.refresh_from_db()
    assert message.state == State.FAILED
    assert calls().get().key == "the one"


def test_without_a_number_nobody_is_rung():
    make_message(
        kind=Kind.CONFIRMED, appointment=make_booked(client=make_client(phone=""))
    )

    tell_next(now=NOW)

    assert not calls().exists()


def test_nobody_is_rung_about_links_or_the_teams_own_mails():
    review = put(make_booked(), Status.REVIEW)
    make_message(kind=Kind.LINKS)
    make_message(kind=Kind.REVIEW_DUE, appointment=review, staff=make_user())

    while tell_next(now=NOW):
        pass

    assert Message.objects.failed_since(NOW).count() == 2
    assert not calls().exists()


def no_new_rows(execute, sql, params, many, context):
    if sql.startswith("INSERT"):
        raise OperationalError
    return execute(sql, params, many, context)


def test_no_mail_is_given_up_unless_its_call_is_written_too():
    message = make_message(kind=Kind.CONFIRMED, appointment=make_booked())
    Message.objects.update(attempts=5)

    with connection.execute_wrapper(no_new_rows), pytest.raises(OperationalError):
        tell_next(now=NOW)

    message.refresh_from_db()
    assert message.state == State.SENDING


def test_whoever_watches_the_site_sees_how_many_failed_in_a_day():
    make_message(kind=Kind.CONFIRMED, appointment=make_booked())
    tell_next(now=NOW)

    assert worker_state(NOW)["failed_last_day"] == 1
    assert worker_state(SEVEN)["failed_last_day"] == 0
