"""An evening called off on a phone, and time taken off, in a real browser."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import timezone

from booking.models import Appointment, HoursChange, Proposal, Status
from tests.browser.person import Person
from tests.browser.watch import Watch
from tests.calendar.boards import local
from tests.factories import make_client, make_confirmed, make_user
from tests.proposing import make_two

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
NAMES = ("Hana Brook", "Lena Novak", "Omar Reyes", "Iris Fell")
PATIENCE = 15_000
MOST_TAPS = 6


@pytest.fixture
def day():
    return timezone.localdate() + timedelta(days=1)


@pytest.fixture
def booked(day):
    """Four sessions of Ines, tomorrow by the real clock."""
    treatment, ines, _sadia, room, _other = make_two()
    return [
        make_confirmed(
            treatment=treatment,
            therapist=ines,
            room=room,
            starts_at=local(day, wall),
            now=timezone.now(),
            client=make_client(name=name),
        )
        for wall, name in zip(("17:00", "18:15", "19:30", "20:45"), NAMES, strict=True)
    ]


@pytest.fixture
def phone(new_context, live_server, booked):
    """Ines with her phone, signed in."""
    therapist = booked[0].therapist
    therapist.user = make_user(role="Therapist")
    therapist.save()
    client = Client()
    client.force_login(therapist.user)
    name = settings.SESSION_COOKIE_NAME
    context = new_context(base_url=live_server.url, **PHONE)
    context.set_default_timeout(PATIENCE)
    session = {"name": name, "value": client.cookies[name].value}
    context.add_cookies([session | {"url": live_server.url}])
    watch = Watch(context, live_server.url)
    yield Person(context.new_page(), watch)
    assert watch.faults == []


def faults_of(page):
    return Axe().run(page).response["violations"]


def test_a_whole_evening_is_called_off_in_at_most_six_taps(phone, booked, day):
    phone.open(f"/calendar/day/{day.isoformat()}/")
    phone.follow("This evening cannot happen")
    seen = faults_of(phone.page)
    phone.press("Ask all 4")

    assert phone.taps <= MOST_TAPS
    assert phone.heading == "Who has answered"
    assert {row.appointment for row in Proposal.objects.all()} == set(booked)
    assert Appointment.objects.filter(status=Status.HELD).count() == 4
    assert [*seen, *faults_of(phone.page)] == []


def test_time_off_shows_whom_it_concerns_and_goes_around_who_is_kept(
    phone, booked, day
):
    phone.open("/calendar/ines/time-off/")
    for name in ("since_on", "until_on"):
        phone.page.fill(f"[name={name}]", day.isoformat())
    phone.press("Save")
    seen = faults_of(phone.page)
    for row in booked:
        keep = phone.page.locator(f"[name=do-{row.ref}][value=keep]")
        phone.tap(phone.page.locator("label").filter(has=keep))
    phone.press("Save and tell them")

    assert phone.heading == "Time off, Ines"
    assert HoursChange.objects.count() == 2  # before the first and after the last
    assert not Proposal.objects.exists()
    assert [*seen, *faults_of(phone.page)] == []


def test_hours_are_added_for_two_days_at_once(phone, booked):
    phone.open("/calendar/ines/hours/")
    for label in ("Monday", "Tuesday"):
        phone.tap(phone.page.locator("label", has_text=label).first)
    phone.page.fill("#add_opens", "10:00")
    phone.page.fill("#add_closes", "12:00")
    phone.press("Add")

    added = booked[0].therapist.opening_hours.filter(opens="10:00")
    assert sorted(added.values_list("weekday", flat=True)) == [0, 1]
    assert faults_of(phone.page) == []


def test_one_session_is_handed_over_on_the_phone(phone, booked):
    phone.open(f"/calendar/appointments/{booked[0].ref}/hand-over/")
    seen = faults_of(phone.page)
    phone.tap(phone.page.locator("label", has_text="They have said yes"))
    phone.press("Hand over")

    booked[0].refresh_from_db()
    assert booked[0].therapist.slug == "sadia"
    assert seen == []
