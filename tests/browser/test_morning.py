"""Last night rated from the mail, and five nights drawn, with a real browser."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest

from booking.actions import ask_me_in_the_morning, complete, tell_of_night
from booking.messages import tell_next
from booking.models import Clinic
from booking.screening.morning import Night
from booking.times import local_date, midnight
from tests.factories import make_confirmed, make_evening

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = timedelta(days=1)


@pytest.fixture
def given():
    """Five evenings a day apart, the last one of yesterday; four nights are told."""
    treatment, therapist, room = make_evening()
    zone, now = Clinic.objects.current().zone, datetime.now(UTC)
    seven = midnight(local_date(now, zone) - DAY, zone) + timedelta(hours=19)
    client = None
    for days_ago in (4, 3, 2, 1, 0):
        row = make_confirmed(
            treatment=treatment,
            therapist=therapist,
            room=room,
            starts_at=seven - days_ago * DAY,
            now=seven - 10 * DAY,
            client=client,
        )
        client = row.client
        client.waking_time = time(7)
        client.save()
        ask_me_in_the_morning(client=client, now=seven - 10 * DAY)
        complete(appointment=row, now=row.ends_at)
        if days_ago:
            then = row.ends_at + timedelta(hours=12)
            tell_of_night(appointment=row, night=Night(sleep=5 + days_ago), now=then)
    return row


def test_last_night_is_rated_from_the_mail_and_five_are_drawn(
    someone, given, mailoutbox
):
    morning = midnight(local_date(given.ends_at + DAY, Clinic().zone), Clinic().zone)
    tell_next(now=morning + timedelta(hours=7))
    page = mailoutbox[0].alternatives[0].content
    link = re.search(r"/open/[\w-]{43}/\?n=7", page)[0]
    hannah = someone()

    hannah.open(link)
    hannah.press("Open my appointment")
    night = hannah.page.get_by_role("group", name="How did you sleep last night?")
    assert night.get_by_label("7", exact=True).is_checked()
    hannah.tap(night.get_by_label("8", exact=True))
    hannah.page.get_by_role("button", name="Save", exact=True).tap()

    drawn = hannah.page.get_by_role("img", name="How you slept, from 0 to 10")
    drawn.wait_for()
    assert hannah.heading == "Thank you"
    assert drawn.locator("circle").count() == 5
    newest = hannah.page.get_by_role("table", name="The same numbers").locator(
        "tbody tr"
    )
    assert newest.first.locator("td.n").first.inner_text() == "8"
