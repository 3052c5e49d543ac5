import hashlib
import re
import threading
from datetime import timedelta

import pytest
from django.db import connection

from booking.messages import ask_for_links, find_link, forget_links, make_link
from booking.models import AccessLink, Message
from tests.factories import NOW, make_clinic
from tests.messages.rows import SEVEN, make_booked, make_message

Kind, State = Message.Kind, Message.State


def token_of(address):
    found = re.fullmatch(r"http://testserver/open/([\w-]{43})/", address)
    return found[1]


@pytest.mark.django_db
def test_a_link_opens_its_appointment_and_is_kept_only_as_a_hash():
    booked = make_booked()

    token = token_of(make_link(booked))

    link = find_link(token, now=NOW)
    assert link.appointment == booked
    assert link.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(AccessLink.objects.values().get())


@pytest.mark.django_db
def test_every_link_is_another_and_all_of_them_open():
    booked = make_booked()

    first, second = token_of(make_link(booked)), token_of(make_link(booked))

    assert first != second
    assert find_link(first, now=NOW).appointment == booked
    assert find_link(second, now=NOW).appointment == booked


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("after_the_start", "opens"),
    [(timedelta(days=30) - timedelta(seconds=1), True), (timedelta(days=30), False)],
)
def test_a_link_opens_until_thirty_days_after_the_start(after_the_start, opens):
    token = token_of(make_link(make_booked()))

    link = find_link(token, now=SEVEN + after_the_start)

    assert (link is not None) is opens


@pytest.mark.django_db
def test_a_revoked_link_opens_nothing():
    booked = make_booked()
    token = token_of(make_link(booked))

    booked.links.all().revoke(NOW)

    assert find_link(token, now=NOW) is None


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "\x00", "\ud800", "x" * 100_000, "é", "' OR 1"])
def test_what_is_no_token_opens_nothing(token):
    make_link(make_booked())

    assert find_link(token, now=NOW) is None


@pytest.mark.django_db
def test_the_hash_itself_opens_nothing():
    make_link(make_booked())

    assert find_link(AccessLink.objects.get().token_hash, now=NOW) is None


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["hannah@whitlock.example", "nobody@x.example"])
def test_asking_writes_the_same_row_for_a_known_and_an_unknown_address(
    address, django_assert_num_queries
):
    make_booked()

    with django_assert_num_queries(6):  # a transaction, its lock, two counts, a row
        ask_for_links(address=address, now=NOW)

    message = Message.objects.get()
    assert (message.kind, message.state) == (Kind.LINKS, State.WAITING)
    assert (message.recipient, message.due_at) == (address, NOW)


@pytest.mark.django_db
def test_an_address_asks_three_times_an_hour():
    make_clinic()

    for minutes in (0, 10, 20, 30, 59):
        ask_for_links(address="a@x.example", now=NOW + timedelta(minutes=minutes))

    assert Message.objects.count() == 3
    ask_for_links(address="b@x.example", now=NOW)
    ask_for_links(address="a@x.example", now=NOW + timedelta(minutes=60))
    assert Message.objects.count() == 5


@pytest.mark.django_db
def test_everybody_together_asks_three_hundred_times_an_hour():
    make_clinic()
    for number in range(299):
        make_message(kind=Kind.LINKS, recipient=f"{number}@x.example")

    for name in ("one", "another"):
        ask_for_links(address=f"{name}@x.example", now=NOW)

    assert Message.objects.count() == 300


@pytest.mark.django_db(transaction=True)
def test_asking_at_the_same_moment_counts_exactly():
    make_clinic()
    together = threading.Barrier(8)

    def ask():
        together.wait()
        try:
            ask_for_links(address="a@x.example", now=NOW)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Message.objects.count() == 3


@pytest.mark.django_db
def test_dead_links_and_addresses_typed_yesterday_are_forgotten():
    booked = make_booked()
    make_link(booked)
    told = make_message(kind=Kind.LINKS, state=State.SENT)
    waiting = make_message(kind=Kind.LINKS)
    confirmation = make_message(
        kind=Kind.CONFIRMED, appointment=booked, state=State.SENT
    )

    forget_links(now=NOW + timedelta(days=1))
    assert set(Message.objects.all()) == {told, waiting, confirmation}

    forget_links(now=SEVEN + timedelta(days=30))
    assert set(Message.objects.all()) == {waiting, confirmation}
    assert not AccessLink.objects.exists()
