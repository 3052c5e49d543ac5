"""What a client reads and writes on their own page while a therapist looks."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from booking.actions import (
    ask_question,
    clear_review,
    decline_review,
    hold_instead,
    read_answers,
    tidy,
)
from booking.actions.screened import weighed
from booking.models import Appointment, Clearance, Screening, Status
from tests.factories import (
    NOW,
    TUESDAY,
    at,
    given,
    make_evening,
    make_review,
    make_user,
)
from tests.public.browser import browser_of

pytestmark = pytest.mark.django_db

SEVEN = at(TUESDAY + timedelta(days=7), "19:00")
ANOTHER = at(TUESDAY + timedelta(days=8), "18:00")
LATE = NOW + timedelta(days=1)
QUARTER = NOW + timedelta(days=90)


@pytest.fixture(autouse=True)
def _monday_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def evening():
    return make_evening()


@pytest.fixture
def review(evening):
    treatment, therapist, room = evening
    row = make_review(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )
    row.review |= {"doctor": {"practice": "Mill Lane", "said_on": "2026-12-01"}}
    row.save()
    return row


def page_of(appointment):
    return browser_of(appointment).get(appointment.get_absolute_url()).content.decode()


def address(appointment, name="reply"):
    return reverse(f"booking:appointment_{name}", args=[appointment.ref])


def asked(review):
    return ask_question(
        appointment=review, by=make_user(), text="Which leg was it?", now=NOW
    )


def reply(review, text, **fields):
    data = {"reply-answer": text, "reply-revision": review.revision} | fields
    return browser_of(review).post(address(review), data)


def test_a_question_is_shown_with_a_place_to_answer(review):
    text = page_of(asked(review))

    assert "Which leg was it?" in text
    assert 'name="reply-answer"' in text


def test_the_answer_is_kept_encrypted_and_shown_again(review):
    question = asked(review)

    response = reply(question, "The left one,\r\nyears ago.")

    review.refresh_from_db()
    assert response.status_code == 302
    assert review.review["question"]["answer"] == "The left one,\nyears ago."
    assert "The left one," in page_of(review)
    assert 'name="reply-answer"' not in page_of(review)
    with_raw = Appointment.objects.extra(select={"raw": "review"}).get(pk=review.pk)
    assert "left" not in str(with_raw.raw)


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001, "a\0b", "a\u202eb"])
def test_what_cannot_be_an_answer_is_said_beside_what_was_typed(review, text):
    question = asked(review)

    response = reply(question, text)

    review.refresh_from_db()
    assert response.status_code == 422
    assert "Which leg was it?" in response.content.decode()
    assert "answer" not in review.review["question"]


def test_an_answer_to_an_earlier_question_is_not_taken_for_this_one(review):
    question = asked(review)
    ask_question(appointment=question, by=make_user(), text="Which arm?", now=NOW)

    response = reply(question, "The left.", **{"reply-revision": question.revision})

    review.refresh_from_db()
    assert response.status_code == 409
    assert "answer" not in review.review["question"]


def test_nobody_else_answers(review):
    asked(review)

    response = Client().post(address(review), {"reply-answer": "The left."})

    assert response.status_code == 404


def test_a_kind_no_and_a_date_stand_on_their_page_alone(review):
    done = decline_review(
        appointment=review,
        by=make_user(),
        words="Rest first, please.",
        not_before=(NOW + timedelta(days=60)).date(),
        now=NOW,
    )

    text = page_of(done)

    assert "Rest first, please." in text
    assert "It may be different from Friday 5 February." in text
    assert "?from=2027-02-05" in text


def test_what_is_left_out_stands_on_the_page_of_a_cleared_evening(review):
    ines = reader(review)
    done = clear_review(
        appointment=review,
        by=ines,
        avoid=["calves"],
        adaptations=["Slow strokes"],
        valid_until=QUARTER,
        now=NOW,
    )

    text = page_of(done)

    assert "We leave out: calves." in text
    assert "Slow strokes" in text


@pytest.mark.parametrize("tidied", [True, False])
def test_a_review_that_ran_out_is_on_us(review, tidied):
    if tidied:
        tidy(appointment=review, now=LATE)

    with time_machine.travel(LATE, tick=False):
        text = page_of(Appointment.objects.get(pk=review.pk))

    assert "that is on us" in text
    assert "Your request stays with us." in text


def reader(review):
    user = make_user()
    read_answers(screening=review.screening, by=user, why="to decide", now=NOW)
    return user


@pytest.fixture
def cleared_late(review):
    ines = reader(review)
    tidy(appointment=review, now=LATE)
    return clear_review(
        appointment=review,
        by=ines,
        avoid=["calves"],
        valid_until=QUARTER,
        now=LATE,
    )


def book_again(appointment, starts_at=ANOTHER, **details):
    """Press a time on the page of another evening, then the one button."""
    browser = browser_of(appointment)
    pressed = browser.post(
        address(appointment, "again"), {"start": starts_at.isoformat()}
    )
    held = Appointment.objects.filter(follows=appointment).order_by("-pk").first()
    step = browser.get(pressed.url, follow=True) if held else None
    data = {"revision": held.revision if held else 0} | details
    if held:
        browser.post(address(held, "details"), data)
        held.refresh_from_db()
    return held, step


def test_cleared_late_they_book_any_evening_without_answering_again(cleared_late):
    with time_machine.travel(LATE, tick=False):
        text = page_of(cleared_late)
        booked, step = book_again(cleared_late)

    assert "You can book any evening now" in text
    assert step.request["PATH_INFO"] == address(booked, "details")
    assert "A short talk first" not in step.content.decode()
    assert booked.status == Status.CONFIRMED
    assert booked.starts_at == ANOTHER
    assert booked.clearance == cleared_late.clearance
    assert booked.client == cleared_late.client
    assert (Clearance.objects.count(), Screening.objects.count()) == (1, 1)


def test_a_level_way_in_changes_the_room_and_asks_nothing(cleared_late):
    room = cleared_late.room
    room.step_free = True
    room.save()

    with time_machine.travel(LATE, tick=False):
        booked, _step = book_again(cleared_late, step_free="on")

    assert booked.status == Status.CONFIRMED
    assert booked.step_free
    assert booked.clearance == cleared_late.clearance


def test_past_the_end_of_the_clearance_it_is_all_asked_again(cleared_late):
    later = QUARTER - timedelta(days=30)

    with time_machine.travel(later, tick=False):
        booked, _step = book_again(
            cleared_late, starts_at=(QUARTER + timedelta(days=2)).replace(hour=18)
        )

    assert booked.status == Status.HELD
    assert booked.screening is None


def test_after_newer_answers_the_old_yes_is_not_used(cleared_late):
    treatment = cleared_late.treatment
    newer = given(treatment=treatment, starts_at=ANOTHER)
    weighed(
        cleared_late.screening.questionnaire,
        newer,
        client=cleared_late.client,
        treatment=treatment,
        starts_at=ANOTHER,
        now=LATE,
    ).save()

    with time_machine.travel(LATE + timedelta(hours=1), tick=False):
        booked, _step = book_again(cleared_late)

    assert booked.status == Status.HELD
    assert booked.clearance is None


def test_another_time_before_booking_keeps_the_yes(cleared_late):
    with time_machine.travel(LATE, tick=False):
        browser = browser_of(cleared_late)
        browser.post(address(cleared_late, "again"), {"start": ANOTHER.isoformat()})
        held = Appointment.objects.get(follows=cleared_late)
        moved = hold_instead(
            appointment=held, starts_at=ANOTHER + timedelta(hours=1), now=LATE
        )
        browser.post(address(moved, "details"), {"revision": moved.revision})
        moved.refresh_from_db()

    assert moved.status == Status.CONFIRMED
    assert moved.starts_at == ANOTHER + timedelta(hours=1)
