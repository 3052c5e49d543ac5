from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from booking.actions import (
    Person,
    answer,
    ask_person,
    book,
    book_for_someone_else,
)
from booking.actions.problems import (
    AnswersRunOut,
    HoldExpired,
    NoReviewInTime,
    NotAllowed,
    NotScreened,
    TrainingNeeded,
)
from booking.models import Appointment, Client, Message, Status
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    given,
    make_confirmed,
    make_evening,
    make_held,
    make_treatment,
)

pytestmark = pytest.mark.django_db

SEVEN = at(TUESDAY, "19:00")
HANNAH = Person(name="Hannah", email="hannah@whitlock.example")


def held_at(starts_at=SEVEN, now=NOW, **clinic):
    treatment, therapist, room = make_evening(**clinic)
    return make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=starts_at,
        now=now,
    )


def answered(starts_at=SEVEN, now=NOW, clinic=None, **ticked):
    held = held_at(starts_at, now, **(clinic or {}))
    brought = given(treatment=held.treatment, starts_at=starts_at, now=now, **ticked)
    return answer(appointment=held, given=brought, now=now)


def test_a_clear_screening_is_confirmed_with_its_own_clearance():
    held = answered()

    booked = book(appointment=held, person=HANNAH, now=NOW)

    booked.refresh_from_db()
    assert booked.status == Status.CONFIRMED
    assert booked.expires_at is None
    assert booked.client.name == "Hannah"
    assert booked.screening.client == booked.client
    assert booked.clearance.basis == "rules"
    assert booked.cleared_until == booked.screening.valid_until
    assert [m.kind for m in booked.messages.all()] == ["confirmed", "reminder"]


def test_nobody_is_confirmed_unscreened():
    held = held_at()

    with pytest.raises(NotScreened):
        book(appointment=held, person=HANNAH, now=NOW)

    assert Client.objects.count() == 0


def test_unfinished_answers_confirm_nobody():
    held = answered(comfort=["private_word"], final=False)

    with pytest.raises(NotScreened):
        book(appointment=held, person=HANNAH, now=NOW)


def test_answers_for_another_treatment_confirm_nobody():
    held = answered()
    other = make_treatment(slug="lower-back-calm-60")
    Appointment.objects.filter(pk=held.pk).update(treatment=other)

    with pytest.raises(NotScreened):
        book(appointment=held, person=HANNAH, now=NOW)


LOCKED = [
    {"ask_first": ["pregnancy"]},
    {"ask_first": ["surgery_injury"]},
    {"ask_first": ["heart_circulation"]},
    {"ask_first": ["seizures"]},
    {"ask_first": ["skin"]},
    {"ask_first": ["clotting"]},
    {"ask_first": ["clotting"], "clot_kind": "clot_past"},
]


@pytest.mark.parametrize("ticked", LOCKED, ids=str)
def test_the_six_go_to_a_therapist(ticked):
    held = answered(SEVEN + timedelta(days=7), **ticked)
    held.therapist.trainings = ["pregnancy", "cancer_care"]
    held.therapist.save()

    kept = book(appointment=held, person=HANNAH, now=NOW)

    assert kept.status == Status.REVIEW
    assert kept.clearance is None
    assert kept.expires_at <= kept.starts_at - timedelta(hours=4)
    assert {m.kind for m in kept.messages.all()} == {"review", "ring"}


def test_a_training_the_answers_need_is_needed_of_the_therapist():
    held = answered(ask_first=["pregnancy"])

    with pytest.raises(TrainingNeeded):
        book(appointment=held, person=HANNAH, now=NOW)


def test_answers_that_end_before_the_start_book_nothing():
    far = at(MONDAY + timedelta(days=42), "19:00")
    held = answered(far, health=["none"], ask_first=["skin"])

    with pytest.raises(AnswersRunOut):
        book(appointment=held, person=HANNAH, now=NOW)


def test_a_doctor_who_said_yes_already_leaves_only_the_talk():
    held = answered(ask_first=["clotting"], clot_kind="clot_past")
    yes = {"practice": "Westbrook Surgery", "said_on": "2026-12-07"}

    kept = book(appointment=held, person=HANNAH, now=NOW, doctor=yes)

    assert kept.expires_at == at(MONDAY, "15:00")
    assert kept.review["doctor"] == yes


