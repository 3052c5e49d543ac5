"""No template holds a clinic's own words: with every field changed, none is left."""

import json
import re
from datetime import time

import pytest
from django.db import models

from booking.models import Clinic
from tests.factories import DATA, MONDAY, at, make_evening, make_held
from tests.public.browser import browser_of
from tests.public.pages import html, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]

OLD = json.loads((DATA / "demo.json").read_text())["clinic"]
OLD_FIGURES = ["£", "GBP", "999", "111", "22:30", "20 minutes"]

PAGES = [
    "/",
    "/treatments/",
    "/treatments/parasympathetic-evening-60/",
    "/therapists/{therapist}/",
    "/book/parasympathetic-evening-60/",
    "/book/parasympathetic-evening-60/?from=2026-12-16",
    "/how-we-keep-you-safe/",
    "/privacy/",
    "/accessibility/",
    "/find/",
    "/appointments/{ref}/questions/",
    "/nothing-here/",
]


def texts():
    """Every field of the clinic that holds words."""
    kinds = (models.CharField, models.TextField)
    fields = [f for f in Clinic._meta.fields if isinstance(f, kinds)]
    return [f.name for f in fields if not isinstance(f, models.FileField)]


def changed():
    """Another clinic in every respect that a page could tell."""
    fields = {name: f"new {name}"[:20] for name in texts()}
    return fields | {
        "email": "new@fernlight.example",
        "currency": "NZD",
        "assumed_bedtime": time(23, 10),
        "hold_minutes": 35,
        "hold_maximum_minutes": 95,
        "cancellation_notice_hours": 31,
        "booking_open": True,
    }


@pytest.fixture
def pages():
    """Every public page, once the clinic of the demo has become another one."""
    treatment, therapist, room = make_evening(**OLD)
    Clinic.objects.update(**changed())
    held = make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(MONDAY, "16:00"),
    )
    browser = browser_of(held)
    found = {"therapist": therapist.slug, "ref": held.ref}
    return {page: browser.get(page.format(**found)) for page in PAGES}


def told(answer):
    """All that is to read, the title and the description for others too."""
    head = re.findall(r'<title>(.*?)</title>|content="(.*?)"', html(answer))
    return " ".join([words(answer), *("".join(part) for part in head)])


def test_the_demo_fills_every_word_that_is_looked_for():
    missing = {"house_rules", "preparation", "aftercare"}  # the catalogue's

    assert {name for name in texts() if name not in OLD} == missing


def test_nothing_of_the_old_clinic_is_left_on_any_page(pages):
    old = [OLD[name] for name in texts() if name in OLD] + OLD_FIGURES

    for page, answer in pages.items():
        left = [word for word in old if word in told(answer)]
        assert left == [], page


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("name", "/"),
        ("line", "/"),
        ("legal_name", "/privacy/"),
        ("address", "/"),
        ("phone", "/"),
        ("email", "/privacy/"),
        ("ways_to_pay", "/treatments/parasympathetic-evening-60/"),
        ("preparation", "/treatments/parasympathetic-evening-60/"),
        ("aftercare", "/treatments/parasympathetic-evening-60/"),
        ("house_rules", "/treatments/"),
        ("access", "/accessibility/"),
        ("getting_there", "/accessibility/"),
        ("companions", "/accessibility/"),
        ("conduct", "/how-we-keep-you-safe/"),
        ("emergency_number", "/how-we-keep-you-safe/"),
        ("urgent_line", "/how-we-keep-you-safe/"),
    ],
)
def test_what_the_clinic_says_now_is_told(pages, name, page):
    assert changed()[name] in told(pages[page])


@pytest.mark.parametrize(
    ("figure", "page"),
    [
        ("NZ$70", "/treatments/"),
        ("35 minutes", "/"),
        ("23:10", "/"),
        ("We took 23:10", "/book/parasympathetic-evening-60/"),
    ],
)
def test_its_figures_are_told_too(pages, figure, page):
    assert figure in told(pages[page])
