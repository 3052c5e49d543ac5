"""From the home page to an evening, as people do it on a phone."""

import re

import pytest
from django.core import mail
from django.core.management import call_command

from booking.models import Appointment, Status
from tests.factories import make_evening

pytestmark = pytest.mark.browser

WITH_AND_WITHOUT = pytest.mark.parametrize("script", [True, False])


@pytest.fixture
def treatment(live_server):
    """What the clinic gives; it has a phone, and rings on all weekdays."""
    treatment, _therapist, _room = make_evening()
    return treatment


def calendar_file(person):
    """What "Add to my calendar" gives."""
    link = person.page.get_by_role("link", name="Add to my calendar")
    return person.page.request.get(link.get_attribute("href")).text()


@WITH_AND_WITHOUT
def test_an_evening_is_booked_in_four_screens_and_at_most_fourteen_taps(
    treatment, someone, script
):
    hannah = someone(java_script_enabled=script)

    hannah.open("/")
    hannah.press_a_time()
    hannah.answer_the_lists()
    hannah.type("Your name", "Hannah Whitlock")
    hannah.type("E-mail", "hannah@whitlock.example")
    hannah.press(re.compile("^Book "))
    call_command("tick")

    booked = Appointment.objects.get()
    assert hannah.heading == "You are booked"
    assert booked.status == Status.CONFIRMED
    assert len(hannah.screens) == 4
    assert hannah.taps <= 14
    assert [told.to for told in mail.outbox] == [["hannah@whitlock.example"]]
    assert [kind for _name, _content, kind in mail.outbox[0].attachments]
    assert calendar_file(hannah).count("BEGIN:VEVENT") == 1
