"""Two reminders before a review runs out, to those who decide."""

from datetime import timedelta

import pytest

from booking.actions import (
    Person,
    answer,
    answer_to_move,
    ask_person,
    book,
    book_for_someone_else,
    cancel,
    decline_review,
    move,
)
from booking.messages.delivery import tell_next
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
    make_user,
)

pytestmark = pytest.mark.django_db

Kind = Message.Kind
SEVEN = at(TUESDAY + timedelta(days=2), "19:00")  # Thursday
HANNAH = Person("Hannah Whitlock", "hannah@whitlock.example", "01632 960201")
DOCTOR = {"practice": "Mill Lane Surgery", "said_on": "2026-12-01"}
CLOT = {"ask_first": ["clotting"], "clot_kind": "clot_past"}


@pytest.fixture
def evening():
    """Somebody reviews from 12 to 21 on weekdays, and a talk takes three hours."""
    return make_evening()


@pytest.fixture
def team(evening):
    """The column's own therapist, a lead therapist and a manager."""
    _treatment, therapist, _room = evening
    therapist.user = make_user(role="Therapist")
    therapist.save()
    lead, manager = make_user(role="Lead therapist"), make_user(role="Manager")
    make_user(role="Therapist")
    make_user(role="Front desk")
    make_user(role="Lead therapist", is_active=False)
    return {"own": therapist.user, "lead": lead, "manager": manager}


def hold_at(evening, starts_at=SEVEN, **answers):
    treatment, therapist, room = evening
    held = make_held(
        treatment=treatment, therapist=therapist, room=room, starts_at=starts_at
    )
    if answers:
        brought = given(treatment=treatment, starts_at=starts_at, **answers)
        held = answer(appointment=held, given=brought, now=NOW)
    return held


def booked_for_review(evening):
    held = hold_at(evening, **CLOT)
    return book(appointment=held, person=HANNAH, doctor=DOCTOR, now=NOW)


def reminders(appointment, state="waiting"):
    rows = appointment.messages.filter(state=state, staff__isnull=False)
    return {(row.kind, row.staff_id): row.due_at for row in rows}


def test_the_first_goes_at_half_of_the_time_left_the_last_an_hour_before(evening, team):
    review = booked_for_review(evening)

    due = reminders(review)
    assert review.expires_at == at(MONDAY, "15:00")
    assert due == {
        (Kind.REVIEW_DUE, team["own"].pk): at(MONDAY, "13:30"),
        (Kind.REVIEW_DUE, team["lead"].pk): at(MONDAY, "13:30"),
        (Kind.REVIEW_LAST, team["own"].pk): at(MONDAY, "14:00"),
        (Kind.REVIEW_LAST, team["lead"].pk): at(MONDAY, "14:00"),
        (Kind.REVIEW_LAST, team["manager"].pk): at(MONDAY, "14:00"),
    }


def test_one_who_leads_and_owns_the_column_hears_once(evening):
    _treatment, therapist, _room = evening
    lead = make_user(role="Lead therapist")
    therapist.user = lead
    therapist.save()

    review = booked_for_review(evening)

    assert set(reminders(review)) == {
        (Kind.REVIEW_DUE, lead.pk),
        (Kind.REVIEW_LAST, lead.pk),
    }


def test_they_are_told_when_they_are_due(evening, team, mailoutbox):
    booked_for_review(evening)
    Message.objects.filter(staff__isnull=True).delete()
    early = at(MONDAY, "13:30") - timedelta(microseconds=1)

    assert tell_next(now=early) is None
    assert tell_next(now=at(MONDAY, "13:30")).kind == Kind.REVIEW_DUE


def test_once_decided_nobody_is_reminded(evening, team):
    review = booked_for_review(evening)

    decline_review(appointment=review, by=team["lead"], now=NOW)

    assert reminders(review) == {}


def test_a_reminder_that_was_under_way_is_dropped_after_a_cancellation(evening, team):
    review = booked_for_review(evening)
    cancel(appointment=review, now=NOW)
    Message.objects.filter(staff__isnull=True).delete()
    Message.objects.update(state="waiting")

    told = tell_next(now=at(MONDAY, "13:30"))

    assert told.state != "sent"
    told.refresh_from_db()
    assert told.state == Message.State.CANCELLED


def test_they_move_with_the_deadline(evening, team):
    review = booked_for_review(evening)
    later = NOW + timedelta(hours=1)

    moved = move(appointment=review, starts_at=SEVEN + timedelta(days=1), now=later)

    due = reminders(moved)
    assert moved.expires_at == at(MONDAY, "16:00")
    assert due[Kind.REVIEW_DUE, team["lead"].pk] == at(MONDAY, "14:30")
    assert due[Kind.REVIEW_LAST, team["lead"].pk] == at(MONDAY, "15:00")
    assert len(due) == 5


def test_a_talk_is_expected_too(evening, team):
    talk = ask_person(appointment=hold_at(evening), person=HANNAH, now=NOW)

    assert (Kind.REVIEW_LAST, team["manager"].pk) in reminders(talk)


def test_while_somebody_else_has_to_answer_nobody_is_reminded(evening, team):
    kept = book_for_someone_else(
        appointment=hold_at(evening, **CLOT), them=HANNAH, now=NOW
    )
    assert reminders(kept) == {}

    brought = given(treatment=kept.treatment, starts_at=SEVEN, **CLOT)
    answered = answer(appointment=kept, given=brought, now=NOW)

    assert answered.status == Status.REVIEW
    assert (Kind.REVIEW_DUE, team["lead"].pk) in reminders(answered)


def test_new_answers_that_need_a_look_are_expected(evening, team):
    treatment, therapist, room = evening
    confirmed = make_confirmed(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )
    brought = given(treatment=treatment, starts_at=SEVEN + timedelta(days=1), **CLOT)

    done = answer_to_move(
        appointment=confirmed,
        given=brought,
        therapist=therapist,
        room=room,
        starts_at=SEVEN + timedelta(days=1),
        now=NOW,
    )

    assert done.status == Status.REVIEW
    assert (Kind.REVIEW_DUE, team["own"].pk) in reminders(done)
