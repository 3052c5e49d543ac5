import logging
import os
import signal
import threading
import time

import pytest
import time_machine
from django.core.mail.backends import locmem
from django.core.management import call_command

from booking.models import Message, Round
from tests.factories import NOW
from tests.messages.rows import make_booked, make_message

pytestmark = pytest.mark.django_db(transaction=True)

HERE = "tests.management.test_worker"


class StopsTheWorker(locmem.EmailBackend):
    """The worker is told to end while it tells a mail."""

    def send_messages(self, messages):
        os.kill(os.getpid(), signal.SIGTERM)
        return super().send_messages(messages)


class Breaks(locmem.EmailBackend):
    """Something nobody foresaw."""

    calls = 0

    def open(self):
        type(self).calls += 1
        raise RuntimeError("no such thing: hannah@whitlock.example")


@pytest.fixture(autouse=True)
def _signals_as_before():
    before = {n: signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_the_mail_being_told_is_finished_and_the_rest_waits(settings, mailoutbox):
    settings.EMAIL_BACKEND = f"{HERE}.StopsTheWorker"
    booked = make_booked()
    for _n in range(3):
        make_message(kind=Message.Kind.CONFIRMED, appointment=booked)

    with time_machine.travel(NOW):
        call_command("worker")

    states = list(Message.objects.values_list("state", flat=True))
    assert len(mailoutbox) == 1
    assert sorted(states) == [Message.State.SENT, *[Message.State.WAITING] * 2]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_resting_worker_ends_within_a_second(number):
    asked = []

    def ask():
        asked.append(time.monotonic())
        os.kill(os.getpid(), number)

    threading.Timer(0.5, ask).start()
    call_command("worker", every=60)

    assert time.monotonic() - asked[0] < 1
    assert Round.objects.exists()


def test_a_round_that_fails_does_not_end_the_worker_nor_name_anybody(settings, caplog):
    settings.EMAIL_BACKEND = f"{HERE}.Breaks"
    Breaks.calls = 0
    with time_machine.travel(NOW):
        booked = make_booked()
        for _n in range(2):
            make_message(kind=Message.Kind.CONFIRMED, appointment=booked)

        threading.Timer(1.5, os.kill, (os.getpid(), signal.SIGTERM)).start()
        with caplog.at_level(logging.DEBUG):
            call_command("worker", every=0.2)

    assert Breaks.calls == 2
    assert "a round failed: RuntimeError" in caplog.text
    assert "hannah" not in caplog.text
