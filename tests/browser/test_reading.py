"""The reading room in a real browser: by day and by night, on a phone and a desk."""

import pytest
from django.utils import timezone

from booking.management.catalogue import load_treatments
from education.management.articles import load
from education.models import Article
from tests.browser import states
from tests.browser.test_pages import in_the_way
from tests.education.factories import make_comment
from tests.factories import make_evening

pytestmark = pytest.mark.browser
LAYOUT_SHIFT = """
  new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => {
      for (const one of list.getEntries()) sum += one.hadRecentInput ? 0 : one.value;
    }).observe({type: "layout-shift", buffered: true});
    setTimeout(() => done(sum), 800);
  })
"""
DESK = {"viewport": {"width": 1440, "height": 900}, "is_mobile": False}
ONE_BELOW_THE_OTHER = """
  () => {
    const marks = [...document.querySelectorAll(".prose > :not(.sources) .sure")];
    const boxes = marks.map(mark => mark.getBoundingClientRect());
    const text = document.querySelector(".article > .prose").getBoundingClientRect();
    return boxes.length > 9
      && boxes.every(box => box.left >= text.right && box.right <= innerWidth)
      && boxes.every((box, n) => !n || box.top >= boxes[n - 1].bottom - 1);
  }
"""
SLUG = "massage-and-sleep"
PAGES = [
    ("/articles/", "Reading for the evening"),
    ("/articles/?q=zeppelin", "Reading for the evening"),
    (f"/articles/{SLUG}/", "Can a calm evening massage help you sleep?"),
    (
        "/articles/when-to-wait-or-ask-first/",
        "When to avoid massage, and when to ask first",
    ),
    (f"/articles/{SLUG}/reply/", "Leave a reply"),
    (f"/articles/{SLUG}/reply/thanks/", "Thank you"),
    ("/topics/sleep/", "Sleep"),
    ("/studies/e07/", "The effects of heat and massage"),
    ("/wind-down/", "Two hours to bed"),
    ("/", "What time do you go to bed?"),
    ("/treatments/parasympathetic-evening-60/", "Evening calm massage"),
]


@pytest.fixture
def evening(live_server):
    treatment, therapist, room = make_evening()
    load_treatments()
    load(now=timezone.now())
    make_comment(
        article=Article.objects.get(slug=SLUG), state="approved", email="", text="Yes."
    )
    return {"treatment": treatment, "therapist": therapist, "room": room}


@pytest.fixture
def hannah(evening, someone):
    return someone()


@pytest.mark.parametrize(("path", "heading"), PAGES)
def test_nothing_stands_in_a_readers_way(hannah, path, heading):
    hannah.open(path)

    assert hannah.heading.replace("\n", " ").startswith(heading)
    assert in_the_way(hannah) == []


@pytest.mark.parametrize("desk", [{}, DESK], ids=["phone", "desk"])
def test_nothing_moves_under_the_reader(evening, someone, desk):
    hannah = someone(**desk)
    hannah.open(f"/articles/{SLUG}/")
    hannah.page.get_by_label("Book this").scroll_into_view_if_needed()
    hannah.page.get_by_text("before a 22:30 bedtime").wait_for()

    assert hannah.page.evaluate(LAYOUT_SHIFT) < 0.01


def test_a_number_beside_a_claim_opens_its_study(hannah):
    hannah.open(f"/articles/{SLUG}/")
    card = hannah.page.locator("#study-e57b")
    before = card.get_attribute("open")

    hannah.tap(hannah.page.get_by_role("link", name="study 2", exact=True).first)
    hannah.page.get_by_text("What it cannot tell us").locator("visible=true").wait_for()

    assert before is None
    assert card.get_attribute("open") is not None
    assert hannah.page.locator("details.study[open]").count() == 1


def test_on_a_wide_page_the_marks_stand_in_the_margin(evening, someone):
    hannah = someone(**DESK)

    hannah.open("/articles/vagus-nerve-and-back-pain/")

    assert hannah.page.evaluate(ONE_BELOW_THE_OTHER)


def test_what_one_reads_stays_in_the_browser(hannah):
    asked = []
    hannah.page.on("request", lambda request: asked.append(request.all_headers()))

    hannah.open(f"/articles/{SLUG}/#myths-we-leave-behind")
    hannah.page.get_by_text("before a 22:30 bedtime").wait_for()

    assert len(asked) > 4
    assert "myths" not in str(asked)


def test_the_next_free_time_leads_to_the_times_without_script_too(evening, someone):
    hannah = someone(java_script_enabled=False)
    hannah.open(f"/articles/{SLUG}/")

    hannah.follow("See the next free times")

    assert hannah.page.url.endswith("/treatments/parasympathetic-evening-60/#times")


def test_a_reader_leaves_a_reply(hannah):
    hannah.open(f"/articles/{SLUG}/")
    hannah.follow("Leave a reply")
    hannah.press("Send")
    wrong = hannah.page.get_by_role("alert").inner_text()
    hannah.type("Your name", "Nora")
    hannah.type("Your reply", "I keep the lamp low now.")

    hannah.press("Send")

    assert "Type a name to show with your reply." in wrong
    assert hannah.heading == "Thank you"


def test_the_card_fits_one_printed_page(hannah):
    hannah.open("/wind-down/")

    printed = hannah.page.pdf(format="A4", margin={"top": "2cm", "bottom": "2cm"})

    assert printed.count(b"/Type /Page\n") == 1


def test_a_reason_leads_to_its_section(evening, someone):
    appointment = states.not_now(evening)
    hannah = someone(appointment)
    hannah.open(f"/appointments/{appointment.ref}/")

    hannah.follow("Read more")

    assert hannah.page.url.endswith("/articles/when-to-wait-or-ask-first/#seizures")
    section = hannah.page.locator("#seizures")
    assert abs(section.bounding_box()["y"]) < 120
