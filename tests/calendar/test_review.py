"""The review queue, as a browser asks for it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.html import escape

from booking.actions import tidy
from booking.models import AccessRecord, Appointment, Message, Status
from booking.screening.editing import find
from tests.calendar.waiting import (
    QUEUE,
    address,
    decision,
    in_review,
    read,
    signed_in,
    text_of,
)
from tests.factories import (
    NOW,
    TUESDAY,
    at,
    make_client,
    make_evening,
    make_held,
    make_treatment,
    starting_document,
)

pytestmark = pytest.mark.django_db

TICKED = escape(find(starting_document(), "clotting").raw["text"])


@pytest.fixture(autouse=True)
def _monday_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def evening():
    return make_evening()


@pytest.fixture
def review(evening):
    """Next Tuesday 19:00, a clot in the past, and the doctor's yes is noted."""
    return in_review(evening)


@pytest.fixture
def lead(client):
    return signed_in(client, "Lead therapist")


def test_the_queue_says_who_what_when_and_how_much_review_time_is_left(
    client, lead, review
):
    text = text_of(client.get(QUEUE))

    # Review hours are 12 to 21: nine on Monday, none before Tuesday noon.
    assert "9 h left" in text
    assert "Hannah Whitlock" in text
    assert review.treatment_name in text
    assert "Tuesday 15 December, 19:00" in text
    assert "Decide by Tuesday 8 December, 12:00" in text
    assert "Visit: First" in text
    assert "01632 960201" in text


def test_the_one_with_the_least_time_left_comes_first(client, lead, evening):
    later = in_review(evening, days=7)
    sooner = in_review(evening, days=8)
    Appointment.objects.filter(pk=sooner.pk).update(
        expires_at=NOW + timedelta(hours=4, minutes=20)
    )

    response = client.get(QUEUE)

    cases = [case.appointment for case in response.context["cases"]]
    assert cases == [sooner, later]
    assert "4 h 20 min left" in text_of(response)


def test_the_queue_says_why_and_what_would_be_left_out_but_no_answer(
    client, lead, review
):
    text = text_of(client.get(QUEUE))

    for reason in review.screening.content["reasons"]:
        assert escape(reason["text"]) in text
    for line in review.screening.content["adaptations"]:
        assert escape(line) in text
    assert TICKED not in text
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize(
    ("fields", "chip"),
    [
        ({"doctor": None}, "Doctor’s yes"),
        ({}, "Doctor’s yes is noted"),
        ({"ask_first": ["pregnancy"]}, "Needs someone trained for pregnancy"),
    ],
)
def test_chips_say_what_is_needed(client, lead, evening, fields, chip):
    in_review(evening, **fields)

    assert chip in text_of(client.get(QUEUE))


def test_what_the_treatment_needs_but_should_be_left_out_is_a_chip(client, lead):
    warm_packs = make_evening(slug="heat-and-massage-60")
    in_review(warm_packs, ask_first=["clotting"], clot_kind="easy_clot_bleed")
    hands = make_treatment(slug="hands-feet-scalp-45")
    warm_packs[1].treatments.add(hands)

    text = text_of(client.get(QUEUE))

    assert "Does not fit this treatment" in text
    assert f"free at the same time: {hands.name}." in text


@pytest.fixture
def talk(evening):
    treatment, therapist, room = evening
    return make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "19:00"),
        client=make_client(phone=""),
        status=Status.REVIEW,
        expires_at=NOW + timedelta(hours=5),
        review={"why": "talk"},
    )


def test_someone_who_would_rather_talk_is_never_cleared_unasked(client, lead, talk):
    text = text_of(client.get(QUEUE))
    response = client.post(address(talk), decision(talk, "clear"))

    talk.refresh_from_db()
    assert "Would like to talk" in text
    assert "Please write instead of ringing." in text
    assert response.status_code == 409
    assert "Ask them aloud first" in text_of(response)
    assert talk.status == Status.REVIEW


def test_an_earlier_clearance_is_named_and_does_not_carry_over(client, evening):
    earlier = in_review(evening)
    mina = signed_in(client, "Lead therapist")
    read(earlier, mina)
    client.post(address(earlier), decision(earlier, "clear"))
    again = in_review(evening, days=9)
    Appointment.objects.filter(pk=again.pk).update(client=earlier.client)

    text = text_of(client.get(QUEUE))

    assert "Cleared by you on 7 December, until 31 December." in text
    assert "does not carry over" in text
    again.refresh_from_db()
    assert again.status == Status.REVIEW


def test_what_ran_out_stays_and_is_counted(client, lead, review):
    tidy(appointment=review, now=review.expires_at)

    text = text_of(client.get(QUEUE))

    assert "Ran out" in text
    assert "Hannah Whitlock" in text
    assert "One ran out this month." in text


def test_what_is_decided_leaves_the_queue(client, lead, review):
    client.post(address(review), decision(review, "decline"))

    text = text_of(client.get(QUEUE))

    assert "Hannah Whitlock" in text  # in the message that it is told
    assert "Nothing waits for you." in text


def test_a_declined_client_who_asks_to_be_rung_is_named(client, lead, review):
    client.post(address(review), decision(review, "decline"))
    review.refresh_from_db()
    Message.objects.create(
        key="again",
        kind=Message.Kind.RING,
        channel=Message.Channel.CALL,
        appointment=review,
        recipient="01632 960201",
        due_at=NOW,
    )

    response = client.get(QUEUE)

    assert response.context["again"] == [review]
    assert "Asked us to look again" in text_of(response)


def test_the_badge_counts_what_waits(client, lead, evening):
    in_review(evening)
    lapsed = in_review(evening, days=9)
    tidy(appointment=lapsed, now=lapsed.expires_at)

    assert client.get(QUEUE).context["reviews_waiting"] == 2
