"""The reminder of the day before: written with the time, taken back with it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from booking.actions import (
    Person,
    accept_proposal,
    answer,
    answer_to_move,
    ask_me_in_the_morning,
    book,
    cancel,
    clear_review,
    complete,
    hand_over,
    move,
    override,
    propose,
    read_answers,
    reconsider,
)
from booking.calendar.calls import calls_to_make
from booking.management.upkeep import go_round
from booking.messages import said
from booking.messages.delivery import tell_next
from booking.models import Clinic, Message, Status
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    given,
    make_client,
    make_confirmed,
    make_evening,
    make_held,
    make_review,
    make_therapist,
    make_user,
)

pytestmark = pytest.mark.django_db

Kind, State = Message.Kind, Message.State
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
THURSDAY = TUESDAY + 2 * DAY
SEVEN = at(THURSDAY, "19:00")
HANNAH = Person("Hannah Whitlock", "hannah@whitlock.example", "01632 960201")
CLOT = {"ask_first": ["clotting"], "clot_kind": "clot_past"}


@pytest.fixture
def evening():
    treatment, therapist, room = make_evening()
    return {"treatment": treatment, "therapist": therapist, "room": room}


def held_at(evening, starts_at=SEVEN, now=NOW, **answers):
    held = make_held(starts_at=starts_at, now=now, **evening)
    brought = given(treatment=held.treatment, starts_at=starts_at, now=now, **answers)
    return answer(appointment=held, given=brought, now=now)


def booked_at(evening, starts_at=SEVEN, now=NOW, person=HANNAH):
    return book(appointment=held_at(evening, starts_at, now), person=person, now=now)


def reminders(appointment, state=State.WAITING):
    rows = appointment.messages.filter(kind=Kind.REMINDER, state=state)
    return [row.due_at for row in rows]


# Written, and moved along


def test_who_books_is_reminded_a_day_before(evening):
    booked = booked_at(evening)

    assert reminders(booked) == [SEVEN - DAY]


def test_who_books_within_the_day_is_asked_at_once_and_not_reminded(
    evening, mailoutbox
):
    booked = booked_at(evening, at(MONDAY, "20:00"))

    tell_next(now=NOW)

    assert not booked.messages.filter(kind=Kind.REMINDER).exists()
    assert "Is anything new since you booked?" in mailoutbox[0].body


def test_who_is_reminded_later_is_not_asked_at_once(evening, mailoutbox):
    booked_at(evening)

    tell_next(now=NOW)

    assert "anything new" not in mailoutbox[0].body


def test_a_day_to_the_second_is_too_late_for_a_reminder(evening):
    booked = booked_at(evening, NOW + DAY + 4 * HOUR, now=NOW + 4 * HOUR)

    assert reminders(booked) == []


def moved_by_client(booked, _evening, _staff):
    return move(appointment=booked, starts_at=SEVEN + DAY, now=NOW)


def moved_by_staff(booked, _evening, staff):
    return move(appointment=booked, starts_at=SEVEN + DAY, now=NOW, by=staff)


def moved_with_lists(booked, evening, _staff):
    start = SEVEN + DAY
    brought = given(treatment=booked.treatment, starts_at=start)
    where = {"therapist": evening["therapist"], "room": evening["room"]}
    return answer_to_move(
        appointment=booked, given=brought, starts_at=start, now=NOW, **where
    )


def handed_over(booked, evening, staff):
    other = make_therapist(treatments=[evening["treatment"]])
    to = {"therapist": other, "starts_at": SEVEN + DAY}
    return hand_over(appointment=booked, by=staff, now=NOW, **to)


def accepted(booked, evening, staff):
    other = make_therapist(treatments=[evening["treatment"]])
    to = {"therapist": other, "starts_at": SEVEN + DAY, "why": "ill"}
    asked = propose(appointment=booked, by=staff, now=NOW, **to)
    return accept_proposal(proposal=asked, now=NOW + HOUR)


@pytest.mark.parametrize(
    "go", [moved_by_client, moved_by_staff, moved_with_lists, handed_over, accepted]
)
def test_with_a_new_time_the_reminder_is_of_that_one(evening, go):
    booked = booked_at(evening)

    moved = go(booked, evening, make_user(role="Manager"))

    assert (moved.starts_at, moved.status) == (SEVEN + DAY, Status.CONFIRMED)
    assert reminders(moved) == [SEVEN]
    assert reminders(moved, State.CANCELLED) == [SEVEN - DAY]


def test_handed_over_at_the_same_time_it_is_told_once(evening):
    booked = booked_at(evening)
    other = make_therapist(treatments=[evening["treatment"]])
    to = {"therapist": other, "starts_at": SEVEN}

    same = hand_over(appointment=booked, by=make_user(), now=NOW, **to)

    assert reminders(same) == [SEVEN - DAY]


def test_a_move_by_staff_taken_back_leaves_one_reminder_of_the_old_time(evening):
    staff, booked = make_user(role="Manager"), booked_at(evening)
    tell_next(now=NOW)
    moved = moved_by_staff(booked, evening, staff)

    back = move(appointment=moved, starts_at=SEVEN, now=NOW + HOUR / 60, by=staff)

    assert reminders(back) == [SEVEN - DAY]
    assert not back.messages.filter(kind=Kind.MOVED, state=State.WAITING).exists()


@pytest.mark.parametrize("decide", [clear_review, override])
def test_cleared_by_somebody_they_are_reminded_too(evening, decide):
    review, manager = make_review(starts_at=SEVEN, **evening), make_user(role="Manager")
    read_answers(screening=review.screening, by=manager, why="review", now=NOW)
    more = {"reason": "Known for years"} if decide is override else {}
    review.review = {"why": "answers", "doctor": {"practice": "Mill Lane"}}
    review.save()

    done = decide(
        appointment=review, by=manager, valid_until=SEVEN + DAY, now=NOW, **more
    )

    assert done.status == Status.CONFIRMED
    assert reminders(done) == [SEVEN - DAY]


def test_while_a_therapist_looks_again_nobody_is_reminded(evening):
    booked = booked_at(evening)

    kept = reconsider(appointment=booked, by=make_user(role="Manager"), now=NOW)

    assert kept.status == Status.REVIEW
    assert reminders(kept) == []


@pytest.mark.parametrize("reason", ["", "safety", "clinic"])
def test_cancelled_it_is_taken_back_in_the_same_transaction(evening, reason):
    booked = booked_at(evening)

    cancel(appointment=booked, now=NOW, reason=reason)

    assert reminders(booked) == []


def test_a_session_that_was_given_reminds_nobody(evening):
    booked = booked_at(evening)

    complete(appointment=booked, now=SEVEN + HOUR)

    assert reminders(booked) == []


# Told, or dropped


@pytest.mark.parametrize(
    ("late", "state"),
    [
        (timedelta(0), State.SENT),
        (22 * HOUR - timedelta(seconds=1), State.SENT),
        (22 * HOUR, State.CANCELLED),  # two hours are left: it is of no use
        (24 * HOUR, State.CANCELLED),
        (26 * HOUR, State.CANCELLED),
    ],
)
def test_a_worker_that_was_away_tells_it_while_it_is_of_use(evening, late, state):
    booked = booked_at(evening)
    booked.messages.exclude(kind=Kind.REMINDER).delete()

    assert tell_next(now=SEVEN - DAY - timedelta(seconds=1)) is None
    tell_next(now=SEVEN - DAY + late)

    assert booked.messages.get().state == state


def test_the_mail_says_when_and_asks_what_is_new(evening, mailoutbox):
    booked = booked_at(evening)
    booked.messages.exclude(kind=Kind.REMINDER).delete()

    tell_next(now=SEVEN - DAY)

    (mail,) = mailoutbox
    when = "Thursday 10 December, 19:00"
    assert mail.subject == f"A reminder: your evening appointment, {when}"
    assert "Is anything new since you booked?" in mail.body
    assert "/open/" in mail.body


def test_who_has_no_mailbox_is_rung_on_that_day_and_not_before(evening):
    desk = make_user(role="Front desk")
    booked = booked_at(evening, person=Person("Tom", phone="01632 960202"))
    booked.messages.exclude(kind=Kind.REMINDER).delete()

    early, then = (calls_to_make(desk, moment) for moment in (NOW, SEVEN - DAY))

    assert early == []
    assert [call.message.kind for call in then] == [Kind.REMINDER]
    assert "Is anything new since you booked?" in then[0].said
    assert then[0].message.call_by == SEVEN - 2 * HOUR


def test_nobody_is_asked_to_try_again_after_a_not_now(evening, mailoutbox):
    mailed = booked_at(evening)
    rung = make_confirmed(
        starts_at=SEVEN + DAY, client=make_client(email=""), **evening
    )

    for booked in (mailed, rung):
        cancel(appointment=booked, now=NOW, reason="safety")
    tell_next(now=NOW)

    call = rung.messages.get(kind=Kind.CANCELLED)
    words = said(call, Clinic.objects.current())
    html, _type = mailoutbox[0].alternatives[0]
    for text in (mailoutbox[0].body, html, words):
        assert "again" not in text
        assert "another evening" not in text
        assert "other evenings" not in text


# A whole life


def live(evening, starts_at, now, *, wishes_morning=False):
    """Book, and let the worker go its rounds until two days after."""
    with time_machine.travel(now, tick=False) as clock:
        booked = booked_at(evening, starts_at, now)
        if wishes_morning:
            ask_me_in_the_morning(client=booked.client, now=now)
        while timezone.now() < starts_at + 2 * DAY:
            go_round()
            clock.shift(4 * HOUR)
    booked.refresh_from_db()
    return booked


def told(booked):
    rows = booked.messages.filter(state=State.SENT, staff=None).order_by("sent_at")
    return [row.kind for row in rows]


@pytest.mark.parametrize(
    ("wished", "more"), [(False, []), (True, [Kind.MORNING])], ids=["plain", "asked"]
)
def test_a_whole_life_takes_two_mails_and_one_more_if_wished(
    evening, mailoutbox, wished, more
):
    booked = live(evening, SEVEN, NOW, wishes_morning=wished)

    assert booked.status == Status.COMPLETED
    assert told(booked) == [Kind.CONFIRMED, Kind.REMINDER, *more]
    assert len(mailoutbox) == len(told(booked))


def test_booked_within_the_day_there_is_one(evening, mailoutbox):
    booked = live(evening, at(MONDAY, "20:00"), NOW)

    assert booked.status == Status.COMPLETED
    assert told(booked) == [Kind.CONFIRMED]
    assert len(mailoutbox) == 1
