"""Mail scanners follow every link of every mail; nothing changes when they do."""

import re
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from booking.messages.wording import WORDS
from booking.models import Status
from booking.models.kinds import TRUE_WHILE
from tests.factories import NOW
from tests.messages.everything import HANNAH, make_everything, make_mail
from tests.messages.given_away import sent
from tests.messages.rows import put
from tests.public.browser import browser_of

pytestmark = pytest.mark.django_db

LINK = re.compile(r"http://testserver(/[^\s\"<>]*)")
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)", re.IGNORECASE)


@pytest.fixture
def everything():
    with time_machine.travel(NOW, tick=False):
        yield make_everything()


def writes(browser, method, page, sent=None):
    """The answer, and every statement that changed a row on the way to it."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = getattr(browser, method)(page, sent)
    return answer, [q["sql"] for q in asked if WRITES.match(q["sql"])]


@pytest.mark.parametrize("kind", sorted(WORDS))
def test_following_every_link_of_a_mail_changes_no_row(kind, everything):
    """By a stranger and by whoever it is for, in every status the mail is told in."""
    staff = Client()
    staff.force_login(everything.staff)
    for status in TRUE_WHILE[kind] or [Status.CONFIRMED]:
        own = browser_of(put(everything.appointment, status))
        for told in (None, everything.staff):
            _mail, bodies = sent(make_mail(kind, everything, staff=told))
            links = {unescape(link) for link in LINK.findall("\n".join(bodies))}
            assert links

            for browser in (Client(), staff if told else own):
                for link in sorted(links):
                    for method in ("head", "get", "get"):
                        answer, written = writes(browser, method, link)
                        assert answer.status_code in (200, 302), link
                        assert written == [], link


def test_a_page_that_writes_would_be_seen(everything):
    """The twin: should it write nothing here, the test above would prove nothing."""
    answer, written = writes(Client(), "post", "/find/", {"email": HANNAH})

    assert answer.status_code == 302
    assert len(written) == 1
