"""The morning after on the calendar: for those who care, and for nobody else."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from booking.actions import (
    ask_me_in_the_morning,
    ask_me_no_more,
    complete,
    tell_of_night,
)
from booking.models import Trouble
from booking.screening.morning import Night
from tests.calendar.booked import at_time
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    make_confirmed,
    make_evening,
    make_user,
)
from tests.public.pages import html, words

pytestmark = pytest.mark.django_db

EIGHT = at(TUESDAY, "08:00")
WEEK = timedelta(weeks=1)
BAD = Night(
    sleep=2,
    sore=9,
    felt=("dizzy",),
    still="strong",
    warning=("rash_wheeze",),
    note="Canary in the pillow",
    may_ring=True,
)
UNSEEN = ("Canary", "Dizzy", "wheezing", "2 of 10", "trouble", "look after", "chart")


@pytest.fixture
def evening():
    return make_evening()


def night_told(evening, night, *, client=None, weeks_ago=0):
    treatment, therapist, room = evening
    starts_at = at(MONDAY, "19:00") - weeks_ago * WEEK
    row = make_confirmed(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=starts_at,
        now=starts_at - timedelta(days=1),
        client=client,
    )
    ask_me_in_the_morning(client=row.client, now=NOW - 5 * WEEK)
    complete(appointment=row, now=row.ends_at)
    tell_of_night(appointment=row, night=night, now=row.ends_at + timedelta(hours=12))
    return row


def signed_in(client, role, **fields):
    user = make_user(role=role, **fields)
    with at_time(EIGHT):
        client.force_login(user)
    return user


def page(client, name, *args):
    with at_time(EIGHT):
        return client.get(reverse(f"calendar:{name}", args=args))


def test_trouble_stands_first_in_the_queue_and_opens_the_answers(client, evening):
    row = night_told(evening, BAD)
    signed_in(client, "Lead therapist")

    queue = page(client, "review_list")
    opened = page(client, "appointment", row.ref)

    assert "Someone to look after" in words(queue)
    assert 'class="count">1<' in html(queue)
    assert f"{reverse('calendar:appointment', args=[row.ref])}#morning" in html(queue)
    for said in ("2 of 10", "9 of 10", "Dizzy or light-headed", "wheezing", "Canary"):
        assert said in words(opened), said
        assert said not in words(queue), said


def test_looked_after_it_leaves_the_queue_and_says_by_whom(client, evening):
    row = night_told(evening, BAD)
    mina = signed_in(client, "Lead therapist", name="Mina Okafor")

    with at_time(EIGHT):
        client.post(reverse("calendar:appointment_looked_after", args=[row.ref]))

    assert Trouble.objects.get().seen_by == mina
    assert "Someone to look after" not in words(page(client, "review_list"))
    opened = words(page(client, "appointment", row.ref))
    assert "Mina Okafor looked after it" in opened


def test_a_therapist_sees_only_who_is_in_their_own_column(client, evening):
    night_told(evening, BAD)
    tom = signed_in(client, "Therapist")
    assert "Someone to look after" not in words(page(client, "review_list"))

    evening[1].user = tom
    evening[1].save()

    assert "Someone to look after" in words(page(client, "review_list"))


def test_the_front_desk_rings_and_reads_nothing_of_the_night(client, evening):
    row = night_told(evening, BAD)
    for weeks_ago in range(1, 5):
        night_told(evening, BAD, client=row.client, weeks_ago=weeks_ago)
    signed_in(client, "Front desk")

    calls = page(client, "call_list")
    pages = [calls, page(client, "appointment", row.ref), page(client, "week")]

    assert row.client.name in words(calls)
    for shown in pages:
        said = re.sub(r"(?s)<style.*?</style>", "", html(shown))
        assert [word for word in UNSEEN if word in said] == []


def test_five_nights_are_drawn_while_their_consent_stands(client, evening):
    row = night_told(evening, Night(sleep=7, note="Slept like a stone"))
    for weeks_ago in range(1, 5):
        night = Night(sleep=weeks_ago)
        night_told(evening, night, client=row.client, weeks_ago=weeks_ago)
    signed_in(client, "Lead therapist")

    opened = page(client, "appointment", row.ref)
    assert 'class="chart"' in html(opened)
    assert "not a test result" in words(opened)
    assert "Slept like a stone" in words(opened)

    ask_me_no_more(client=row.client, now=EIGHT)

    opened = page(client, "appointment", row.ref)
    assert 'class="chart"' not in html(opened)
    assert "Slept like a stone" not in words(opened)
