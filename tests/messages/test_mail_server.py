"""Against a real mail server: none lost, none double."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from booking.messages import MailAway, tell_next
from booking.models import Message
from booking.models.message import MessageQuerySet
from tests.factories import NOW
from tests.messages.backends import PATH
from tests.messages.rows import make_booked, make_message
from tests.messages.sink import DROP, Taken, mail_server

Kind, State = Message.Kind, Message.State
MAILS = 12


@pytest.fixture
def taken(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_TIMEOUT = 5
    return Taken()


def make_mails():
    booked = make_booked()
    for number in range(MAILS):
        make_message(
            kind=Kind.CONFIRMED,
            appointment=booked,
            recipient=f"{number}@x.example",
            due_at=NOW + timedelta(seconds=number - MAILS),
        )


def tell_all(now=NOW):
    """As a worker does: until nothing is due, or the server is away."""
    try:
        while tell_next(now=now):
            pass
    except MailAway:
        return


def recipients(taken):
    return [mail["To"] for mail in taken]


@pytest.mark.django_db
def test_what_waited_while_the_server_was_down_goes_out_once_it_is_back(
    taken, settings
):
    with mail_server(taken) as settings.EMAIL_PORT:
        pass
    make_mails()
    for minutes in range(5):
        tell_all(NOW + timedelta(minutes=minutes))
    assert taken == []

    with mail_server(taken, settings.EMAIL_PORT):
        tell_all(NOW + timedelta(minutes=5))

    assert recipients(taken) == [f"{number}@x.example" for number in range(MAILS)]
    assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}


@pytest.mark.django_db
def test_what_the_server_put_off_is_told_later_and_once(taken, settings):
    taken.faults = {f"{number}@x.example": ["451 later"] for number in range(5)}
    make_mails()

    with mail_server(taken) as settings.EMAIL_PORT:
        tell_all(NOW)
        assert len(taken) == MAILS - 5
        tell_all(NOW + timedelta(minutes=1))

    assert Counter(recipients(taken)) == {f"{n}@x.example": 1 for n in range(MAILS)}


@pytest.mark.django_db
def test_a_mail_taken_without_a_word_comes_again_under_the_same_id(taken, settings):
    taken.faults = {f"{number}@x.example": [DROP] for number in range(2)}
    make_mails()

    with mail_server(taken) as settings.EMAIL_PORT:
        tell_all(NOW)
        tell_all(NOW + timedelta(minutes=1))

    ids = Counter(mail["Message-ID"] for mail in taken)
    assert sorted(ids.values()) == [1] * (MAILS - 2) + [2, 2]
    assert len(set(recipients(taken))) == MAILS


@pytest.mark.django_db
def test_the_mail_arrives_whole(taken, settings):
    booked = make_booked()
    make_message(kind=Kind.CONFIRMED, appointment=booked)

    with mail_server(taken) as settings.EMAIL_PORT:
        tell_all()

    (mail,) = taken
    parts = [part.get_content_type() for part in mail.walk()]
    assert parts == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    inline, attached = list(mail.walk())[-2:]
    assert inline.get_param("method") == "REQUEST"
    file = inline.get_content().replace("\r\n", "\n")
    assert attached.get_content().decode().replace("\r\n", "\n") == file


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("workers", [2, 4])
def test_several_workers_tell_each_mail_once(workers, settings, mailoutbox):
    settings.EMAIL_BACKEND = f"{PATH}.Slow"
    make_mails()

    told = tell_together(workers)

    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(
        f"{number}@x.example" for number in range(MAILS)
    )
    assert told.total() == MAILS
    assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}


@pytest.mark.django_db(transaction=True)
def test_if_a_claim_kept_nobody_away_mails_would_be_told_twice(
    settings, mailoutbox, monkeypatch
):
    """The twin: should each be told once here, the test above would prove nothing."""
    settings.EMAIL_BACKEND = f"{PATH}.Slow"
    monkeypatch.setattr(MessageQuerySet, "due", due_whoever_has_it)
    make_mails()

    tell_together(2)

    assert len(mailoutbox) > MAILS


def due_whoever_has_it(rows, now):
    """What is being told is due as well."""
    return rows.filter(state__in=(State.WAITING, State.SENDING), due_at__lte=now)


def tell_together(workers):
    """How many mails each of so many threads told until nothing was due."""
    together = threading.Barrier(workers)
    told = Counter()

    def work(number):
        together.wait()
        try:
            while tell_next(now=NOW):
                told[number] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told