@pytest.mark.parametrize(
    ("now", "start"),
    [
        # Friday 21:15 for Sunday 18:00, and 22:40 on Monday for 18:15 on Tuesday
        (
            at(MONDAY + timedelta(days=4), "21:15"),
            at(MONDAY + timedelta(days=6), "18:00"),
        ),
        (at(MONDAY, "22:40"), at(TUESDAY, "18:15")),
    ],
)
def test_what_nobody_can_review_in_time_is_not_kept(now, start):
    held = answered(start, now, ask_first=["clotting"], clot_kind="unsure")

    with pytest.raises(NoReviewInTime):
        book(appointment=held, person=HANNAH, now=now)

    held.refresh_from_db()
    assert held.status == Status.HELD
    assert Client.objects.count() == 0


def test_booking_twice_books_once():
    held = answered()
    book(appointment=held, person=HANNAH, now=NOW)

    with pytest.raises(NotAllowed):
        book(appointment=held, person=HANNAH, now=NOW)

    assert Client.objects.count() == 1


def test_a_hold_lost_while_typing_books_nothing():
    held = answered()
    later = NOW + timedelta(minutes=30)
    from booking.actions import tidy

    tidy(appointment=held, now=later)
    make_held(
        treatment=held.treatment,
        therapist=held.therapist,
        room=held.room,
        starts_at=SEVEN,
        now=later,
    )

    with pytest.raises(HoldExpired):
        book(appointment=held, person=HANNAH, now=later)


def test_without_e_mail_the_news_goes_to_the_call_list():
    held = answered()
    tom = Person(name="Tom", phone="01632 960202")

    booked = book(appointment=held, person=tom, now=NOW)

    assert {m.channel for m in booked.messages.all()} == {Message.Channel.CALL}
    assert {m.recipient for m in booked.messages.all()} == {"01632 960202"}


def test_a_visit_for_someone_else_waits_for_their_own_answers():
    held = answered()
    them = Person(name="Ada", email="ada@whitlock.example")

    kept = book_for_someone_else(appointment=held, them=them, now=NOW)

    assert kept.status == Status.REVIEW
    assert kept.screening is None
    assert [m.kind for m in kept.messages.all()] == ["your_turn"]


def test_who_would_rather_talk_is_kept_and_rung():
    held = held_at()
    leo = Person(name="Leo", phone="01632 960203")

    kept = ask_person(appointment=held, person=leo, now=NOW)

    assert kept.status == Status.REVIEW
    assert {m.channel for m in kept.messages.all()} == {Message.Channel.CALL}


def test_after_not_now_a_call_is_noted_and_no_time_is_kept():
    held = answered(today=["unwell"])
    leo = Person(name="Leo", phone="01632 960203")

    asked = ask_person(appointment=held, person=leo, now=NOW)

    assert asked.status == Status.DECLINED
    assert asked.messages.get().kind == Message.Kind.RING


def test_a_follow_up_booking_keeps_its_client():
    treatment, therapist, room = make_evening()
    first = make_confirmed(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )
    held = make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=SEVEN + timedelta(days=7),
        follows=first,
    )
    brought = given(treatment=treatment, starts_at=held.starts_at)
    answer(appointment=held, given=brought, now=NOW)

    again = book(appointment=held, person=HANNAH, now=NOW)

    assert again.client == first.client


# The database itself


def test_the_database_refuses_to_confirm_without_a_clearance():
    held = held_at()

    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(pk=held.pk).update(
            status=Status.CONFIRMED, expires_at=None
        )


def test_the_database_refuses_the_clearance_of_somebody_else():
    treatment, therapist, room = make_evening()
    theirs = make_confirmed(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )
    mine = make_confirmed(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=SEVEN + timedelta(days=1),
    )

    with pytest.raises(IntegrityError):
        forge(mine, theirs.clearance)


@transaction.atomic
def forge(appointment, clearance):
    Appointment.objects.filter(pk=appointment.pk).update(clearance=clearance)
    connection.check_constraints()
