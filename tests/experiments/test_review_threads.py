"""Two people decide about one review at once: one wins, the other gets a clear no."""

from datetime import timedelta
from functools import partial

import pytest

from booking.actions import (
    answer_question,
    ask_question,
    cancel,
    clear_review,
    decline_review,
    override,
    read_answers,
    tidy,
)
from booking.models import Clearance, Message, Status
from tests.experiments.at_once import at_once, done, refusals
from tests.factories import NOW, TUESDAY, at, make_evening, make_review, make_user

pytestmark = pytest.mark.django_db(transaction=True)

SEVEN = at(TUESDAY + timedelta(days=7), "19:00")
QUARTER = NOW + timedelta(days=90)
DECIDED = (Status.CONFIRMED, Status.DECLINED, Status.CANCELLED)


@pytest.fixture
def review():
    treatment, therapist, room = make_evening()
    row = make_review(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )
    row.review |= {"doctor": {"practice": "Mill Lane", "said_on": "2026-12-01"}}
    row.save()
    return row


def reader(review, role):
    user = make_user(role=role)
    read_answers(screening=review.screening, by=user, why="to decide", now=NOW)
    return user


def verbs(review):
    """What may meet, made for the same state of the page."""
    ines, manager = reader(review, "Lead therapist"), reader(review, "Manager")
    page = {"appointment": review, "now": NOW, "revision": review.revision}
    return {
        "clear": partial(clear_review, by=ines, valid_until=QUARTER, **page),
        "decline": partial(decline_review, by=manager, words="Rest first.", **page),
        "override": partial(
            override, by=manager, reason="My call.", valid_until=QUARTER, **page
        ),
        "cancel": partial(cancel, **page),
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("clear", "clear"),
        ("clear", "decline"),
        ("clear", "cancel"),
        ("clear", "override"),
        ("decline", "decline"),
        ("decline", "cancel"),
        ("override", "decline"),
    ],
)
def test_of_two_decisions_one_is_made_and_one_thing_is_told(review, one, other):
    known = verbs(review)

    ends = at_once(known[one], known[other])

    review.refresh_from_db()
    assert len(done(ends)) == 1
    assert set(refusals(ends)) <= {"Stale", "NotAllowed"}
    assert review.status in DECIDED
    assert review.status == done(ends)[0].status
    cleared = review.status == Status.CONFIRMED
    assert Clearance.objects.count() == int(cleared)
    told = review.messages.filter(state=Message.State.WAITING)
    assert told.exclude(kind=Message.Kind.REMINDER).count() == 1
    assert told.filter(kind=Message.Kind.REMINDER).count() == int(cleared)


def test_of_two_answers_to_one_question_one_is_kept(review):
    asked = ask_question(appointment=review, by=make_user(), text="Which?", now=NOW)
    texts = ("The left.", "The right.")

    ends = at_once(
        *[
            partial(answer_question, appointment=asked, text=text, now=NOW)
            for text in texts
        ]
    )

    review.refresh_from_db()
    assert len(done(ends)) == 1
    assert refusals(ends) == ["NotAllowed"]
    assert review.review["question"]["answer"] in texts


def test_a_decision_and_the_job_that_frees_the_time_agree(review):
    ines, late = reader(review, "Lead therapist"), review.expires_at

    ends = at_once(
        partial(
            clear_review, appointment=review, by=ines, valid_until=QUARTER, now=late
        ),
        partial(tidy, appointment=review, now=late),
        partial(tidy, appointment=review, now=late),
    )

    review.refresh_from_db()
    waiting = review.messages.filter(state=Message.State.WAITING)
    assert refusals(ends) == []
    assert (review.status, Clearance.objects.count()) == (Status.EXPIRED, 1)
    assert review.clearance_id is not None
    assert review.events.filter(reason="lapsed").count() == 1
    assert [row.kind for row in waiting] == [Message.Kind.BOOK_ANY]
