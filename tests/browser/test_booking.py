"""From the home page to an evening, and elsewhere, as people do it on a phone."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from booking.models import Appointment, Clearance, Message, Screening, Status
from tests.factories import make_confirmed, make_evening

pytestmark = pytest.mark.browser

WITH_AND_WITHOUT = pytest.mark.parametrize("script", [True, False])


@pytest.fixture
def evening(live_server):
    """What is given, by whom, and where: the fields of an appointment's own row."""
    treatment, therapist, room = make_evening()
    return {"treatment": treatment, "therapist": therapist, "room": room}


@pytest.fixture
def later(evening):
    """The times from ten days on, before which a therapist can ring."""
    day = timezone.localdate() + timedelta(days=10)
    return f"/book/{evening['treatment'].slug}/?from={day}"


def calendar_file(person):
    """What "Add to my calendar" gives."""
    link = person.page.get_by_role("link", name="Add to my calendar")
    return person.page.request.get(link.get_attribute("href")).text()


def calendar_files(told):
    names = [part.get_filename() or "" for part in told.message().walk()]
    return sum(name.endswith(".ics") for name in names)


@WITH_AND_WITHOUT
def test_an_evening_is_booked_in_four_screens_and_at_most_fourteen_taps(
    evening, someone, script
):
    hannah = someone(java_script_enabled=script)

    hannah.open("/")
    hannah.press_a_time()
    hannah.answer_the_lists()
    hannah.type("Your name", "Hannah Whitlock")
    hannah.type("E-mail", "hannah@whitlock.example")
    hannah.press(re.compile("^Book "))
    call_command("tick")

    booked, sent = Appointment.objects.get(), mail.outbox
    assert hannah.heading == "You are booked"
    assert booked.status == Status.CONFIRMED
    assert len(hannah.screens) == 4
    assert hannah.taps <= 14
    assert [told.to for told in sent] == [["hannah@whitlock.example"]]
    assert calendar_files(sent[0]) == 1
    assert calendar_file(hannah).count("BEGIN:VEVENT") == 1


def test_a_health_check_is_at_most_eight_taps(evening, someone):
    hannah = someone()
    hannah.open("/")
    hannah.press_a_time()
    before = hannah.taps

    hannah.answer_the_lists()

    assert hannah.heading == "Your details"
    assert hannah.taps - before <= 8


@WITH_AND_WITHOUT
def test_who_should_wait_is_told_why_and_asked_for_no_name(evening, someone, script):
    hannah = someone(java_script_enabled=script)
    hannah.open("/")
    hannah.press_a_time()
    hannah.answer_the_lists(ask_first="Epilepsy, a seizure or a fit")

    hannah.tap(hannah.page.get_by_label("In the last 7 days"))
    hannah.press("Next: your details")

    declined = Appointment.objects.get()
    assert hannah.heading == "Not this evening"
    assert hannah.page.get_by_text("We asked for no name and kept none").is_visible()
    assert (declined.status, declined.client) == (Status.DECLINED, None)
    assert not Message.objects.exists()


@WITH_AND_WITHOUT
def test_a_review_with_a_doctors_yes(later, someone, script):
    hannah = someone(java_script_enabled=script)
    hannah.open(later)
    hannah.press_a_time()
    hannah.answer_the_lists(ask_first="A blood clot at any time")
    hannah.tap(hannah.page.get_by_label("A clot longer ago"))
    hannah.press("Next: your details")

    hannah.type("Your name", "Hannah Whitlock")
    hannah.type("E-mail", "hannah@whitlock.example")
    hannah.type("Phone", "01632 960201")
    hannah.press(re.compile("^Keep "))
    hannah.type("Name of the practice", "Quiet Lane Surgery")
    hannah.type("The day they said it", f"{timezone.localdate()}")
    hannah.tap(hannah.page.get_by_label(re.compile("^I told them what I told you")))
    hannah.press("Send")

    review = Appointment.objects.get()
    assert hannah.heading == "We are keeping your place"
    assert hannah.page.get_by_text("a yes from Quiet Lane Surgery").is_visible()
    assert review.status == Status.REVIEW
    assert review.review["doctor"]["practice"] == "Quiet Lane Surgery"
    assert not Clearance.objects.exists()


@WITH_AND_WITHOUT
def test_somebody_who_would_rather_talk_is_rung_and_keeps_the_time(
    later, someone, script
):
    hannah = someone(java_script_enabled=script)
    hannah.open(later)
    hannah.press_a_time()

    hannah.tap(hannah.page.locator("#talk > summary"))
    hannah.type("What shall we call you?", "Hannah")
    hannah.type("Your number", "01632 960201")
    hannah.press("Ring me, and keep my time")

    kept = Appointment.objects.get()
    assert hannah.heading == "We are keeping your place"
    assert (kept.status, kept.client.phone) == (Status.REVIEW, "01632 960201")
    assert kept.messages.filter(kind=Message.Kind.RING).count() == 1
    assert not Screening.objects.exists()


@WITH_AND_WITHOUT
def test_the_same_again_is_booked_in_at_most_eight_taps(evening, someone, script):
    now = timezone.now()
    given = make_confirmed(
        starts_at=now - timedelta(days=7), now=now - timedelta(days=14), **evening
    )
    Appointment.objects.update(status=Status.COMPLETED)
    hannah = someone(given, java_script_enabled=script)
    hannah.open(f"/appointments/{given.ref}/")

    hannah.follow("Book again")
    hannah.press_a_time()
    hannah.answer_the_lists()
    hannah.press(re.compile("^Book "))

    again = Appointment.objects.exclude(pk=given.pk).get()
    assert hannah.heading == "You are booked"
    assert hannah.taps <= 8
    assert (again.status, again.client) == (Status.CONFIRMED, given.client)
    assert again.treatment == given.treatment
