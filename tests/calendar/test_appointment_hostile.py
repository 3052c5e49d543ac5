"""Nonsense at every button of an appointment: a clear page, nothing changed."""

import pytest
from django.urls import reverse

from booking.models import AccessRecord, Payment, PhoneOnly, SessionNote, Status
from tests.calendar.booked import SEVEN, at_time, make_cautious, signed_in
from tests.permissions import CALENDAR

pytestmark = pytest.mark.django_db

FIELDS = (
    "revision",
    "reason",
    "why",
    "words",
    "today",
    "text",
    "more",
    "note",
    "how",
    "amount",
    "adaptations",
    "drink_kind",
)
NONSENSE = ("\x00", "9" * 5000, "\u202e")
ABOUT = ("appointment", "door", "note", "payment", "client_phone_only")
POSTS = [
    line.name
    for line in CALENDAR
    if line.method == "POST" and line.name.split(":")[1].startswith(ABOUT)
]
# What needs no word to be done: it is said by the press itself.
WORDLESS = {"calendar:appointment_late", "calendar:payment_undo"}


@pytest.mark.parametrize("nonsense", NONSENSE, ids=["nul", "long", "turning"])
def test_nonsense_changes_nothing_and_breaks_nothing(client, nonsense):
    booked = make_cautious()
    signed_in(client, "Manager")
    statuses = {}

    for name in POSTS:
        url = reverse(name, args=[booked.ref])
        with at_time(SEVEN):
            answer = client.post(url, dict.fromkeys(FIELDS, [nonsense] * 2))
        statuses[name] = answer.status_code

    booked.refresh_from_db()
    odd = {name: code for name, code in statuses.items() if code not in (409, 422)}
    assert set(odd) <= WORDLESS
    assert (booked.status, booked.arrived_at) == (Status.CONFIRMED, None)
    for model in (AccessRecord, Payment, PhoneOnly, SessionNote):
        assert not model.objects.exists()


@pytest.mark.parametrize("body", [b"\xff\xfe=%", b"reason=%ed%a0%80"])
def test_a_broken_body_is_answered_in_words(client, body):
    booked = make_cautious()
    signed_in(client, "Manager")

    for name in POSTS:
        with at_time(SEVEN):
            answer = client.generic(
                "POST",
                reverse(name, args=[booked.ref]),
                body,
                content_type="application/x-www-form-urlencoded",
            )
        assert answer.status_code < 500, name

    booked.refresh_from_db()
    assert booked.status == Status.CONFIRMED
