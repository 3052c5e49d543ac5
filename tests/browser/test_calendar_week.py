"""The calendar in a real browser: dragging, the keyboard, a phone, and axe."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.browser.watch import Watch
from tests.calendar.boards import local
from tests.factories import (
    make_client,
    make_confirmed,
    make_evening,
    make_held,
    make_review,
    make_therapist,
    make_user,
)
from tests.messages.rows import make_message

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESKTOP = {"viewport": {"width": 1280, "height": 1300}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
PATIENCE = 15_000


@pytest.fixture
def day():
    """A Tuesday more than a week away, by the real clock."""
    first = timezone.localdate() + timedelta(days=8)
    return first + timedelta(days=(1 - first.weekday()) % 7)


@pytest.fixture
def evening():
    treatment, therapist, room = make_evening()
    therapist.name, therapist.slug = "Mina Okafor", "mina"
    therapist.user = make_user(role="Therapist")
    therapist.save()
    return {"treatment": treatment, "therapist": therapist, "room": room}


@pytest.fixture
def booked(evening, day):
    return make_confirmed(**evening, starts_at=local(day, "18:00"), now=timezone.now())


@pytest.fixture
def opened(new_context, live_server, evening):
    """Opens pages as the therapist; nothing of Watch happens on them."""
    watches = []

    def make(path, user=None, **options):
        client = Client()
        client.force_login(user or evening["therapist"].user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context = new_context(base_url=live_server.url, **(options or DESKTOP))
        context.set_default_timeout(PATIENCE)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": session, "url": live_server.url}])
        watches.append(Watch(context, live_server.url))
        page = context.new_page()
        page.goto(path)
        return page

    yield make
    assert [fault for watch in watches for fault in watch.faults] == []


def week_of(day):
    return f"/calendar/?on={day.isoformat()}"


def session_of(page, name="Hannah Whitlock"):
    return page.locator("td.appt", has_text=name)


def drag(page, cell, to, *, dy=6, drop=True):
    """From the middle of a session's top row to the top of another cell."""
    cell.scroll_into_view_if_needed()
    begin, end = cell.bounding_box(), to.bounding_box()
    x = begin["x"] + begin["width"] / 2
    page.mouse.move(x, begin["y"] + 6)
    page.mouse.down()
    page.mouse.move(x + 10, begin["y"] + 20)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + dy, steps=5)
    if drop:
        page.mouse.up()


def cell_at(page, moment):
    return page.locator(f'td[data-start="{moment:%Y-%m-%dT%H:%MZ}"]')


def test_a_session_dragged_to_another_day_is_moved_and_undone(opened, booked, day):
    page = opened(week_of(day))
    thursday = local(day + timedelta(days=2), "19:00")

    drag(page, session_of(page), cell_at(page, thursday))
    page.get_by_text("Nobody has been told yet").wait_for()
    booked.refresh_from_db()
    moved = booked.starts_at
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo").wait_for(state="detached")

    booked.refresh_from_db()
    assert moved == thursday
    assert booked.starts_at == local(day, "18:00")


def test_a_clash_puts_the_session_back_and_says_why(opened, booked, evening, day):
    make_held(
        **evening,
        starts_at=local(day, "20:00"),
        now=timezone.now(),
        client=make_client(name="Ed Farrow"),
    )
    page = opened(week_of(day))
    before = session_of(page).bounding_box()

    drag(page, session_of(page), session_of(page, "Ed Farrow"))
    page.get_by_role("alert").get_by_text("That time is not free").wait_for()

    booked.refresh_from_db()
    assert booked.starts_at == local(day, "18:00")
    assert session_of(page).bounding_box()["x"] == before["x"]
    assert page.locator(".ghost, .lifted").count() == 0


def test_beside_everyone_else_it_stays_with_its_therapist(opened, booked, evening, day):
    other = make_therapist(treatments=[evening["treatment"]], name="Aaron First")
    page = opened(f"/calendar/day/{day.isoformat()}/", user=make_user(role="Manager"))

    drag(page, session_of(page), cell_at(page, local(day, "20:00")).first)
    page.get_by_text("Nobody has been told yet").wait_for()

    booked.refresh_from_db()
    assert booked.starts_at == local(day, "20:00")
    assert booked.therapist == evening["therapist"] != other
    assert f"/calendar/day/{day.isoformat()}/?moved=" in page.url


def test_without_a_connection_it_says_so(opened, booked, day):
    page = opened(week_of(day))
    page.context.set_offline(True)

    drag(page, session_of(page), cell_at(page, local(day, "20:00")))

    page.get_by_role("alert").get_by_text("cannot be reached").wait_for()


