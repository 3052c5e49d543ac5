"""A time the desk keeps: its client opens the link, answers, and books it."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from booking.actions import hold_for, send_link, tidy
from booking.messages.links import make_link
from booking.models import Client as Person
from booking.models import Status
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    make_client,
    make_evening,
    make_held,
    make_user,
)
from tests.public.going import lists, url

pytestmark = pytest.mark.django_db

SEVEN = at(MONDAY.replace(day=9), "19:00")


@pytest.fixture
def sent():
    treatment, therapist, _room = make_evening()
    desk = make_user(role="Front desk")
    with time_machine.travel(NOW, tick=False):
        held = hold_for(
            key=uuid.uuid4(),
            treatment=treatment,
            therapist=therapist,
            starts_at=SEVEN,
            client=make_client(),
            by=desk,
            now=NOW,
        )
        yield send_link(appointment=held, by=desk, now=NOW)


@pytest.fixture
def visitor(sent):
    visitor = Client()
    visitor.post(make_link(sent))
    return visitor


def test_the_link_leads_to_the_lists_and_says_until_when(visitor, sent):
    page = visitor.get(url(sent, "questions"))

    assert page.status_code == 200
    assert "We keep this time until Tuesday 8 December, 12:00." in page.text
    assert "I need more time" not in page.text


def test_answered_and_booked_it_is_theirs_under_their_name(visitor, sent):
    answered = visitor.post(url(sent, "questions"), lists(sent))
    page = visitor.get(answered.url)
    booked = visitor.post(
        url(sent, "details"), {"revision": page.context["form"]["revision"].value()}
    )

    sent.refresh_from_db()
    assert "For Hannah Whitlock" in page.text
    assert 'name="name"' not in page.text.partition('id="talk"')[0]
    assert booked.status_code == 302
    assert sent.status == Status.CONFIRMED
    assert Person.objects.get() == sent.client


def test_with_something_to_ask_further_it_goes_through_the_same_pages(visitor, sent):
    ticked = {"comfort": ["past_reaction"]}
    more = visitor.post(url(sent, "questions"), lists(sent, **ticked))
    assert more.url == url(sent, "more")

    done = visitor.post(more.url, {"reaction_kind": "rash"})

    assert done.url == url(sent, "details")


def test_not_now_gives_the_time_back(visitor, sent):
    visitor.post(url(sent, "questions"), lists(sent, ask_first=["seizures"]))
    visitor.post(url(sent, "more"), {"seizure_when": "last_week"})

    sent.refresh_from_db()
    assert sent.status == Status.DECLINED


def test_after_the_deadline_it_is_theirs_again_while_nobody_has_it(visitor, sent):
    late = sent.expires_at + timedelta(minutes=1) - timedelta(hours=2)
    sent.expires_at = late
    sent.save()
    tidy(appointment=sent, now=late)
    with time_machine.travel(late, tick=False):
        again = visitor.post(url(sent, "questions"), lists(sent, now=late))

    sent.refresh_from_db()
    assert again.url == url(sent, "details")
    assert sent.status == Status.HELD


def test_after_the_deadline_somebody_else_may_have_it(visitor, sent):
    late = sent.expires_at - timedelta(hours=1)
    sent.expires_at = late
    sent.save()
    tidy(appointment=sent, now=late)
    make_held(
        treatment=sent.treatment,
        therapist=sent.therapist,
        room=sent.room,
        starts_at=SEVEN,
        now=late,
    )
    with time_machine.travel(late, tick=False):
        page = visitor.post(url(sent, "questions"), lists(sent, now=late))

    assert page.status_code == 409
    assert "Times that" in page.text or "new time" in page.text


def test_nobody_else_opens_it(sent):
    for step in ("questions", "details"):
        assert Client().get(url(sent, step)).status_code == 404


def test_what_they_tick_is_not_shown_to_whoever_opens_the_link_next(visitor, sent):
    visitor.post(url(sent, "questions"), lists(sent, comfort=["past_reaction"]))
    other = Client()
    other.post(make_link(sent))

    page = other.get(url(sent, "questions"))

    assert 'value="past_reaction" checked' not in page.text.replace(
        ' id="id_comfort_0"', ""
    )


def test_another_treatment_they_hold_themselves_leaves_it_alone(visitor, sent):
    answer = visitor.post(
        f"/book/{sent.treatment.slug}/",
        {"start": at(TUESDAY, "19:00").isoformat(), "wish": "anyone"},
    )

    sent.refresh_from_db()
    assert answer.status_code == 303
    assert (sent.starts_at, sent.ref in answer.url) == (SEVEN, False)
