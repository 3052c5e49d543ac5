"""The twin of the other tests here: what they say is never there is seen if it is."""

import pytest

from tests.browser.test_pages import in_the_way
from tests.factories import make_clinic

pytestmark = pytest.mark.browser

SCRIPT = """
const script = document.createElement("script");
script.textContent = "window.ran = true";
document.body.append(script);
"""
WRONG = """
document.body.innerHTML = "<img src=/moon.svg><p>wide</p>";
document.querySelector("p").style.width = "900px";
document.querySelector("p").style.color = "#777";
"""


@pytest.fixture
def hannah(live_server, someone):
    make_clinic()
    hannah = someone()
    hannah.open("/privacy/")
    yield hannah
    hannah.watch.faults.clear()


def test_a_script_in_the_page_is_refused_and_noted(hannah):
    hannah.page.evaluate(SCRIPT)

    assert "Content Security Policy" in hannah.watch.faults[0]
    assert not hannah.page.evaluate("window.ran")


def test_a_request_to_another_host_is_refused_and_noted(hannah):
    hannah.page.evaluate("fetch('http://vesper.example/').catch(() => 0)")

    assert any("vesper.example" in fault for fault in hannah.watch.faults)


def test_an_error_of_a_script_is_noted(hannah):
    with hannah.page.context.expect_event("weberror"):
        hannah.page.evaluate("setTimeout(() => { throw new Error('oh') })")

    assert hannah.watch.faults == ["oh"]


def test_what_stands_in_the_way_is_found_by_day_and_by_night(hannah):
    hannah.page.evaluate(WRONG)

    light, dark, wide = in_the_way(hannah)

    assert "image-alt" in light
    assert "color-contrast" in light
    assert "color-contrast" in dark
    assert wide.endswith("px wide")
