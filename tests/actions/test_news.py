"""New answers shortly before: it stays, waits, or ends, and is never late."""

from datetime import timedelta

import pytest

from booking.actions import (
    answer_anew,
    cancel,
    clear_review,
    nothing_new,
    read_answers,
)
from booking.actions.problems import NotAllowed, NotScreened, Stale
from booking.models import Clearance, Message, Screening, Status
from tests.factories import (
    NOW,
    TUESDAY,
    at,
    given,
    make_confirmed,
    make_evening,
    make_review,
    make_user,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
SEVEN = at(TUESDAY, "19:00")  # 31 hours away
SKIN = {"ask_first": ["skin"]}
OPERATION = {
    "ask_first": ["surgery_injury"],
    "surgery_when": "over_twelve_weeks",
    "surgery_where": "arm_hand",
}


@pytest.fixture
def evening():
    treatment, therapist, room = make_evening(slug="hands-feet-scalp-45")
    return {"treatment": treatment, "therapist": therapist, "room": room}


@pytest.fixture
def booked(evening):
    return make_confirmed(starts_at=SEVEN, now=NOW - 72 * HOUR, **evening)


def say(booked, now=NOW, **answers):
    """Everything is asked anew, and answered with "none" but for what is named."""
    brought = given(
        treatment=booked.treatment, starts_at=booked.starts_at, now=now, **answers
    )
    return answer_anew(appointment=booked, given=brought, now=now)


def cleared_by_hand(evening, **answers):
    """A review that a therapist decided: booked, with what was agreed."""
    review = make_review(starts_at=SEVEN, now=NOW - 72 * HOUR, **evening, **answers)
    review.expires_at = SEVEN - 4 * HOUR
    review.save()
    ines, then = make_user(role="Therapist"), NOW - 70 * HOUR
    read_answers(screening=review.screening, by=ines, why="review", now=then)
    return clear_review(
        appointment=review,
        by=ines,
        valid_until=SEVEN + 24 * HOUR,
        adaptations=["Light strokes"],
        now=then,
    )


def test_nothing_new_is_noted_once_and_changes_nothing(booked):
    before = booked.revision

    for _press in range(2):
        nothing_new(appointment=booked, now=NOW)

    booked.refresh_from_db()
    assert booked.events.filter(what="nothing_new").count() == 1
    assert (booked.status, booked.revision) == (Status.CONFIRMED, before)
    assert Screening.objects.count() == 1


@pytest.mark.parametrize(
    "now",
    [SEVEN - 48 * HOUR, SEVEN, SEVEN + HOUR],
    ids=["two days before", "at the start", "after it"],
)
def test_outside_the_two_days_before_the_start_nobody_is_asked(booked, now):
    with pytest.raises(NotAllowed):
        nothing_new(appointment=booked, now=now)
    with pytest.raises(NotAllowed):
        say(booked, now=now)


def test_what_the_rules_clear_stays_booked_by_a_clearance_of_its_own(booked):
    first = booked.screening

    stays = say(booked, comfort=["private_word"])

    stays.refresh_from_db()
    assert stays.status == Status.CONFIRMED
    assert stays.screening != first
    assert stays.screening.outcome == "adapt"
    assert stays.clearance.screening == stays.screening
    assert stays.messages.count() == 0
    assert Screening.objects.filter(pk=first.pk).exists()


def test_what_needs_a_look_waits_for_it_with_a_deadline(booked):
    lead = make_user(role="Lead therapist")

    kept = say(booked, **SKIN)

    kept.refresh_from_db()
    assert (kept.status, kept.clearance) == (Status.REVIEW, None)
    assert NOW < kept.expires_at <= SEVEN - 4 * HOUR
    assert kept.screening.outcome == "clearance"
    kinds = set(kept.messages.values_list("kind", flat=True))
    assert kinds == {"review", "ring", "review_due", "review_last"}
    assert kept.messages.filter(staff=lead).count() == 2


def test_once_with_a_therapist_giving_it_back_is_not_late_either(booked):
    near = SEVEN - 7.5 * HOUR
    kept = say(booked, now=near, **SKIN)

    ended = cancel(appointment=kept, now=near + HOUR)

    assert kept.is_late_to_cancel(near)
    assert (ended.status, ended.cancelled_late) == (Status.CANCELLED, False)


@pytest.mark.parametrize("before", [30 * HOUR, 5 * HOUR])
def test_a_not_now_ends_it_for_safety_and_never_late(booked, before):
    ended = say(booked, now=SEVEN - before, today=["unwell"])

    ended.refresh_from_db()
    assert (ended.status, ended.cancelled_late) == (Status.CANCELLED, False)
    assert ended.screening.outcome == "not_now"
    assert ended.events.last().reason == "safety"
    assert [m.kind for m in ended.messages.all()] == [Message.Kind.CANCELLED]


def test_where_nobody_can_look_in_time_it_ends_and_is_never_late(booked):
    ended = say(booked, now=SEVEN - 5 * HOUR, **SKIN)

    assert (ended.status, ended.cancelled_late) == (Status.CANCELLED, False)
    assert ended.screening.outcome == "clearance"


def test_the_same_answers_a_therapist_has_cleared_stay_cleared(evening):
    booked = cleared_by_hand(evening, **OPERATION)
    clearance = booked.clearance

    stays = say(booked, **OPERATION)

    stays.refresh_from_db()
    assert (stays.status, stays.clearance) == (Status.CONFIRMED, clearance)
    assert stays.screening != clearance.screening


@pytest.mark.parametrize(
    "answers",
    [
        OPERATION | {"ask_first": ["surgery_injury", "skin"]},
        {"ask_first": ["none"]},  # the rules would clear it, without what was agreed
    ],
)
def test_other_answers_than_a_therapist_has_cleared_need_a_look_again(evening, answers):
    booked = cleared_by_hand(evening, **OPERATION)

    kept = say(booked, **answers)

    assert kept.status == Status.REVIEW
    assert Clearance.objects.filter(client=booked.client).count() == 1


def test_answers_that_are_not_finished_decide_nothing(booked):
    with pytest.raises(NotScreened):
        say(booked, final=False, **SKIN)

    booked.refresh_from_db()
    assert booked.status == Status.CONFIRMED


def test_a_page_from_before_a_change_decides_nothing(booked):
    brought = given(treatment=booked.treatment, starts_at=SEVEN)

    with pytest.raises(Stale):
        answer_anew(
            appointment=booked, given=brought, now=NOW, revision=booked.revision + 1
        )


def test_whoever_stands_at_the_door_is_asked_there(booked):
    booked.arrival = booked.screening
    booked.save()

    with pytest.raises(NotAllowed):
        nothing_new(appointment=booked, now=SEVEN - HOUR)
