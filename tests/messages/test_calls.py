"""What is said on the phone, and when it need not be said any more."""

from datetime import timedelta

import pytest
from django.db import transaction

from booking.actions import cancel, steps
from booking.actions.steps import tell
from booking.messages import drop_pointless_calls, said, stands
from booking.messages.calls import SAID
from booking.models import Clinic, Message, Status
from booking.models.kinds import NEVER_RUNG
from tests.factories import (
    MONDAY,
    NOW,
    at,
    make_client,
    make_confirmed,
    make_evening,
    make_review,
    make_user,
)
from tests.messages.rows import make_message
from tests.messages.test_wording import BLUNT, health_words, words_of

pytestmark = pytest.mark.django_db

Kind = Message.Kind
SEVEN = at(MONDAY, "19:00")
NOT_TOLD = set(NEVER_RUNG)


@pytest.fixture
def evening():
    treatment, therapist, room = make_evening()
    return {"treatment": treatment, "therapist": therapist, "room": room}


@pytest.fixture
def appointment(evening):
    return make_confirmed(starts_at=SEVEN, client=make_client(email=""), **evening)


def enter(appointment, status, *, now):
    with transaction.atomic():
        steps.enter(appointment, status, now=now)


def call(appointment, kind, now=NOW):
    tell(appointment, kind, now=now, channel="call")
    return Message.objects.select_related("appointment").get(kind=kind)


def test_everything_a_client_is_told_can_be_said():
    assert set(SAID) == set(Kind.values) - NOT_TOLD


@pytest.mark.parametrize("kind", sorted(SAID))
def test_it_says_when_and_nothing_about_health(evening, kind):
    waits = make_review(starts_at=SEVEN, **evening)

    words = said(call(waits, kind), Clinic.objects.current())

    assert words == " ".join(words.split())
    assert words[-1] in ".?"
    assert not BLUNT.search(words.casefold())
    assert words_of(words) & health_words() == set()
    if kind not in (Kind.RING, Kind.BOOK_ANY):
        assert "Monday 7 December, 19:00" in words


def test_a_call_stands_while_what_it_says_is_so(appointment):
    row = call(appointment, Kind.CONFIRMED)

    assert stands(row, NOW)
    assert not stands(row, SEVEN)


def test_a_call_about_another_state_is_dropped(appointment):
    row = call(appointment, Kind.CONFIRMED)

    enter(appointment, Status.CANCELLED, now=NOW)
    row.refresh_from_db()

    assert not stands(row, NOW)


def test_who_was_cancelled_is_rung_only_before_they_set_off(appointment):
    cancel(appointment=appointment, now=NOW, by=make_user())
    row = Message.objects.select_related("appointment").get(kind=Kind.CANCELLED)

    assert stands(row, SEVEN - timedelta(minutes=1))
    assert not stands(row, SEVEN)


def test_a_review_is_rung_about_until_it_is_decided(evening):
    waits = make_review(starts_at=SEVEN, **evening)
    waits.events.create(at=NOW, what="review", status=Status.REVIEW)
    row = call(waits, Kind.RING)
    assert stands(row, NOW)

    enter(waits, Status.DECLINED, now=NOW + timedelta(minutes=1))
    row.appointment.refresh_from_db()

    assert not stands(row, NOW + timedelta(minutes=2))


def test_who_asked_to_be_rung_waits_a_week(appointment):
    enter(appointment, Status.CANCELLED, now=NOW)
    row = call(appointment, Kind.RING)

    assert stands(row, NOW + timedelta(days=6))
    assert not stands(row, NOW + timedelta(days=7))


def test_what_need_not_be_said_leaves_the_list(appointment):
    call(appointment, Kind.CONFIRMED)

    assert drop_pointless_calls(now=NOW) == 0
    assert drop_pointless_calls(now=SEVEN) == 1
    assert not Message.objects.calls().exists()


def test_many_calls_are_looked_through_in_as_few_queries_as_one(
    appointment, django_assert_num_queries
):
    for number in range(9):
        row = make_message(
            kind=Kind.RING, appointment=appointment, channel="call", key=f"c{number}"
        )
        row.appointment.events.create(at=NOW, what="x", status=Status.CONFIRMED)

    with django_assert_num_queries(5):
        drop_pointless_calls(now=SEVEN + timedelta(days=8))

    assert not Message.objects.calls().exists()
