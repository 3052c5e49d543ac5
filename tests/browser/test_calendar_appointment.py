"""A session from its page, by phone and at the desk: the door, a note, money; axe."""

from datetime import timedelta

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from booking.actions import take_payment
from booking.models import Status
from tests.browser.watch import Watch
from tests.calendar.booked import make_cautious
from tests.factories import make_evening, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESKTOP = {"viewport": {"width": 1280, "height": 1300}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["390", "1280"])
PATIENCE = 15_000


@pytest.fixture
def evening():
    return make_evening()


@pytest.fixture(autouse=True)
def _afternoon():
    """Today at three, and on from there: never near midnight."""
    three = timezone.localtime().replace(hour=15, minute=0, second=0, microsecond=0)
    with time_machine.travel(three):
        yield


@pytest.fixture
def soon(evening):
    """A session of somebody with cautions, in ten minutes."""
    return make_cautious(evening=evening, starts_at=_near() + timedelta(minutes=10))


@pytest.fixture
def over(evening):
    """One that has just ended."""
    return make_cautious(evening=evening, starts_at=_near() - timedelta(minutes=80))


def _near():
    return timezone.now().replace(second=0, microsecond=0)


@pytest.fixture
def opened(new_context, live_server):
    """Opens pages as somebody of a role; nothing of Watch happens on them."""
    watches = []

    def make(path, *, size, role="Manager", user=None):
        client = Client()
        client.force_login(user or make_user(role=role, name="Mina Okafor"))
        name = settings.SESSION_COOKIE_NAME
        session = client.cookies[name].value
        context = new_context(base_url=live_server.url, **size)
        context.set_default_timeout(PATIENCE)
        context.add_cookies([{"name": name, "value": session, "url": live_server.url}])
        watches.append(Watch(context, live_server.url))
        page = context.new_page()
        page.goto(path)
        return page

    yield make
    assert [fault for watch in watches for fault in watch.faults] == []


def page_of(booked, name="appointment"):
    return reverse(f"calendar:{name}", args=[booked.ref])


def sound(page):
    """No fault of axe, and nothing wider than the screen."""
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


def test_a_client_is_in_after_two_taps(opened, soon):
    page = opened(page_of(soon), size=PHONE)

    page.get_by_role("link", name="Arrived").tap()
    page.get_by_role("button", name="None of these").tap()
    page.get_by_role("heading", name="Thank you").wait_for()

    soon.refresh_from_db()
    assert soon.arrived_at is not None


def test_from_the_start_of_the_calendar_it_takes_three(opened, evening, soon):
    therapist = evening[1]
    therapist.user = make_user(role="Therapist")
    therapist.save()
    page = opened("/calendar/", size=PHONE, user=therapist.user)

    page.get_by_role("link", name="Tonight as a list").first.tap()
    page.get_by_role("link", name="Arrived").tap()
    page.get_by_role("button", name="None of these").tap()
    page.get_by_role("heading", name="Thank you").wait_for()

    soon.refresh_from_db()
    assert soon.arrived_at is not None


def test_a_tick_leads_to_todays_answers_and_a_therapists_yes(opened, soon):
    page = opened(page_of(soon, "appointment_arrive"), size=PHONE)

    page.get_by_label("Anything new since my form").tap()
    page.get_by_role("button", name="Send what I ticked").tap()
    page.get_by_role("link", name="Handed back").tap()
    page.get_by_role("button", name="Read today's answers").tap()
    page.get_by_text("Shown once.").wait_for()
    page.get_by_role("button", name="Clear for this session").tap()
    page.get_by_role("heading", name="New today").wait_for()

    soon.refresh_from_db()
    assert soon.arrived_at is not None


def test_a_session_is_completed_noted_and_paid(opened, over):
    page = opened(page_of(over), size=PHONE)

    page.get_by_role("button", name="Complete").tap()
    page.get_by_label("What you did and how it was").fill("Slow strokes")
    page.get_by_role("button", name="Sign", exact=True).tap()
    page.get_by_text("Signed by Mina Okafor").wait_for()
    page.get_by_role("button", name="Mark as paid").tap()
    page.get_by_role("link", name="Receipt").wait_for()

    over.refresh_from_db()
    assert over.status == Status.COMPLETED
    assert over.payments.get().cents == over.price_cents
    assert over.notes.get().signed_at is not None


@SIZES
def test_the_page_of_an_appointment_is_sound(opened, over, soon, size):
    for booked in (over, soon):
        page = opened(page_of(booked), size=size)
        for summary in page.locator("details > summary").all():
            summary.click()
        sound(page)


@SIZES
def test_the_page_is_sound_with_answers_open_and_for_the_desk(opened, soon, size):
    page = opened(page_of(soon), size=size)
    page.get_by_text("Read the answers").click()
    page.get_by_role("button", name="Read (recorded)").click()
    page.get_by_text("Shown once.").wait_for()
    sound(page)

    sound(opened(page_of(soon), size=size, role="Front desk"))


@SIZES
def test_the_list_at_the_door_is_sound_and_so_are_its_ends(opened, soon, size):
    page = opened(page_of(soon, "appointment_arrive"), size=size)
    sound(page)
    page.get_by_role("button", name="Send what I ticked").click()
    page.get_by_text("Please answer").wait_for()
    sound(page)
    page.get_by_label("A high temperature").check()
    page.get_by_role("button", name="Send what I ticked").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    sound(page)
    page.get_by_role("link", name="Handed back").click()
    page.get_by_role("heading", name="Not this evening").wait_for()
    sound(page)


@SIZES
def test_notes_takings_and_papers_are_sound(opened, over, size):
    over.status = Status.COMPLETED
    over.save()
    now = timezone.now()
    take_payment(appointment=over, how="card", cents=7000, by=make_user(), now=now)

    page = opened(reverse("calendar:note_list"), size=size)
    sound(page)
    for path in (
        reverse("calendar:takings", args=[timezone.localdate().isoformat()]),
        page_of(over, "receipt"),
        page_of(over, "appointment_print"),
        page_of(over, "client_phone_only"),
    ):
        page.goto(path)
        sound(page)
