"""A mail server away for an hour, then a bad one; by hand with `outage`."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import connection

from booking.messages import delivery, tell_next
from booking.models import Appointment, Message, Status
from tests.experiments.mails import SMTP, went_through_an_outage, write_mails
from tests.factories import MONDAY, NOW, at
from tests.messages.rows import make_booked, make_message
from tests.messages.sink import HANG, Taken, mail_server
from tests.public.pages import press

MANY = 20
SEVEN = "2026-12-08T19:00:00+00:00"


@pytest.mark.django_db
def test_after_an_outage_every_mail_arrives_oldest_first_and_none_is_lost():
    found = went_through_an_outage(write_mails(MANY))

    assert found.is_right, found
    assert found.delivered == MANY - found.refused
    assert found.twice == found.broken_off > 0


@pytest.mark.django_db
def test_marked_before_it_is_taken_a_mail_would_be_lost(monkeypatch):
    """The twin: should nothing be lost here, the test above would prove nothing."""
    opened = delivery._open

    def mark_first(message):
        post = opened(message)
        delivery._end(message, Message.State.SENT)
        return post

    monkeypatch.setattr(delivery, "_open", mark_first)

    found = went_through_an_outage(write_mails(5), {"2@x.example": ["451 later"]})

    assert found.lost == 1


@pytest.mark.django_db(transaction=True)
def test_while_the_mail_server_hangs_a_page_answers_and_a_time_can_be_held(
    settings, client
):
    for name, value in SMTP.items():
        setattr(settings, name, value)
    booked = make_booked(starts_at=at(MONDAY, "19:00"))
    make_message(kind=Message.Kind.CONFIRMED, appointment=booked)
    path = f"/book/{booked.treatment.slug}/?from=2026-12-08"
    taken = Taken({"hannah@whitlock.example": [HANG]})

    with mail_server(taken) as settings.EMAIL_PORT, ThreadPoolExecutor(1) as pool:
        telling = pool.submit(tell)
        wait_for(lambda: taken.asked)
        with time_machine.travel(NOW, tick=False):
            answer = press(client, SEVEN, page=client.get(path))
        was_hanging = not telling.done()

    assert answer.status_code == 303
    assert Appointment.objects.filter(status=Status.HELD).count() == 1
    assert was_hanging


def tell():
    try:
        return tell_next(now=NOW)
    finally:
        connection.close()


def wait_for(what):
    until = time.monotonic() + 10
    while not what() and time.monotonic() < until:
        time.sleep(0.01)
