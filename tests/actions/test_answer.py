from dataclasses import replace
from datetime import timedelta

import pytest

from booking.actions import answer
from booking.actions.problems import HoldExpired, NotAllowed, NotScreened, Stale
from booking.models import Message, Outcome, Screening, Status
from tests.factories import (
    NOW,
    TUESDAY,
    at,
    given,
    make_client,
    make_evening,
    make_held,
    make_review,
    make_user,
)

pytestmark = pytest.mark.django_db

SEVEN = at(TUESDAY, "19:00")


@pytest.fixture
def held():
    treatment, therapist, room = make_evening()
    return make_held(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )


def answers(held, **ticked):
    return given(treatment=held.treatment, starts_at=held.starts_at, **ticked)


def test_answers_are_stored_with_their_outcome(held):
    answer(appointment=held, given=answers(held), now=NOW)

    held.refresh_from_db()
    assert held.status == Status.HELD
    assert held.screening.outcome == Outcome.CLEAR
    assert held.screening.valid_until == NOW + timedelta(days=90)
    assert held.screening.content["answers"]["today"] == ["none"]
    assert held.screening.client is None


def test_what_is_stored_is_unreadable_in_the_database(held, django_assert_num_queries):
    from django.db import connection

    answer(appointment=held, given=answers(held, health=["device"]), now=NOW)

    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM booking_screening")
        (stored,) = cursor.fetchone()
    assert "device" not in stored


def test_missing_answers_store_nothing(held):
    with pytest.raises(NotScreened):
        answer(appointment=held, given=answers(held, ask_first=None), now=NOW)

    assert Screening.objects.count() == 0


def test_a_question_that_was_not_shown_was_not_answered(held):
    whole = answers(held)
    partly = replace(whole, shown=tuple(k for k in whole.shown if k != "clotting"))

    with pytest.raises(NotScreened):
        answer(appointment=held, given=partly, now=NOW)


def test_without_the_health_consent_nothing_is_stored(held):
    without = replace(answers(held), consents=("consent_massage", "consent_true"))

    with pytest.raises(NotScreened):
        answer(appointment=held, given=without, now=NOW)

    assert Screening.objects.count() == 0


def test_nothing_is_decided_before_the_follow_ups(held):
    first = answers(held, today=["unwell"], final=False)

    answer(appointment=held, given=first, now=NOW)

    held.refresh_from_db()
    assert held.status == Status.HELD
    assert held.screening.outcome == Outcome.NOT_NOW


def test_not_now_declines_and_gives_the_time_back_without_a_name(held):
    answer(appointment=held, given=answers(held, today=["unwell"]), now=NOW)

    held.refresh_from_db()
    assert held.status == Status.DECLINED
    assert held.client is None
    assert held.expires_at is None
    assert Message.objects.count() == 0


def test_an_answer_after_the_end_takes_the_time_again(held):
    later = NOW + timedelta(minutes=50)
    brought = given(treatment=held.treatment, starts_at=SEVEN, now=later)

    answer(appointment=held, given=brought, now=later)

    held.refresh_from_db()
    assert held.is_live(later)
    assert held.screening is not None


def test_an_answer_after_somebody_else_took_the_time_is_refused(held):
    later = NOW + timedelta(minutes=50)
    make_held(
        treatment=held.treatment,
        therapist=_expired(held, later).therapist,
        room=held.room,
        starts_at=SEVEN,
        now=later,
    )

    with pytest.raises(HoldExpired):
        answer(appointment=held, given=answers(held), now=later)


def _expired(held, now):
    from booking.actions import tidy

    tidy(appointment=held, now=now)
    return held


def test_a_page_from_before_a_change_is_stale(held):
    with pytest.raises(Stale):
        answer(appointment=held, given=answers(held), now=NOW, revision=7)


def test_nobody_clears_themselves_while_a_therapist_looks():
    treatment, therapist, room = make_evening()
    review = make_review(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )

    with pytest.raises(NotAllowed):
        answer(appointment=review, given=answers(review), now=NOW)


def test_the_person_a_visit_is_for_confirms_it_by_their_own_answers():
    treatment, therapist, room = make_evening()
    review = make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=SEVEN,
        client=make_client(),
        status=Status.REVIEW,
        review={"why": "someone_else"},
        expires_at=NOW + timedelta(hours=3),
    )

    answer(appointment=review, given=answers(review), now=NOW)

    review.refresh_from_db()
    assert review.status == Status.CONFIRMED
    assert review.clearance.client == review.client
    assert [m.kind for m in Message.objects.all()] == ["confirmed", "reminder"]


def test_a_talk_is_not_ended_by_answers_typed_online():
    treatment, therapist, room = make_evening()
    talk = make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=SEVEN,
        client=make_client(),
        status=Status.REVIEW,
        review={"why": "talk"},
        expires_at=NOW + timedelta(hours=3),
    )
    typed = answers(talk)
    aloud = replace(typed, how="aloud", entered_by=make_user(role="Therapist"))

    with pytest.raises(NotAllowed):
        answer(appointment=talk, given=typed, now=NOW)
    answer(appointment=talk, given=aloud, now=NOW)

    talk.refresh_from_db()
    assert talk.status == Status.CONFIRMED
    assert talk.screening.how == Screening.How.ALOUD
