"""Choosing a time in a real browser, with scripts and without, by mouse and by key."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from booking.models import Appointment, Therapist
from tests.factories import make_evening, make_room, make_therapist

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
TIMES = "/book/parasympathetic-evening-60/"
ADDRESSES = [
    "/",
    "/treatments/",
    "/treatments/parasympathetic-evening-60/",
    "/therapists/mina/",
    TIMES,
    TIMES + "?bedtime=10:30&wish=mina&sort=time",
    TIMES + "?bedtime=half-ten&wish=nobody",
    "/how-we-keep-you-safe/",
    "/privacy/",
    "/accessibility/",
]


@pytest.fixture
def site(live_server):
    treatment, _therapist, _room = make_evening()
    make_room()
    make_therapist(
        treatments=[treatment], slug="mina", name="Mina O", listed_as="woman"
    )
    return live_server.url


@pytest.mark.parametrize("scripts", [True, False])
def test_wish_and_bedtime_are_set_and_a_time_is_pressed(new_context, site, scripts):
    page = new_context(viewport=PHONE, java_script_enabled=scripts).new_page()
    page.goto(site + TIMES)

    page.get_by_role("link", name="A woman").click()
    page.wait_for_url("**wish=woman")
    page.get_by_text("as your bedtime").click()
    page.get_by_label("Your bedtime that night").fill("23:15")
    page.get_by_role("button", name="Show times").click()
    page.wait_for_url("**bedtime=23%3A15")
    page.get_by_role("button", name="With Mina").first.dblclick()
    page.wait_for_url("**/questions/")

    held = Appointment.objects.get()
    assert held.therapist == Therapist.objects.get(slug="mina")
    assert f"{held.bedtime:%H:%M}" == "23:15"


def test_another_week_comes_without_a_new_page_and_says_where_one_is(new_context, site):
    page = new_context(viewport=PHONE).new_page()
    page.goto(site + TIMES)
    page.evaluate("window.same = true")
    first = page.locator("[data-focus]").inner_text()

    page.get_by_role("link", name="Next week").click()
    page.wait_for_url("**from=*")

    focused = page.locator("[data-focus]:focus")
    focused.wait_for()
    assert focused.inner_text() != first
    assert page.evaluate("window.same")


@pytest.mark.parametrize("scripts", [True, False])
def test_back_and_another_time_moves_the_one_hold(new_context, site, scripts):
    page = new_context(viewport=PHONE, java_script_enabled=scripts).new_page()
    page.goto(site + "/")
    page.locator("button[name=start]").first.click()
    page.wait_for_url("**/questions/")
    first = Appointment.objects.get().starts_at

    page.go_back()
    page.locator("button[name=start]").nth(1).click()
    page.wait_for_url("**/questions/")

    assert Appointment.objects.get().starts_at != first


def test_a_time_is_reached_and_pressed_by_the_keyboard_alone(new_context, site):
    page = new_context(viewport=PHONE).new_page()
    page.goto(site + "/")
    buttons = page.locator("button[name=start]")

    for _press in range(20):
        page.keyboard.press("Tab")
        if buttons.first.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/")

    assert Appointment.objects.count() == 1


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_nothing_stands_in_anyones_way(new_context, site, scheme):
    page = new_context(
        viewport=PHONE, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True
    ).new_page()

    for address in ADDRESSES:
        page.goto(site + address)
        page.evaluate(
            "document.querySelectorAll('details').forEach(d => d.open = true)"
        )
        found = Axe().run(page)
        wide, fits = page.evaluate(
            "(({scrollWidth, clientWidth}) => [scrollWidth, clientWidth])"
            "(document.documentElement)"
        )
        assert found.violations_count == 0, found.generate_report()
        assert wide <= fits, address


def test_a_page_of_times_needs_six_requests_and_none_elsewhere(new_context, site):
    page = new_context(viewport=PHONE).new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(site + TIMES)
    page.wait_for_load_state("networkidle")

    assert all(url.startswith(site) for url in asked)
    assert len(asked) <= 6
