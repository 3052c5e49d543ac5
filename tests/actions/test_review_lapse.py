"""A review nobody decided in time: the time goes back, and the request stays."""

from datetime import timedelta

import pytest

from booking.actions import (
    ask_question,
    clear_review,
    decline_review,
    read_answers,
    tidy,
)
from booking.actions.problems import AnswersRunOut, NotAllowed
from booking.actions.steps import close_run_out, tell
from booking.models import Appointment, Message, Status
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
LATE = NOW + timedelta(days=1)  # the deadline of make_review, to the second
QUARTER = NOW + timedelta(days=90)


@pytest.fixture
def review():
    treatment, therapist, room = make_evening()
    review = make_review(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )
    review.review |= {"doctor": {"practice": "Mill Lane", "said_on": "2026-12-01"}}
    review.save()
    return review


def reader(review):
    user = make_user()
    read_answers(screening=review.screening, by=user, why="to decide", now=NOW)
    return user


def waiting(appointment):
    return set(
        appointment.messages.filter(state="waiting").values_list("kind", flat=True)
    )


def test_a_deadline_that_passes_frees_the_time_with_an_apology(review):
    tell(review, Message.Kind.RING, now=NOW, channel=Message.Channel.CALL)

    tidy(appointment=review, now=LATE)

    review.refresh_from_db()
    assert review.status == Status.EXPIRED
    assert review.events.get(status="expired").reason == "lapsed"
    assert waiting(review) == {Message.Kind.RAN_OUT}
    assert Appointment.objects.lapsed().get() == review


def test_one_that_gives_way_to_somebody_else_lapses_just_the_same(review):
    held = make_held(
        treatment=review.treatment,
        therapist=review.therapist,
        room=review.room,
        starts_at=SEVEN + timedelta(days=1),
    )
    close_run_out(
        therapist=review.therapist,
        room=review.room,
        starts_at=review.starts_at,
        busy_until=review.busy_until,
        now=LATE,
        besides=held,
    )

    assert Appointment.objects.lapsed().get() == review
    assert waiting(review) == {Message.Kind.RAN_OUT}


def test_someone_who_never_answered_did_not_lapse_by_our_fault(review):
    review.review, review.screening = {"why": "someone_else"}, None
    review.save()

    tidy(appointment=review, now=LATE)

    assert not Appointment.objects.lapsed().exists()


@pytest.mark.parametrize("tidied", [True, False])
def test_once_it_is_cleared_the_client_may_book_any_evening(review, tidied):
    ines = reader(review)
    if tidied:
        tidy(appointment=review, now=LATE)

    done = clear_review(appointment=review, by=ines, valid_until=QUARTER, now=LATE)

    done.refresh_from_db()
    assert done.status == Status.EXPIRED
    assert (done.clearance.decided_by, done.cleared_until) == (ines, QUARTER)
    assert waiting(done) == {Message.Kind.BOOK_ANY}
    assert not Appointment.objects.lapsed().exists()
    assert done.events.filter(reason="lapsed").count() == 1


def test_it_can_still_be_declined(review):
    tidy(appointment=review, now=LATE)

    done = decline_review(appointment=review, by=make_user(), now=LATE)

    assert done.status == Status.DECLINED
    assert waiting(done) == {Message.Kind.DECLINED}


def test_it_is_decided_once(review):
    ines = reader(review)
    tidy(appointment=review, now=LATE)
    clear_review(appointment=review, by=ines, valid_until=QUARTER, now=LATE)

    with pytest.raises(NotAllowed):
        decline_review(appointment=review, by=ines, now=LATE)


def test_a_clearance_that_is_over_already_lets_nobody_book(review):
    ines = reader(review)
    tidy(appointment=review, now=LATE)

    with pytest.raises(AnswersRunOut):
        clear_review(appointment=review, by=ines, valid_until=LATE, now=LATE)


def test_without_a_kept_time_the_training_is_asked_of_whoever_is_booked_then():
    treatment, therapist, room = make_evening()
    review = make_review(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=SEVEN,
        ask_first=["pregnancy"],
    )
    review.review |= {"doctor": {"practice": "Mill Lane", "said_on": "2026-12-01"}}
    review.save()
    ines = reader(review)

    done = clear_review(appointment=review, by=ines, valid_until=QUARTER, now=LATE)

    assert done.trainings == ["pregnancy"]
    assert not therapist.holds(done.trainings)
    assert done.clearance.basis == "therapist"


def test_no_question_is_asked_where_no_time_is_kept(review):
    tidy(appointment=review, now=LATE)

    with pytest.raises(NotAllowed):
        ask_question(appointment=review, by=make_user(), text="Which leg?", now=LATE)


def test_a_hold_that_ran_out_is_no_request():
    treatment, therapist, room = make_evening()
    held = make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=SEVEN,
        client=make_client(),
    )

    tidy(appointment=held, now=LATE)

    assert not Appointment.objects.lapsed().exists()
    assert waiting(held) == set()