def test_who_is_signed_out_meanwhile_signs_in(opened, booked, day):
    page = opened(week_of(day))
    page.context.clear_cookies()

    drag(page, session_of(page), cell_at(page, local(day, "20:00")))

    page.wait_for_url("**/accounts/login/**")
    booked.refresh_from_db()
    assert booked.revision == 1


def test_a_finger_presses_long_to_drag(opened, booked, day):
    page = opened(week_of(day), **PHONE)
    session = session_of(page)
    session.scroll_into_view_if_needed()
    box, finger = session.bounding_box(), page.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + 8

    def touch(kind, *points):
        where = [{"x": x, "y": y} for x, y in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": where})

    touch("touchStart", (x, y))
    page.locator(".ghost").wait_for()
    touch("touchMove", (x, y - box["height"] / 2))
    touch("touchMove", (x, y - box["height"] + 2))
    touch("touchEnd")
    page.get_by_text("moved to").wait_for()

    booked.refresh_from_db()
    assert booked.starts_at == local(day, "17:00")


def test_escape_gives_a_drag_up_and_opens_nothing(opened, booked, day):
    page = opened(week_of(day))
    address = page.url

    drag(page, session_of(page), session_of(page), dy=40, drop=False)
    carried = page.locator(".ghost").count()
    page.keyboard.press("Escape")
    page.mouse.up()

    assert (carried, page.locator(".ghost").count()) == (1, 0)
    assert page.url == address
    booked.refresh_from_db()
    assert booked.revision == 1


def test_it_is_moved_with_the_keyboard_alone(opened, booked, day):
    page = opened(week_of(day))

    page.locator("td a").first.focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    page.get_by_role("heading", name="Hannah Whitlock").wait_for()
    page.get_by_role("link", name="Move").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="20:00 to 21:00").first.focus()
    page.keyboard.press("Enter")
    page.get_by_text("moved to").wait_for()

    booked.refresh_from_db()
    assert timezone.localtime(booked.starts_at).strftime("%H:%M") == "20:00"


def test_arrows_go_from_cell_to_cell(opened, booked, day):
    page = opened(week_of(day))
    session_of(page).locator("a").focus()

    def focused():
        return page.evaluate("document.activeElement.closest('td').dataset.start")

    page.keyboard.press("ArrowUp")
    above = focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    beside = focused()

    wednesday = day + timedelta(days=1)
    assert above == f"{local(day, '17:00'):%Y-%m-%dT%H:%MZ}"
    assert beside == f"{local(wednesday, '18:00'):%Y-%m-%dT%H:%MZ}"


def test_on_a_phone_the_form_moves_it(opened, booked, day):
    page = opened(reverse("calendar:move", args=[booked.ref]), **PHONE)

    page.get_by_role("button", name="20:00 to 21:00").first.tap()
    page.get_by_text("moved to").wait_for()

    booked.refresh_from_db()
    assert timezone.localtime(booked.starts_at).strftime("%H:%M") == "20:00"


def test_on_a_phone_the_week_leads_to_the_list_with_one_tap(opened, booked, day):
    page = opened("/calendar/", **PHONE)

    page.get_by_role("link", name="Tonight as a list").first.tap()

    page.get_by_role("heading", name="The whole evening").wait_for()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390


@pytest.mark.parametrize("options", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing(opened, booked, evening, day, options):
    make_review(**evening, starts_at=local(day, "20:00"), now=timezone.now())
    who = evening["therapist"].slug
    paths = [
        f"{week_of(day)}&who={who}",
        f"/calendar/day/{day.isoformat()}/?who={who}",
        reverse("calendar:move", args=[booked.ref]),
    ]
    paths += [f"/calendar/day/{day.isoformat()}/", "/calendar/messages/"]
    for state in ("sent", "failed"):
        make_message(kind="confirmed", appointment=booked, state=state)
    make_therapist(treatments=[evening["treatment"]], name="Ines Duarte")
    page = opened(paths[0], user=make_user(role="Manager"), **options)

    found = {}
    for path in paths:
        page.goto(path)
        result = Axe().run(page).response["violations"]
        found[path] = [(each["id"], each["nodes"][0]["html"]) for each in result]

    assert {path: told for path, told in found.items() if told} == {}


def test_on_paper_a_week_is_one_landscape_page(opened, booked, day):
    page = opened(week_of(day))

    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1047, "height": 718})  # A4 less its margins

    height = page.evaluate("document.querySelector('main').scrollHeight")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert (height <= 718, width <= 1047) == (True, True), (height, width)
