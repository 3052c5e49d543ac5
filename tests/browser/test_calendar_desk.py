"""The front desk by phone and at the desk: book for somebody, ring, find; axe."""

from datetime import datetime, time, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from booking.actions.steps import tell
from booking.models import Appointment, Message, Status
from tests.browser.watch import Watch
from tests.factories import make_client, make_confirmed, make_evening, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESKTOP = {"viewport": {"width": 1280, "height": 1300}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["390", "1280"])
PATIENCE = 15_000
NONE = "None of these"


@pytest.fixture
def evening():
    treatment, therapist, room = make_evening()
    return {"treatment": treatment, "therapist": therapist, "room": room}


@pytest.fixture
def far(evening):
    """An evening some days ahead by the real clock, where all is free."""
    day = timezone.localdate() + timedelta(days=5)
    return datetime.combine(day, time(18), timezone.get_default_timezone())


@pytest.fixture
def opened(new_context, live_server):
    """Opens pages as somebody of a role; nothing of Watch happens on them."""
    watches = []

    def make(path, *, size, role="Front desk", user=None):
        client = Client()
        client.force_login(user or make_user(role=role, name="Grace Bell"))
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


def sound(page):
    """No fault of axe, and nothing wider than the screen."""
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


@SIZES
def test_somebody_who_rings_up_is_booked_on_the_phone(opened, evening, far, size):
    query = f"?treatment={evening['treatment'].slug}&from={far:%Y-%m-%d}"
    page = opened(reverse("calendar:book") + query, size=size)

    page.get_by_role("link", name="18:00").first.click()
    page.get_by_label("Name", exact=True).fill("Ben Ashe")
    page.get_by_label("Phone").last.fill("01632 960111")
    page.get_by_label("I ask the questions aloud, now").check()
    sound(page)
    page.get_by_role("button", name="Keep this time and go on").click()
    for box in page.get_by_label(NONE).all():
        box.check()
    for consent in page.locator('input[name^="consent_"]').all():
        consent.check()
    sound(page)
    page.get_by_role("button", name="Send the answers").click()
    page.get_by_role("heading", name="It is booked").wait_for()
    sound(page)

    booked = Appointment.objects.get()
    assert (booked.status, booked.client.name) == (Status.CONFIRMED, "Ben Ashe")


@SIZES
def test_somebody_is_rung_and_the_call_is_noted(opened, evening, far, size):
    row = make_confirmed(
        starts_at=far,
        now=timezone.now(),
        client=make_client(name="Femi Ade", email=""),
        **evening,
    )
    tell(row, Message.Kind.CONFIRMED, now=timezone.now())
    page = opened(reverse("calendar:call_list"), size=size)
    sound(page)

    page.get_by_role("button", name="Save no answer from Femi Ade").click()
    page.get_by_text("Try again at").wait_for()
    page.get_by_role("button", name="Reached Femi Ade").click()
    page.get_by_text("Nobody is to be rung").wait_for()
    sound(page)

    assert Message.objects.get().tries.count() == 2


@SIZES
def test_the_other_pages_of_the_desk_are_sound(opened, evening, far, size):
    hannah = make_client()
    make_confirmed(starts_at=far, now=timezone.now(), client=hannah, **evening)
    therapist = evening["therapist"]
    page = opened(reverse("calendar:book"), size=size)

    for path in (
        reverse("calendar:book"),
        reverse("calendar:client_list") + "?q=hannah",
        reverse("calendar:client", args=[hannah.pk]),
        reverse("calendar:client_merge", args=[hannah.pk]),
        reverse("calendar:blank_form"),
        reverse("calendar:paper", args=[f"{far:%Y-%m-%d}"]) + f"?who={therapist.slug}",
        reverse("calendar:feed"),
    ):
        page.goto(path)
        sound(page)
