"""The canary: no page of the front desk holds a caution, a reason or an answer."""

import pytest
from django.urls import reverse

from booking.actions import (
    Given,
    arrive,
    cancel,
    read_answers,
    sign_note,
    take_payment,
)
from booking.models import Questionnaire
from booking.models.questionnaires import parsed
from booking.screening.asked import keys_asked
from tests.calendar.booked import (
    NEAR,
    SEVEN,
    UNSEEN,
    at_time,
    make_cautious,
    signed_in,
)
from tests.factories import make_review, make_room, make_therapist, make_user
from tests.permissions import CALENDAR
from tests.test_permissions import address

pytestmark = pytest.mark.django_db

NOTED = "Slow strokes along the arm"
WHY_READ = "Dizzy spells"
DOOR = ("Alcohol or street drugs", "no driving home", "Firm pressure")
# The questions themselves, the same for everybody.
BLANK = "calendar:blank_form"
PAGES = [
    line.name
    for line in CALENDAR
    if line.method == "GET" and "Front desk" in line.roles and line.name != BLANK
]


def at_the_door(booked, *ticks):
    document = parsed(Questionnaire.objects.published())
    facts = booked.treatment.facts
    asked = keys_asked(document, facts, "arrival", SEVEN - NEAR)
    return Given(
        shown=asked, answers={"today": list(ticks)}, consents=(), stage="arrival"
    )


@pytest.fixture
def booked():
    """Everything there is to know about one client, and a review beside it."""
    booked = make_cautious()
    mina = make_user(role="Lead therapist")
    arrive(appointment=booked, given=at_the_door(booked, "drink_or_tablets"), now=NEAR)
    read_answers(screening=booked.screening, by=mina, why=WHY_READ, now=NEAR)
    sign_note(appointment=booked, text=NOTED, by=mina, now=SEVEN)
    take_payment(appointment=booked, how="card", cents=7000, by=mina, now=SEVEN)
    make_review(
        treatment=booked.treatment,
        therapist=make_therapist(treatments=[booked.treatment]),
        room=make_room(),
        starts_at=SEVEN,
    )
    booked.refresh_from_db()
    return booked


def test_no_page_of_the_front_desk_holds_a_health_word(client, booked):
    signed_in(client, "Front desk")
    told = (*UNSEEN, *DOOR, NOTED, WHY_READ)
    seen = {}

    for name in PAGES:
        with at_time(SEVEN):
            page = client.get(address(name, booked), follow=True)
        text = page.content.decode().lower()
        seen[name] = [word for word in told if word.lower() in text]

    assert {name: words for name, words in seen.items() if words} == {}


def test_no_call_of_the_front_desk_says_why(client, booked):
    cancel(appointment=booked, now=SEVEN, by=make_user(), reason="safety")
    signed_in(client, "Front desk")

    with at_time(SEVEN):
        text = client.get(reverse("calendar:call_list")).content.decode().lower()

    assert booked.messages.filter(kind="cancelled").exists()
    assert not [word for word in (*UNSEEN, *DOOR) if word.lower() in text]
    assert "safety" not in text
