"""What who waits is told, and the links that lead to their page."""

import re

import pytest
import time_machine
from django.test import Client as Browser

from booking.actions import Person, change_client, leave_waiting, offer_waiting
from booking.messages import tell_next
from booking.models import AccessLink, Message, WaitingOffer
from tests.factories import NOW, TUESDAY, make_client, make_evening, make_waiting
from tests.messages.rows import make_message
from tests.messages.test_wording import BLUNT, health_words, sent, visible, words_of

pytestmark = pytest.mark.django_db(transaction=True)

LINK = re.compile(r"/open/[\w-]{43}/")


@pytest.fixture
def waiting():
    treatment, _therapist, _room = make_evening()
    with time_machine.travel(NOW, tick=False):
        yield make_waiting(treatment=treatment, since=TUESDAY, until=TUESDAY)


def test_the_mail_of_the_list_says_nothing_of_health_and_opens_the_own_page(waiting):
    mail, (text, _html) = sent(make_message(kind="listed", waiting=waiting))
    browser = Browser()

    said = visible(mail, [text]).lower()
    opened = browser.post(LINK.search(text)[0])

    assert words_of(said) & health_words() == set()
    assert BLUNT.findall(said) == []
    assert waiting.treatment.name.lower() not in said
    assert opened.url == waiting.get_absolute_url()
    assert browser.get(opened.url).status_code == 200


def test_a_scanner_that_follows_the_links_of_an_offer_answers_nothing(
    waiting, mailoutbox
):
    offer_waiting(now=NOW)
    tell_next(now=NOW)
    scanner = Browser()

    for address in set(LINK.findall(mailoutbox[0].body)):
        scanner.get(address)
        scanner.head(address)
    found = scanner.get(waiting.get_absolute_url())

    assert found.status_code == 404
    assert WaitingOffer.objects.get().state == "waiting"
    assert AccessLink.objects.get().waiting == waiting


def test_who_left_is_not_told_that_they_are_listed(waiting, mailoutbox):
    message = make_message(kind="listed", waiting=waiting)

    leave_waiting(request=waiting, now=NOW)
    tell_next(now=NOW)

    message.refresh_from_db()
    assert message.state == "cancelled"
    assert mailoutbox == []


def test_a_mailbox_that_is_no_longer_theirs_opens_their_place_no_more(waiting):
    _mail, (text, _html) = sent(make_message(kind="listed", waiting=waiting))

    new = Person("Hannah", email="new@whitlock.example")
    change_client(client=waiting.client, person=new, now=NOW)

    assert Browser().post(LINK.search(text)[0]).status_code == 404
    assert Message.objects.get().recipient == "new@whitlock.example"


def test_who_gave_only_a_number_is_rung_about_a_time(waiting):
    caller = make_client(email="", phone="01632 960126")
    leave_waiting(request=waiting, now=NOW)
    make_waiting(treatment=waiting.treatment, client=caller)

    offer_waiting(now=NOW)

    call = Message.objects.get(kind="offered")
    assert (call.channel, call.recipient) == ("call", "01632 960126")
    assert call.call_by == WaitingOffer.objects.get().answer_by
