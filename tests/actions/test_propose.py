"""Clients are asked and never moved; of two times exactly one stays theirs."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from booking.actions import (
    accept_proposal,
    answer_to_move,
    call_off,
    cancel,
    clear_review,
    decline_proposal,
    decline_review,
    hand_over,
    hold,
    lapse_proposal,
    move,
    purge,
    read_answers,
    tidy,
    withdraw_proposal,
)
from booking.actions.deadlines import review_deadline
from booking.actions.problems import (
    AgainstWish,
    AlreadyAsked,
    Answered,
    AnswersRunOut,
    NotAllowed,
    QuestionsFirst,
    SlotTaken,
    Stale,
    TrainingNeeded,
)
from booking.actions.proposing import answer_by
from booking.models import (
    Appointment,
    Clinic,
    HoursChange,
    Message,
    Proposal,
    Room,
    Status,
)
from booking.offers import offers
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    given,
    make_change,
    make_client,
    make_confirmed,
    make_held,
    make_review,
    make_therapist,
    make_user,
)
from tests.proposing import HOUR, SEVEN, ask, make_booked, make_two

pytestmark = pytest.mark.django_db

Kind, State = Message.Kind, Proposal.State
DAY = timedelta(days=1)


@pytest.fixture
def two():
    """(booked at 19:00 on Monday with Ines, Sadia)"""
    return make_booked()


@pytest.fixture
def asked(two):
    """Would 19:00 with Sadia do?"""
    return ask(*two)


def state_of(proposal):
    proposal.refresh_from_db()
    return proposal.state


def told(appointment, state=Message.State.WAITING):
    rows = appointment.messages.filter(state=state)
    return sorted(rows.values_list("kind", "channel"))


# Asking


def test_the_time_is_kept_as_a_hold_that_is_nobodys(two, asked):
    booked, sadia = two

    offer = asked.offer

    assert (offer.status, offer.client) == (Status.HELD, None)
    assert (offer.therapist, offer.starts_at) == (sadia, booked.starts_at)
    assert offer.expires_at == asked.answer_by == SEVEN - HOUR
    assert (offer.wish, offer.minutes) == (booked.wish, booked.minutes)
    assert (offer.room, offer.shares_room) == (booked.room, True)


def test_without_another_room_the_same_time_goes_into_their_own(two):
    booked, sadia = two
    Room.objects.exclude(pk=booked.room_id).update(active=False)

    taken = accept_proposal(proposal=ask(booked, sadia), now=NOW)

    assert (taken.therapist, taken.room) == (sadia, booked.room)
    assert Appointment.objects.occupying().get() == taken


def test_another_time_that_overlaps_needs_another_room(two):
    booked, sadia = two
    later = SEVEN + timedelta(minutes=15)
    other = Room.objects.exclude(pk=booked.room_id).get()

    offer = ask(booked, sadia, starts_at=later).offer

    assert (offer.room, offer.shares_room) == (other, False)


def test_a_shared_room_is_still_nobody_elses(two, asked):
    """The appointment keeps the room; the database refuses a third one in it."""
    booked, _sadia = two
    third = make_therapist(treatments=[booked.treatment])

    with pytest.raises(IntegrityError), transaction.atomic():
        make_held(
            treatment=booked.treatment,
            therapist=third,
            room=booked.room,
            starts_at=SEVEN,
        )


def test_what_shares_a_room_never_becomes_somebodys(asked):
    offer = asked.offer

    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(pk=offer.pk).update(client=make_client())


def test_the_appointment_stays_as_it_was_until_the_answer(two, asked):
    booked, _sadia = two
    before = booked.therapist

    booked.refresh_from_db()

    assert (booked.status, booked.therapist) == (Status.CONFIRMED, before)
    assert booked.starts_at == SEVEN


def test_a_mail_goes_at_once_and_a_line_to_the_call_list(two, asked):
    booked, _sadia = two

    call = booked.messages.get(channel="call")

    assert told(booked) == [("proposed", "call"), ("proposed", "email")]
    assert booked.messages.get(channel="email").due_at == NOW
    assert (call.due_at, call.call_by) == (NOW, asked.answer_by)
    assert call.recipient == booked.client.phone


def test_who_reads_no_mail_is_rung_once():
    booked, sadia = make_booked(client=make_client(email=""))

    ask(booked, sadia)

    assert told(booked) == [("proposed", "call")]


@pytest.mark.parametrize(
    ("until_start", "offered_after", "until_answer"),
    [
        (3 * HOUR, 0 * HOUR, 2 * HOUR),
        (timedelta(minutes=75), 0 * HOUR, timedelta(minutes=15)),
        (timedelta(minutes=74), 0 * HOUR, timedelta(minutes=74)),
        (3 * HOUR, 24 * HOUR, 2 * HOUR),
        (5 * HOUR, -2 * HOUR, 2 * HOUR),
    ],
)
def test_an_answer_is_due_an_hour_before_the_first_of_the_two_times(
    until_start, offered_after, until_answer
):
    booked = Appointment(starts_at=NOW + until_start)

    until = answer_by(booked, booked.starts_at + offered_after, NOW)

    assert until == NOW + until_answer


def test_nobody_else_can_have_the_time_meanwhile(two, asked):
    booked, _sadia = two

    with pytest.raises(SlotTaken):
        hold(key=uuid.uuid4(), treatment=booked.treatment, starts_at=SEVEN, now=NOW)


def test_a_client_is_asked_one_thing_at_a_time(two, asked):
    booked, sadia = two

    with pytest.raises(AlreadyAsked):
        ask(booked, sadia, starts_at=at(TUESDAY, "19:00"))


def test_nobody_is_offered_against_the_wish(two):
    booked, sadia = two
    Appointment.objects.filter(pk=booked.pk).update(wish="ines")
    booked.refresh_from_db()

    with pytest.raises(AgainstWish):
        ask(booked, sadia)


def test_nobody_is_offered_without_the_training():
    treatment, ines, sadia, room, _other = make_two()
    review = make_review(
        treatment=treatment,
        therapist=ines,
        room=room,
        starts_at=at(TUESDAY, "19:00"),
        ask_first=["pregnancy"],
    )
    assert review.trainings == ["pregnancy"]

    with pytest.raises(TrainingNeeded):
        ask(review, sadia)


def test_somebody_who_does_not_give_the_treatment_is_no_choice(two):
    booked, _sadia = two

    with pytest.raises(SlotTaken):
        ask(booked, make_therapist(treatments=[]))


def test_who_needs_a_level_way_in_is_offered_no_other_room(two):
    booked, sadia = two
    Appointment.objects.filter(pk=booked.pk).update(step_free=True)
    booked.refresh_from_db()

    with pytest.raises(SlotTaken):
        ask(booked, sadia)


def test_coming_later_needs_no_lead_time_and_coming_earlier_does(two):
    booked, sadia = two
    now = SEVEN - HOUR

    with pytest.raises(SlotTaken):
        ask(booked, sadia, starts_at=SEVEN - HOUR / 2, now=now)
    asked = ask(booked, sadia, starts_at=SEVEN, now=now)

    assert asked.answer_by == SEVEN


def test_an_old_page_asks_nothing(two):
    booked, sadia = two

    with pytest.raises(Stale):
        ask(booked, sadia, revision=booked.revision - 1)


def test_a_session_that_has_begun_is_not_moved(two):
    booked, sadia = two

    with pytest.raises(NotAllowed):
        ask(booked, sadia, starts_at=SEVEN + 2 * HOUR, now=SEVEN)


# Yes


def test_a_yes_hands_over_and_frees_the_old_time(two, asked):
    booked, sadia = two
    room = asked.offer.room

    taken = accept_proposal(proposal=asked, now=NOW + HOUR)

    assert taken.pk == booked.pk
    assert (taken.therapist, taken.room, taken.starts_at) == (sadia, room, SEVEN)
    assert (taken.status, taken.clearance) == (Status.CONFIRMED, booked.clearance)
    assert state_of(asked) == State.ACCEPTED
    assert Appointment.objects.occupying().get() == taken
    assert taken.events.last().what == "handed_over"


def test_after_a_yes_only_the_new_is_told(two, asked):
    booked, _sadia = two

    accept_proposal(proposal=asked, now=NOW + HOUR)

    assert told(booked) == [("handed_over", "email")]


def test_a_yes_twice_is_one_yes(two, asked):
    accept_proposal(proposal=asked, now=NOW)
    again = accept_proposal(proposal=asked, now=NOW + HOUR)

    assert again.events.filter(what="handed_over").count() == 1


def test_a_yes_on_the_phone_says_who_wrote_it_down(two, asked):
    desk = make_user(role="Front desk")

    taken = accept_proposal(proposal=asked, now=NOW, by=desk)

    event = taken.events.last()
    assert (event.by, event.reason) == (desk, "by_phone")


def test_a_yes_that_comes_too_late_changes_nothing(two, asked):
    booked, _sadia = two

    with pytest.raises(Answered):
        accept_proposal(proposal=asked, now=asked.answer_by)

    booked.refresh_from_db()
    assert booked.therapist.slug == "ines"


def test_another_date_asks_first_what_that_date_needs_asked():
    """What is asked of tomorrow only was not asked of a day two weeks ahead."""
    booked, sadia = make_booked(starts_at=at(MONDAY + 14 * DAY, "19:00"))
    asked = ask(booked, sadia, starts_at=at(TUESDAY, "19:00"))

    with pytest.raises(QuestionsFirst):
        accept_proposal(proposal=asked, now=NOW + HOUR)

    assert state_of(asked) == State.WAITING


def test_another_date_that_needs_nothing_asked_is_taken_at_once(two):
    booked, sadia = two
    asked = ask(booked, sadia, starts_at=at(TUESDAY, "19:00"))

    taken = accept_proposal(proposal=asked, now=NOW + HOUR)

    assert (taken.starts_at, taken.status) == (at(TUESDAY, "19:00"), Status.CONFIRMED)
    assert told(taken) == [("moved", "email"), ("reminder", "email")]


def test_answers_that_run_out_before_the_new_time_do_not_confirm_it():
    """Given at noon on Monday, they are good for 90 days."""
    booked, sadia = make_booked(starts_at=SEVEN + 88 * DAY)
    late = NOW + 80 * DAY
    asked = ask(booked, sadia, starts_at=SEVEN + 95 * DAY, now=late)

    with pytest.raises(AnswersRunOut):
        accept_proposal(proposal=asked, now=late)

    assert state_of(asked) == State.WAITING


def test_the_questions_are_not_in_the_way_of_their_own_offer(two):
    booked, sadia = two
    asked = ask(booked, sadia, starts_at=at(TUESDAY, "19:00"))
    offer = asked.offer

    taken = answer_to_move(
        appointment=booked,
        given=given(treatment=booked.treatment, starts_at=offer.starts_at),
        therapist=offer.therapist,
        room=offer.room,
        starts_at=offer.starts_at,
        now=NOW + HOUR,
    )

    assert (taken.therapist, taken.starts_at) == (sadia, offer.starts_at)
    assert state_of(asked) == State.ACCEPTED


def test_a_time_that_closed_meanwhile_is_not_taken(two, asked):
    booked, sadia = two
    make_change(
        kind=HoursChange.Kind.TIME_OFF,
        therapist=sadia,
        starts_at=SEVEN,
        ends_at=SEVEN + HOUR,
    )

    with pytest.raises(SlotTaken):
        accept_proposal(proposal=asked, now=NOW)

    assert state_of(asked) == State.WAITING


def test_a_review_goes_along_with_its_deadline_before_the_start():
    treatment, ines, sadia, room, _other = make_two()
    review = make_review(
        treatment=treatment, therapist=ines, room=room, starts_at=SEVEN
    )
    Appointment.objects.filter(pk=review.pk).update(expires_at=NOW + 2 * HOUR)
    review.refresh_from_db()
    asked = ask(review, sadia)

    taken = accept_proposal(proposal=asked, now=NOW + HOUR)

    assert (taken.status, taken.therapist) == (Status.REVIEW, sadia)
    assert NOW + HOUR < taken.expires_at < SEVEN


# No, nothing, something else


def test_a_no_cancels_with_an_apology_and_is_never_late(two, asked):
    booked, _sadia = two

    gone = decline_proposal(proposal=asked, now=NOW + HOUR)

    assert (gone.status, gone.cancelled_late) == (Status.CANCELLED, False)
    assert gone.events.last().reason == "clinic"
    assert told(booked) == [("sorry", "email")]
    assert state_of(asked) == State.DECLINED
    assert not Appointment.objects.occupying().exists()


@pytest.mark.parametrize("tidied_first", [True, False])
def test_silence_cancels_with_an_apology_whichever_job_comes_first(
    two, asked, tidied_first
):
    booked, _sadia = two
    now = asked.answer_by
    jobs = [
        lambda: tidy(appointment=asked.offer, now=now),
        lambda: lapse_proposal(proposal=asked, now=now),
    ]

    for job in jobs if tidied_first else reversed(jobs):
        job()

    booked.refresh_from_db()
    assert (booked.status, booked.cancelled_late) == (Status.CANCELLED, False)
    assert told(booked) == [("sorry", "call"), ("sorry", "email")]
    assert state_of(asked) == State.LAPSED
    assert not Appointment.objects.occupying().exists()


def test_before_the_answer_is_due_nothing_lapses(two, asked):
    early = asked.answer_by - timedelta(seconds=1)

    assert lapse_proposal(proposal=asked, now=early) is False
    assert state_of(asked) == State.WAITING


def test_a_no_after_a_yes_changes_nothing(two, asked):
    accept_proposal(proposal=asked, now=NOW)

    with pytest.raises(Answered):
        decline_proposal(proposal=asked, now=NOW)


def test_another_time_of_their_own_is_theirs_and_the_offer_goes(two, asked):
    booked, _sadia = two

    moved = move(appointment=booked, starts_at=at(MONDAY, "21:00"), now=NOW)

    assert moved.starts_at == at(MONDAY, "21:00")
    assert state_of(asked) == State.OTHER_TIME
    assert Appointment.objects.occupying().get() == moved


def test_the_offer_is_not_in_the_way_of_their_own_choice(two, asked):
    """19:30 with Sadia would meet the 19:00 that is kept for the same client."""
    booked, _sadia = two
    make_held(
        treatment=booked.treatment,
        therapist=booked.therapist,
        room=booked.room,
        starts_at=at(MONDAY, "20:30"),
    )

    found = offers(
        treatment=booked.treatment,
        now=NOW,
        since=MONDAY,
        until=TUESDAY,
        wish="sadia",
        ignoring=booked,
    )

    assert found.at(at(MONDAY, "19:30")) is not None


@pytest.mark.parametrize("verb", [cancel, call_off])
def test_what_ends_the_appointment_takes_the_question_back(two, asked, verb):
    booked, _sadia = two

    verb(appointment=booked, now=NOW, by=make_user(role="Manager"))

    assert state_of(asked) == State.WITHDRAWN
    assert not Appointment.objects.occupying().exists()


def test_a_review_that_is_declined_takes_the_question_back():
    treatment, ines, sadia, room, _other = make_two()
    review = make_review(
        treatment=treatment, therapist=ines, room=room, starts_at=SEVEN + DAY
    )
    asked = ask(review, sadia)

    decline_review(appointment=review, by=make_user(role="Therapist"), now=NOW)

    assert state_of(asked) == State.WITHDRAWN


def test_a_review_that_is_cleared_is_still_asked():
    treatment, ines, sadia, room, _other = make_two()
    review = make_review(
        treatment=treatment, therapist=ines, room=room, starts_at=SEVEN + DAY
    )
    asked = ask(review, sadia)

    review.review = {"why": "answers", "doctor": {"practice": "Westbrook"}}
    review.save()
    ines_herself = make_user(role="Therapist")
    read_answers(screening=review.screening, by=ines_herself, why="review", now=NOW)
    clear_review(
        appointment=review,
        by=ines_herself,
        valid_until=NOW + 30 * DAY,
        now=NOW,
    )

    assert accept_proposal(proposal=asked, now=NOW).therapist == sadia


def test_staff_take_a_question_back(two, asked):
    booked, _sadia = two

    withdraw_proposal(proposal=asked, now=NOW, by=asked.asked_by)

    assert state_of(asked) == State.WITHDRAWN
    assert told(booked) == []
    assert Appointment.objects.occupying().get() == booked


def test_words_for_the_client_stand_on_their_page_only(two):
    booked, _sadia = two

    gone = call_off(
        appointment=booked,
        now=NOW,
        by=make_user(role="Manager"),
        words="We hope to see you soon.",
    )

    assert gone.review["words"] == "We hope to see you soon."
    assert told(gone) == [("sorry", "call"), ("sorry", "email")]


def test_what_was_offered_is_kept_with_the_appointment(two, asked):
    decline_proposal(proposal=asked, now=NOW)

    purge(now=NOW + 60 * DAY)

    assert Proposal.objects.filter(pk=asked.pk).exists()
    assert Appointment.objects.filter(pk=asked.offer_id).exists()


def test_an_offer_that_ran_out_comes_back_for_nobody(two, asked):
    offer = asked.offer
    tidy(appointment=offer, now=asked.answer_by)
    offer = Appointment.objects.get(pk=offer.pk)

    assert offer.status == Status.EXPIRED
    assert not offer.can_come_back(asked.answer_by)


# Handed over at once


def test_a_yes_on_the_phone_hands_over_in_the_same_room(two):
    booked, sadia = two
    desk = make_user(role="Front desk")
    room = booked.room

    taken = hand_over(
        appointment=booked, therapist=sadia, starts_at=SEVEN, by=desk, now=NOW
    )

    event = taken.events.last()
    assert (taken.therapist, taken.room, taken.starts_at) == (sadia, room, SEVEN)
    assert (event.what, event.by, event.reason) == ("handed_over", desk, "by_phone")
    assert told(taken) == [("handed_over", "email")]


def test_a_hand_over_never_takes_somebody_elses_time(two):
    booked, sadia = two
    make_confirmed(
        treatment=booked.treatment,
        therapist=sadia,
        room=Room.objects.exclude(pk=booked.room_id).get(),
        starts_at=SEVEN,
    )

    with pytest.raises(SlotTaken):
        hand_over(
            appointment=booked,
            therapist=sadia,
            starts_at=SEVEN,
            by=make_user(role="Front desk"),
            now=NOW,
        )


def test_a_doctors_yes_that_is_noted_is_not_waited_for_again():
    treatment, ines, sadia, room, _other = make_two()
    start = SEVEN + 2 * DAY
    review = make_review(
        treatment=treatment, therapist=ines, room=room, starts_at=start
    )
    review.expires_at = NOW + HOUR
    review.review |= {"doctor": {"practice": "Mill Lane", "said_on": "2026-12-01"}}
    review.save()

    taken = hand_over(
        appointment=review,
        therapist=sadia,
        starts_at=start,
        by=make_user(role="Front desk"),
        now=NOW,
    )

    clinic = Clinic.objects.current()
    only_talk = review_deadline(clinic, starts_at=start, now=NOW, doctor=False)
    assert taken.expires_at == only_talk
    assert only_talk < review_deadline(clinic, starts_at=start, now=NOW, doctor=True)
