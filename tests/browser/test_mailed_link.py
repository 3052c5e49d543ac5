"""From a mail to one's own page, with a real browser."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

import pytest

from booking.actions import cancel
from booking.messages import tell_next
from tests.factories import make_confirmed, make_evening

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def mailed(mailoutbox, live_server):
    """The address a real mail leads to, on the server of this test."""
    now = datetime.now(UTC)
    treatment, therapist, room = make_evening()
    booked = make_confirmed(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=(now + timedelta(days=3)).replace(minute=0, second=0, microsecond=0),
        now=now,
    )
    cancel(appointment=booked, now=now)
    tell_next(now=datetime.now(UTC))
    path = re.search(r"/open/[\w-]{43}/", mailoutbox[0].body)[0]
    return urljoin(live_server.url, path), booked


@pytest.mark.parametrize("scripts", [True, False])
def test_a_mailed_link_opens_the_own_page_by_one_press(new_context, mailed, scripts):
    link, booked = mailed
    page = new_context(viewport=PHONE, java_script_enabled=scripts).new_page()

    page.goto(link)
    page.get_by_role("button", name="Open my appointment").click()

    assert page.url.endswith(booked.get_absolute_url())
    assert page.get_by_role("heading", level=1).inner_text()


def test_a_dead_link_leads_to_a_fresh_one(new_context, live_server):
    make_evening()
    page = new_context(viewport=PHONE).new_page()

    page.goto(f"{live_server.url}/open/{'a' * 43}/")
    page.get_by_role("link", name="Mail me a fresh link").click()
    page.get_by_label("E-mail").fill("hannah@whitlock.example")
    page.get_by_role("button", name="Mail me a link").click()

    assert page.get_by_role("heading", name="Look in your inbox").is_visible()
