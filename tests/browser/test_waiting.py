"""Waiting for a time that is taken, with a real browser on a phone."""

import re

import pytest
import time_machine

from booking.actions import cancel
from booking.management.upkeep import go_round
from booking.models import Status, WaitingRequest
from tests.factories import (
    NOW,
    TUESDAY,
    at,
    make_client,
    make_confirmed,
    make_evening,
    make_waiting,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MAILED = re.compile(r"/open/[\w-]{43}/")


@pytest.fixture
def taken():
    """All of Tuesday; the one at seven may be given back."""
    treatment, therapist, room = make_evening()
    evening = {"treatment": treatment, "therapist": therapist, "room": room}
    with time_machine.travel(NOW, tick=True):
        for wall in ("16:00", "17:30", "20:30"):
            make_confirmed(starts_at=at(TUESDAY, wall), **evening)
        yield make_confirmed(starts_at=at(TUESDAY, "19:00"), **evening)


def open_mailed(person, mail):
    person.open(MAILED.search(mail.body)[0])
    person.press("Open my page")


def test_who_waits_is_offered_what_another_cancels_and_takes_it(
    someone, taken, mailoutbox
):
    hannah = someone()
    hannah.open(f"/book/{taken.treatment.slug}/")
    hannah.follow(re.compile("Tell me when a time is free on Tuesday 8"))
    hannah.type("Your name", "Hannah Whitlock")
    hannah.type("E-mail", "hannah@wait.example")
    hannah.press("Put me on the list")
    assert hannah.heading == "Your place on the waiting list"

    cancel(appointment=taken, now=NOW)
    go_round()
    offered = next(m for m in mailoutbox if m.subject.startswith("A time for you"))
    open_mailed(hannah, offered)
    hannah.press("Yes, I take it")
    hannah.answer_the_lists()
    hannah.press(re.compile("^Book"))

    assert hannah.heading.startswith("You are booked")
    go_round()
    assert WaitingRequest.objects.get().state == "booked"


def test_a_no_passes_it_on_to_the_next(someone, taken, mailoutbox):
    day = {"since": TUESDAY, "until": TUESDAY}
    first, second = (
        make_waiting(
            treatment=taken.treatment,
            client=make_client(email=f"{name}@wait.example"),
            **day,
        )
        for name in ("hannah", "tom")
    )
    cancel(appointment=taken, now=NOW)
    go_round()
    hannah = someone()
    open_mailed(hannah, mailoutbox[-1])

    hannah.press("No, and I wait on")
    go_round()

    assert hannah.heading == "Your place on the waiting list"
    assert first.offers.get().state == "declined"
    assert second.offers.get().appointment.status == Status.HELD
    assert mailoutbox[-1].to == ["tom@wait.example"]
