"""What holds of every kind of mail, whatever it says."""

import re

import pytest
from django.utils.translation import override

from booking.messages.mail import mail_for
from booking.messages.wording import WORDS
from booking.models import Message
from booking.models.message import ABOUT_NONE
from tests.factories import NOW
from tests.messages.rows import make_booked, make_message

pytestmark = pytest.mark.django_db

Kind = Message.Kind
TAGS = re.compile(r"(?s)<style>.*?</style>|<[a-z/!][^>]*>")


def parts(mail):
    """The text, and the words of the HTML."""
    ((html, kind),) = [part for part in mail.alternatives if part[1] == "text/html"]
    assert kind == "text/html"
    return " ".join(mail.body.split()), " ".join(TAGS.sub(" ", html).split())


def test_every_mail_is_a_machines_and_says_the_same_in_text_and_in_html():
    booked = make_booked()

    for kind in (kind for kind in WORDS if kind not in ABOUT_NONE):
        mail = mail_for(make_message(kind=kind, appointment=booked), now=NOW)
        text, html = parts(mail)
        heading = text.partition(", ")[2].partition(".")[0]
        assert mail.extra_headers["Auto-Submitted"] == "auto-generated", kind
        assert mail.subject, kind
        assert heading, kind
        assert heading in html.replace("&#x27;", "'"), kind
        assert "Tuesday 8 December 2026, 19:00 to 20:00 GMT" in text, kind
        assert "Tuesday 8 December 2026, 19:00 to 20:00 GMT" in html, kind


def test_a_mail_is_in_the_language_of_the_site_and_of_nobody_else(settings):
    message = make_message(kind=Kind.CONFIRMED, appointment=make_booked())
    settings.LANGUAGE_CODE = "de"

    with override("fr"):
        mail = mail_for(message, now=NOW)

    assert mail.subject.endswith("Dienstag 8 Dezember, 19:00")
    assert 'lang="de"' in mail.alternatives[0][0]
