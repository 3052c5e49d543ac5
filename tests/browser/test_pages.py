"""Every page of an appointment: nothing in anyone's way, in daylight and at night."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from booking.models import Appointment
from tests.browser import states
from tests.factories import make_evening

pytestmark = pytest.mark.browser

A_WEEK_AGO = timezone.localdate() - 7 * states.DAY
PAGES = [
    (states.held, "questions", "Before your massage"),
    (states.held, "talk", "Talk to someone"),
    (states.ticked, "more", "A little more about what you ticked"),
    (states.clear, "details", "Your details"),
    (states.adapted, "details", "Your details"),
    (states.needs_a_doctor, "details", "A short talk first"),
    (states.needs_another_time, "details", "A time that works for you"),
    (states.needs_another_treatment, "details", "A better fit for you"),
    (states.lost, "questions", "That time has just gone"),
    (states.confirmed, "", "You are booked"),
    (states.confirmed, "move", "Move to another time"),
    (states.confirmed, "cancel", "Give this evening back?"),
    (states.confirmed, "again", "Another evening like this"),
    (states.given_evening, "", f"{A_WEEK_AGO:%A %-d %B}"),
    (states.in_review, "", "We are keeping your place"),
    (states.in_review, "their-word", "My doctor has said yes"),
    (states.for_someone_else, "", "We are keeping your place"),
    (states.not_now, "", "Not this evening"),
    (states.declined, "", "Not this evening"),
    (states.cancelled, "", "This evening is cancelled"),
    (states.asked, "", "We are keeping your place"),
    (states.asked, "reply", "A question for you"),
    (states.expired, "", "We ran out of time, and that is on us"),
    (states.cleared_late, "", "You can book any evening now"),
    (states.cleared_late, "again", "Another evening like this"),
]
UNFOLD = "document.querySelectorAll('details').forEach(part => part.open = true)"
# By night the page is the same in everything but its colours.
LOOKS = {
    "light": {"resultTypes": ["violations"]},
    "dark": {"resultTypes": ["violations"], "runOnly": ["color-contrast"]},
}
WIDTH = "document.documentElement.scrollWidth"


@pytest.fixture
def evening(live_server):
    treatment, therapist, room = make_evening()
    return {"treatment": treatment, "therapist": therapist, "room": room}


def in_the_way(person):
    """What axe finds by day and by night, and whether the page slips sideways.

    The console was read before: axe itself does what the policy forbids.
    """
    page, found = person.page, []
    person.watch.is_over = True
    page.evaluate(UNFOLD)
    for scheme, options in LOOKS.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        results = Axe().run(page, options=options)
        if results.violations_count:
            found.append(f"{scheme}: {results.generate_report()}")
    wide = page.evaluate(WIDTH)
    if wide > page.viewport_size["width"]:
        found.append(f"{wide} px wide")
    return found


@pytest.mark.parametrize(("state", "step", "heading"), PAGES)
def test_nothing_stands_in_anyones_way(evening, someone, state, step, heading):
    appointment = state(evening)
    path = "/".join(["/appointments", appointment.ref, *step.split(), ""])
    hannah = someone(appointment)

    hannah.open(path)

    assert hannah.heading == heading
    assert in_the_way(hannah) == []


def at_a_step(someone, held, step):
    hannah = someone(held)
    hannah.open(f"/appointments/{held.ref}/{step}/")
    return hannah


def sent_nothing(someone, evening):
    hannah = at_a_step(someone, states.held(evening), "questions")
    hannah.press("Send my answers")
    return hannah, "Before your massage"


def told_to_call_for_help(someone, evening):
    hannah = at_a_step(someone, states.held(evening), "questions")
    hannah.tap(hannah.page.locator("input[value=emergency_signs]"))
    hannah.press("Send my answers")
    return hannah, "Before your massage"


def gave_no_name(someone, evening):
    hannah = at_a_step(someone, states.clear(evening), "details")
    hannah.press(re.compile("^Book "))
    return hannah, "Your details"


def pressed_after_it_changed(someone, evening):
    hannah = at_a_step(someone, states.clear(evening), "details")
    Appointment.objects.update(revision=9)
    hannah.type("Your name", "Hannah")
    hannah.type("E-mail", "hannah@whitlock.example")
    hannah.press(re.compile("^Book "))
    return hannah, "Something changed meanwhile"


def pressed_what_has_just_gone(someone, evening):
    hannah = someone()
    hannah.open(f"/book/{evening['treatment'].slug}/")
    first = hannah.page.locator("button[name=start]").first
    states.taken(evening, first.get_attribute("value"))
    hannah.press_a_time()
    return hannah, "That time has just gone"


def asked_for_a_link(someone, evening):
    hannah = someone()
    hannah.open("/find/")
    hannah.type("E-mail", "hannah@whitlock.example")
    hannah.press("Mail me a link")
    return hannah, "Find my appointment"


def brought_a_dead_link(someone, evening):
    hannah = someone()
    hannah.open(f"/open/{'a' * 43}/")
    return hannah, "This link has gone to sleep"


def came_to_nothing(someone, evening):
    hannah = someone()
    hannah.open("/appointments/nobody/")
    return hannah, "This page has gone to bed"


@pytest.mark.parametrize(
    "mishap",
    [
        sent_nothing,
        told_to_call_for_help,
        gave_no_name,
        pressed_after_it_changed,
        pressed_what_has_just_gone,
        asked_for_a_link,
        brought_a_dead_link,
        came_to_nothing,
    ],
)
def test_nothing_stands_in_the_way_of_whom_something_happened_to(
    evening, someone, mishap
):
    hannah, heading = mishap(someone, evening)

    assert hannah.heading == heading
    assert in_the_way(hannah) == []
