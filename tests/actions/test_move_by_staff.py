"""Staff move an appointment: with the therapist it has, told a little later, undone."""

from datetime import timedelta

import pytest

from booking.actions import move
from booking.actions.problems import SlotTaken
from booking.actions.undoing import undo_start
from booking.models import Message, Status
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    make_client,
    make_confirmed,
    make_evening,
    make_held,
    make_review,
    make_room,
    make_therapist,
    make_user,
)

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)
SEVEN = at(TUESDAY, "19:00") + WEEK
EIGHT = SEVEN + timedelta(hours=1)
SOON = at(TUESDAY, "19:00")
FIVE_MINUTES = timedelta(minutes=5)


@pytest.fixture
def user():
    return make_user(role="Front desk")


def confirmed_at(starts_at=SEVEN, **fields):
    treatment, therapist, room = make_evening()
    return make_confirmed(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=starts_at,
        **fields,
    )


def moved_to(starts_at, booked, user, now=NOW):
    return move(
        appointment=booked,
        starts_at=starts_at,
        therapist=booked.therapist,
        now=now,
        by=user,
    )


def news(booked):
    return booked.messages.filter(kind=Message.Kind.MOVED).order_by("pk")


def test_it_keeps_its_therapist_and_its_room(user):
    booked = confirmed_at()
    make_therapist(treatments=[booked.treatment])
    other = make_room(name="Aaa")
    booked.room, booked.room_id = other, other.pk
    booked.save()

    moved = moved_to(EIGHT, booked, user)

    assert (moved.therapist, moved.room) == (booked.therapist, other)


def test_another_room_is_taken_where_its_own_is_not_free(user):
    booked = confirmed_at()
    other = make_therapist(treatments=[booked.treatment])
    make_held(
        treatment=booked.treatment,
        therapist=other,
        room=booked.room,
        starts_at=SEVEN + timedelta(hours=2),
    )
    second = make_room()

    moved = moved_to(SEVEN + timedelta(hours=2), booked, user)

    assert moved.room == second


def test_the_therapist_who_is_kept_need_not_meet_the_wish(user):
    booked = confirmed_at(wish="woman")

    moved = moved_to(EIGHT, booked, user)

    assert moved.starts_at == EIGHT


def test_no_other_therapist_is_taken_where_the_kept_one_is_busy(user):
    booked = confirmed_at()
    make_therapist(treatments=[booked.treatment])
    make_held(
        treatment=booked.treatment,
        therapist=booked.therapist,
        room=make_room(),
        starts_at=SEVEN + timedelta(hours=2),
    )

    with pytest.raises(SlotTaken):
        moved_to(SEVEN + timedelta(hours=2), booked, user)


def test_staff_need_no_lead_time(user):
    booked = confirmed_at(SOON)
    this_afternoon = at(MONDAY, "16:00")
    nearly = this_afternoon - timedelta(minutes=10)

    moved = moved_to(this_afternoon, booked, user, now=nearly)

    assert moved.starts_at == this_afternoon


def test_staff_do_not_move_into_the_past(user):
    booked = confirmed_at(SOON)

    with pytest.raises(SlotTaken):
        moved_to(at(MONDAY, "16:00"), booked, user, now=at(MONDAY, "16:10"))


def test_a_client_is_told_five_minutes_later_where_it_is_far_away(user):
    booked = confirmed_at()

    moved_to(EIGHT, booked, user)

    assert news(booked).get().due_at == NOW + FIVE_MINUTES


TONIGHT = at(MONDAY, "19:00")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(TONIGHT, TONIGHT + timedelta(hours=2), id="both near"),
        pytest.param(TONIGHT, SEVEN, id="the old one near"),
        pytest.param(SOON, TONIGHT, id="the new one near"),
    ],
)
def test_a_client_is_told_at_once_where_a_start_is_near(user, old, new):
    booked = confirmed_at(old)

    moved = moved_to(new, booked, user)

    assert {message.due_at for message in news(booked)} == {NOW}
    assert undo_start(moved, now=NOW) is None


def test_a_client_who_moves_is_told_at_once():
    booked = confirmed_at()

    move(appointment=booked, starts_at=EIGHT, now=NOW)

    assert news(booked).get().due_at == NOW


def test_what_else_waits_to_be_told_is_not_put_off(user):
    booked = confirmed_at()
    booked.messages.create(
        key="booked", kind=Message.Kind.CONFIRMED, recipient="a@b.example", due_at=NOW
    )

    moved_to(EIGHT, booked, user)

    assert news(booked).get().due_at == NOW
    assert undo_start(booked, now=NOW) is None


def test_moved_back_in_time_nothing_is_told(user):
    booked = confirmed_at()
    moved = moved_to(EIGHT, booked, user)
    back_to = undo_start(moved, now=NOW + timedelta(minutes=4))

    back = moved_to(back_to, moved, user, now=NOW + timedelta(minutes=4))

    assert back.starts_at == SEVEN
    assert [message.state for message in news(back)] == [Message.State.CANCELLED]
    assert undo_start(back, now=NOW + timedelta(minutes=4)) is None


def test_moved_to_where_it_is_nothing_else_is_swallowed(user):
    booked = confirmed_at()
    booked.messages.create(
        key="booked", kind=Message.Kind.CONFIRMED, recipient="a@b.example", due_at=NOW
    )

    moved_to(SEVEN, booked, user)

    assert news(booked).get().state == Message.State.WAITING


def test_moved_back_too_late_both_moves_are_told(user):
    booked = confirmed_at()
    moved = moved_to(EIGHT, booked, user)
    news(moved).update(state=Message.State.SENT)
    later = NOW + FIVE_MINUTES

    back = moved_to(SEVEN, moved, user, now=later)

    assert undo_start(moved, now=later) == EIGHT
    assert [message.state for message in news(back)] == [
        Message.State.SENT,
        Message.State.WAITING,
    ]


def test_after_two_moves_the_way_back_is_to_the_time_the_client_knows(user):
    booked = confirmed_at()
    once = moved_to(EIGHT, booked, user)
    twice = moved_to(EIGHT + timedelta(hours=1), once, user)

    known = undo_start(twice, now=NOW)
    between = moved_to(EIGHT, twice, user)

    assert known == SEVEN
    assert news(between).last().state == Message.State.WAITING
    assert undo_start(between, now=NOW) == SEVEN


def test_a_client_without_a_mailbox_is_not_rung_about_a_move_taken_back(user):
    booked = confirmed_at(client=make_client(email=""))
    moved = moved_to(EIGHT, booked, user)

    moved_to(SEVEN, moved, user, now=NOW + timedelta(minutes=1))

    assert news(moved).get().channel == Message.Channel.CALL
    assert [call.kind for call in booked.messages.calls()] == ["reminder"]


def test_a_review_moved_back_is_still_to_be_rung_about(user):
    treatment, therapist, room = make_evening()
    review = make_review(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )
    moved = moved_to(EIGHT, review, user)

    back = moved_to(SEVEN, moved, user)

    waiting = back.messages.filter(state=Message.State.WAITING, staff=None)
    assert back.status == Status.REVIEW
    assert [message.kind for message in waiting] == [Message.Kind.RING]
