"""The small scripts by themselves, on pages of a few lines."""

from datetime import UTC, datetime

import pytest
from django.contrib.staticfiles import finders

pytestmark = pytest.mark.browser

HELD = """
<p role="status" data-expires-at="2026-12-08T18:00:00+00:00"
   data-now="2026-12-08T17:40:00+00:00"
   data-five="five left" data-one="one left" data-over="over">kept</p>
"""
FORM = '<form method="post"><button name="start" value="19:00">Keep it</button></form>'
SUMMARY = """
<div class="errors" tabindex="-1"><a href="#phone">Phone is missing</a></div>
<details><summary>More</summary><input id="phone"></details>
"""
MINUTE = 60_000


def run(page, script):
    page.add_script_tag(path=finders.find(f"vesper/{script}"), type="module")


def focused(page):
    return page.evaluate(
        "document.activeElement.id || document.activeElement.className"
    )


@pytest.fixture
def posted(page):
    """What the page sends; nothing is ever answered."""
    bodies = []

    def answer(route):
        if route.request.method == "POST":
            bodies.append(route.request.post_data)
            route.fulfill(status=204)
        else:
            route.fulfill(body=FORM, content_type="text/html")

    page.route("**/*", answer)
    page.goto("http://vesper.example/")
    return bodies


@pytest.mark.parametrize("clock_is_wrong_by_hours", [0, 3])
def test_a_hold_says_how_long_is_left_by_the_servers_clock(
    page, clock_is_wrong_by_hours
):
    hour = 17 + clock_is_wrong_by_hours
    page.clock.install(time=datetime(2026, 12, 8, hour, 40, tzinfo=UTC))
    page.set_content(HELD)
    run(page, "hold.js")

    said = []
    for minutes in (0, 14, 2, 3, 2):  # 20 minutes left, 6, 4, 1, and over
        page.clock.run_for(minutes * MINUTE)
        said.append(page.text_content("p"))

    assert said == ["kept", "kept", "five left", "one left", "over"]


def test_a_second_press_sends_nothing(page, posted):
    run(page, "once.js")

    for _press in range(3):
        page.click("button")
    page.wait_for_timeout(200)

    assert posted == ["start=19%3A00"]


def test_a_form_can_be_sent_again_when_its_page_comes_back(page, posted):
    run(page, "once.js")
    page.click("button")

    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow'))")
    page.click("button")
    page.wait_for_timeout(200)

    assert len(posted) == 2


def test_the_focus_begins_at_what_is_wrong(page):
    page.set_content(SUMMARY)

    run(page, "focus.js")

    assert focused(page) == "errors"


def test_a_link_of_the_summary_unfolds_what_it_leads_to(page):
    page.set_content(SUMMARY)
    run(page, "focus.js")

    page.click("a")

    assert page.is_visible("#phone")
    assert focused(page) == "phone"


@pytest.mark.parametrize(
    ("part", "reached"),
    [
        (SUMMARY, "errors"),
        ('<h2 id="times" tabindex="-1" data-focus>Times</h2>', "times"),
        ("<p>Nothing to go to</p>", "next"),
    ],
)
def test_the_focus_follows_a_part_that_was_put_in(page, part, reached):
    page.set_content('<button id="next">Next</button><section></section>')
    run(page, "focus.js")
    page.focus("#next")

    page.evaluate(
        """html => {
            const section = document.querySelector("section");
            section.innerHTML = html;
            section.dispatchEvent(new CustomEvent("htmx:afterSettle", {bubbles: true}));
        }""",
        part,
    )

    assert focused(page) == reached
