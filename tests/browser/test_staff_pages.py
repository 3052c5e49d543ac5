"""The staff pages in a real browser: nothing the policy forbids, nothing axe finds."""

from datetime import time, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from booking.actions.publishing import draft
from booking.management.catalogue import load_treatments
from booking.models import AccessRecord, Clinic, HoursChange, ReviewHours
from tests.factories import make_evening, make_review, make_user, starting_document

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VIOLATIONS = """
  window.violations = [];
  document.addEventListener("securitypolicyviolation",
    (event) => window.violations.push(event.violatedDirective));
"""


@pytest.fixture
def review():
    """With a therapist, the day after tomorrow at 19:00 by the real clock."""
    treatment, therapist, room = make_evening()
    load_treatments()
    weekly = {"weekday": 6, "opens": time(12), "closes": time(13)}
    ReviewHours.objects.create(clinic=Clinic.objects.get(), **weekly)
    now = timezone.now()
    starts_at = now.replace(hour=19, minute=0, second=0, microsecond=0)
    return make_review(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=starts_at + timedelta(days=2),
        now=now,
    )


@pytest.fixture
def page(new_context, live_server):
    """Signed in as somebody who may do everything; counts what the policy refuses."""
    client = Client()
    client.force_login(make_user(is_superuser=True))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context = new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": session,
                "url": live_server.url,
            }
        ]
    )
    context.add_init_script(VIOLATIONS)
    return context.new_page()


def check(page, url):
    """Open it; what the policy refused, and what axe finds."""
    answer = page.goto(url)
    page.wait_for_load_state("networkidle")
    refused = page.evaluate("window.violations")
    options = {"resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return answer.status, refused, [(each["id"], each["help"]) for each in found]


def paths(review, version):
    """Every kind of page there is, the admin's own and ours."""
    for model in ("treatment", "therapist", "room", "hourschange", "client"):
        yield reverse(f"admin:booking_{model}_changelist")
        yield reverse(f"admin:booking_{model}_add")
    for model in ("appointment", "message", "accessrecord", "questionnaire"):
        yield reverse(f"admin:booking_{model}_changelist")
    for row in (review, review.client, review.treatment, review.therapist):
        yield reverse(f"admin:booking_{row._meta.model_name}_change", args=[row.pk])
    yield reverse("calendar:review_list")
    yield reverse("calendar:review_decide", args=[review.ref])
    for name in ("change", "head", "words", "try", "changes", "publish", "delete"):
        yield reverse(f"admin:booking_questionnaire_{name}", args=[version.pk])
    for name in ("question", "remove"):
        keys = [version.pk, "oil_allergy"]
        yield reverse(f"admin:booking_questionnaire_{name}", args=keys)
    yield reverse("admin:booking_questionnaire_question", args=[version.pk, "scent"])
    yield reverse("admin:booking_questionnaire_section", args=[version.pk, "health"])
    yield reverse("admin:booking_questionnaire_add", args=[version.pk, "comfort"])
    yield reverse("admin:booking_clinic_change", args=[1])
    yield reverse("admin:clinic_user_changelist")
    yield reverse("admin:clinic_user_add")
    yield reverse("admin:index")


def test_every_page_keeps_to_the_policy_and_axe_finds_nothing(
    page, live_server, review
):
    version = draft(document=starting_document())

    found = {
        path: check(page, live_server.url + path) for path in paths(review, version)
    }

    assert {path: told for path, told in found.items() if told != (200, [], [])} == {}


def test_a_closure_is_saved_after_the_tick(page, live_server, review):
    page.goto(live_server.url + reverse("admin:booking_hourschange_add"))
    day = review.starts_at.date().isoformat()
    page.get_by_label("What:").select_option("closure")
    for name, wall in (("starts_at", "18:00"), ("ends_at", "21:00")):
        page.locator(f"#id_{name}_0").fill(day)
        page.locator(f"#id_{name}_1").fill(wall)

    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("heading", name="This leaves 1 appointment stranded").wait_for()
    before = HoursChange.objects.count()
    page.get_by_label("Save it all the same").check()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("please see to them").wait_for()

    review.refresh_from_db()
    assert before == 0
    assert HoursChange.objects.get().kind == "closure"
    assert review.status == "review"


def test_a_review_is_read_and_cleared(page, live_server, review):
    page.goto(live_server.url + reverse("calendar:review_decide", args=[review.ref]))

    page.get_by_label("Why you open them").fill("To decide")
    page.get_by_role("button", name="Read the answers").click()
    page.get_by_text("A clot longer ago").wait_for()
    page.get_by_label("Record a doctor’s yes").check()
    page.get_by_label("Practice").fill("Mill Lane Surgery")
    page.get_by_label("The day they said it").fill("2026-01-05")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("It can be cleared now").wait_for()
    page.get_by_label("Clear, with adaptations").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Cleared, with adaptations.").wait_for()

    review.refresh_from_db()
    assert review.status == "confirmed"
    assert AccessRecord.objects.get().why == "To decide"


def test_what_is_asked_further_shows_once_its_box_is_ticked(page, live_server, review):
    page.goto(live_server.url + reverse("calendar:ask_aloud", args=[review.ref]))
    further = page.get_by_text("Which is closest?").first
    hidden = further.is_hidden()

    page.get_by_label("I am pregnant").check()

    assert hidden
    assert further.is_visible()
