from dataclasses import replace
from datetime import timedelta

import pytest

from booking.actions import answer_to_move, move, pair_for
from booking.actions.problems import (
    AnswersRunOut,
    NoReviewInTime,
    NotAllowed,
    QuestionsFirst,
    SlotTaken,
    Stale,
)
from booking.models import Message, Status
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    given,
    make_confirmed,
    make_evening,
    make_held,
    make_review,
    make_therapist,
    make_treatment,
)

pytestmark = pytest.mark.django_db

SEVEN = at(TUESDAY, "19:00")
WEEK = timedelta(days=7)


def confirmed_at(starts_at=SEVEN, **fields):
    treatment, therapist, room = make_evening()
    return make_confirmed(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=starts_at,
        **fields,
    )


def test_a_move_is_the_same_row_at_another_time():
    booked = confirmed_at()

    moved = move(appointment=booked, starts_at=SEVEN + timedelta(hours=2), now=NOW)

    moved.refresh_from_db()
    assert moved.pk == booked.pk
    assert moved.status == Status.CONFIRMED
    assert moved.starts_at == SEVEN + timedelta(hours=2)
    assert {m.kind for m in moved.messages.all()} == {"moved", "reminder"}


def test_a_move_may_overlap_its_own_old_time():
    booked = confirmed_at()

    moved = move(appointment=booked, starts_at=SEVEN + timedelta(minutes=30), now=NOW)

    assert moved.starts_at == SEVEN + timedelta(minutes=30)


def test_a_move_onto_somebody_else_is_refused_and_changes_nothing():
    booked = confirmed_at()
    make_held(
        treatment=booked.treatment,
        therapist=booked.therapist,
        room=booked.room,
        starts_at=at(TUESDAY, "17:00"),
    )

    with pytest.raises(SlotTaken):
        move(appointment=booked, starts_at=at(TUESDAY, "17:15"), now=NOW)

    booked.refresh_from_db()
    assert booked.starts_at == SEVEN


def test_a_move_keeps_to_the_wish():
    booked = confirmed_at(wish="man")
    make_therapist(treatments=[booked.treatment], listed_as="woman")

    with pytest.raises(SlotTaken):
        move(appointment=booked, starts_at=SEVEN + WEEK, now=NOW)


def test_from_two_weeks_ahead_to_tomorrow_the_questions_of_now_come_first():
    booked = confirmed_at(SEVEN + 2 * WEEK)
    assert "unwell" not in booked.screening.content["shown"]

    with pytest.raises(QuestionsFirst) as asked:
        move(appointment=booked, starts_at=SEVEN, now=NOW)

    assert asked.value.sections == ("today",)
    booked.refresh_from_db()
    assert booked.starts_at == SEVEN + 2 * WEEK


def test_to_a_later_week_nothing_more_is_asked():
    booked = confirmed_at()

    moved = move(appointment=booked, starts_at=SEVEN + WEEK, now=NOW)

    assert moved.starts_at == SEVEN + WEEK


def test_past_the_end_of_the_answers_no_move_goes():
    booked = confirmed_at()
    later = NOW + timedelta(days=60)
    booked = confirmed_later(booked)

    with pytest.raises(AnswersRunOut):
        move(appointment=booked, starts_at=SEVEN + timedelta(days=98), now=later)


def confirmed_later(booked):
    """The same client's appointment, two days after `later`."""
    from booking.models import Appointment

    Appointment.objects.filter(pk=booked.pk).update(
        starts_at=SEVEN + timedelta(days=62),
        ends_at=SEVEN + timedelta(days=62, hours=1),
        busy_until=SEVEN + timedelta(days=62, hours=1, minutes=15),
    )
    booked.refresh_from_db()
    return booked


def test_a_review_moves_with_a_new_deadline():
    treatment, therapist, room = make_evening()
    review = make_review(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN + WEEK
    )

    moved = move(appointment=review, starts_at=SEVEN + 2 * WEEK, now=NOW)

    assert moved.status == Status.REVIEW
    assert moved.expires_at == at(MONDAY + timedelta(days=1), "21:00")


