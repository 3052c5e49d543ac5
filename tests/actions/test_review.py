from datetime import timedelta

import pytest

from booking.actions import clear_review, decline_review, read_answers
from booking.actions.problems import (
    AnswersRunOut,
    NotAllowed,
    NotScreened,
    TrainingNeeded,
)
from booking.models import AccessRecord, Message, Status
from tests.factories import (
    NOW,
    TUESDAY,
    at,
    make_client,
    make_evening,
    make_held,
    make_review,
    make_user,
)

pytestmark = pytest.mark.django_db

SEVEN = at(TUESDAY + timedelta(days=7), "19:00")
QUARTER = NOW + timedelta(days=90)


def in_review(**ticked):
    treatment, therapist, room = make_evening()
    return make_review(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=SEVEN,
        **ticked,
    )


def test_a_therapist_clears_with_changes_and_an_end():
    review, ines = in_review(), make_user(role="Therapist")

    done = clear_review(
        appointment=review,
        by=ines,
        valid_until=QUARTER,
        adaptations=["Leave the legs alone"],
        now=NOW,
    )

    done.refresh_from_db()
    assert done.status == Status.CONFIRMED
    assert (done.clearance.basis, done.clearance.decided_by) == ("therapist", ines)
    assert done.cleared_until == QUARTER
    assert done.clearance.changes == {"adaptations": ["Leave the legs alone"]}
    assert done.messages.get().kind == Message.Kind.CLEARED


def test_a_declined_review_gives_the_time_back():
    review = in_review()

    done = decline_review(appointment=review, by=make_user(), now=NOW)

    assert done.status == Status.DECLINED
    assert done.messages.get().kind == Message.Kind.DECLINED


def test_a_review_is_decided_once():
    review, ines = in_review(), make_user()
    decline_review(appointment=review, by=ines, now=NOW)

    with pytest.raises(NotAllowed):
        clear_review(appointment=review, by=ines, valid_until=QUARTER, now=NOW)


def test_after_its_deadline_nothing_is_decided():
    review = in_review()
    late = NOW + timedelta(days=1)

    with pytest.raises(NotAllowed):
        clear_review(appointment=review, by=make_user(), valid_until=QUARTER, now=late)


def test_an_end_before_the_session_clears_nothing():
    review = in_review()
    early = SEVEN - timedelta(microseconds=1)

    with pytest.raises(AnswersRunOut):
        clear_review(appointment=review, by=make_user(), valid_until=early, now=NOW)


def test_a_therapist_without_the_training_cannot_give_it():
    review = in_review(ask_first=["pregnancy"])

    with pytest.raises(TrainingNeeded):
        clear_review(appointment=review, by=make_user(), valid_until=QUARTER, now=NOW)


def test_a_talk_without_a_screening_clears_nobody():
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

    with pytest.raises(NotScreened):
        clear_review(appointment=talk, by=make_user(), valid_until=QUARTER, now=NOW)


def test_reading_answers_leaves_a_record():
    review, ines = in_review(), make_user()

    content = read_answers(
        screening=review.screening, by=ines, why="before ringing", now=NOW
    )

    assert content["answers"]["ask_first"] == ["clotting"]
    record = AccessRecord.objects.get()
    assert (record.who, record.why) == (ines, "before ringing")