def test_a_review_that_moved_is_still_to_be_rung_about():
    treatment, therapist, room = make_evening()
    review = make_review(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN + WEEK
    )

    moved = move(appointment=review, starts_at=SEVEN + 2 * WEEK, now=NOW)

    assert moved.messages.calls().get().kind == Message.Kind.RING


def test_a_review_does_not_move_where_nobody_can_look():
    treatment, therapist, room = make_evening()
    review = make_review(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN + WEEK
    )

    with pytest.raises(NoReviewInTime):
        move(appointment=review, starts_at=SEVEN, now=NOW)


def test_a_stale_page_moves_nothing():
    booked = confirmed_at()

    with pytest.raises(Stale):
        move(appointment=booked, starts_at=SEVEN + WEEK, now=NOW, revision=9)


def test_a_session_that_began_does_not_move():
    booked = confirmed_at()

    with pytest.raises(NotAllowed):
        move(appointment=booked, starts_at=SEVEN + WEEK, now=SEVEN)


# Asked first, then moved


def answered_move(booked, starts_at, *, treatment=None, **ticked):
    therapist, room = pair_for(
        booked, starts_at=starts_at, now=NOW, treatment=treatment
    )
    brought = given(
        treatment=treatment or booked.treatment, starts_at=starts_at, **ticked
    )
    return answer_to_move(
        appointment=booked,
        given=brought,
        therapist=therapist,
        room=room,
        starts_at=starts_at,
        now=NOW,
        treatment=treatment,
    )


def test_what_was_asked_first_moves_it():
    booked = confirmed_at(SEVEN + 2 * WEEK)

    moved = answered_move(booked, SEVEN)

    moved.refresh_from_db()
    assert (moved.status, moved.starts_at) == (Status.CONFIRMED, SEVEN)
    assert moved.clearance.screening == moved.screening


def test_new_answers_for_a_therapist_keep_the_old_time_in_review():
    booked = confirmed_at(SEVEN + 2 * WEEK)

    kept = answered_move(booked, SEVEN, ask_first=["skin"])

    kept.refresh_from_db()
    assert (kept.status, kept.starts_at) == (Status.REVIEW, SEVEN + 2 * WEEK)
    assert kept.clearance is None
    assert {m.kind for m in kept.messages.all()} == {"review", "ring"}


def test_a_not_now_cancels_for_safety_without_a_late_mark():
    booked = confirmed_at(SEVEN)

    ended = answered_move(booked, SEVEN + WEEK, today=["unwell"])

    ended.refresh_from_db()
    assert ended.status == Status.CANCELLED
    assert not ended.cancelled_late
    assert ended.events.last().reason == "safety"


def test_hands_and_feet_to_lower_back_asks_what_was_not_seen():
    treatment, therapist, room = make_evening(slug="hands-feet-scalp-45")
    back = make_treatment(slug="lower-back-calm-60")
    therapist.treatments.add(back)
    booked = make_confirmed(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )

    moved = answered_move(booked, SEVEN, treatment=back)

    moved.refresh_from_db()
    assert moved.treatment == back
    assert moved.minutes == 60
    assert moved.clearance.treatment == back


def test_a_back_sign_keeps_the_hands_and_feet_that_are_booked():
    treatment, therapist, room = make_evening(slug="hands-feet-scalp-45")
    back = make_treatment(slug="lower-back-calm-60")
    therapist.treatments.add(back)
    booked = make_confirmed(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )
    fall = {"comfort": ["back_check", "private_word"], "back_sign": "fall_night_cancer"}

    kept = answered_move(booked, SEVEN, treatment=back, **fall)

    kept.refresh_from_db()
    assert (kept.treatment, kept.status) == (treatment, Status.CONFIRMED)


def test_a_partial_form_cannot_move():
    from booking.actions.problems import NotScreened

    booked = confirmed_at(SEVEN + 2 * WEEK)
    therapist, room = pair_for(booked, starts_at=SEVEN, now=NOW)
    whole = given(treatment=booked.treatment, starts_at=SEVEN)
    partly = replace(whole, shown=tuple(k for k in whole.shown if k != "unwell"))

    with pytest.raises(NotScreened):
        answer_to_move(
            appointment=booked,
            given=partly,
            therapist=therapist,
            room=room,
            starts_at=SEVEN,
            now=NOW,
        )
