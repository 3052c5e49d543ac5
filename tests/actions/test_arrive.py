"""At the door: the arrival list, and what it comes to."""

from datetime import timedelta

import pytest

from booking.actions import (
    Given,
    arrive,
    cancel,
    clear_at_door,
    end_at_door,
    read_answers,
    say_late,
)
from booking.actions.problems import (
    NotAllowed,
    NotScreened,
    OwnBooking,
    Stale,
    TrainingNeeded,
    Unread,
)
from booking.models import Clearance, Message, Questionnaire, Screening, Status
from booking.models.questionnaires import parsed
from booking.screening.asked import keys_asked
from tests.factories import (
    TUESDAY,
    at,
    make_confirmed,
    make_evening,
    make_questionnaire,
    make_user,
    starting_document,
)

pytestmark = pytest.mark.django_db

SEVEN = at(TUESDAY, "19:00")
NEAR = SEVEN - timedelta(minutes=10)


@pytest.fixture
def booked():
    treatment, therapist, room = make_evening()
    return make_confirmed(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )


def said(booked, *ticks, stage=Screening.Stage.ARRIVAL, now=NEAR):
    document = parsed(Questionnaire.objects.published())
    return Given(
        shown=keys_asked(document, booked.treatment.facts, stage, SEVEN - now),
        answers={"today": list(ticks)} if ticks else {},
        consents=(),
        stage=stage,
    )


def test_nothing_new_lets_the_client_in(booked):
    desk = make_user()

    inside = arrive(appointment=booked, given=said(booked, "none"), now=NEAR, by=desk)

    assert (inside.status, inside.arrived_at) == (Status.CONFIRMED, NEAR)
    assert inside.arrival.stage == Screening.Stage.ARRIVAL
    event = inside.events.last()
    assert (event.what, event.by) == ("arrived", desk)


def test_the_clearance_of_the_booking_stays_where_nothing_is_new(booked):
    inside = arrive(appointment=booked, given=said(booked, "none"), now=NEAR)

    assert inside.clearance == booked.clearance
    assert inside.screening == booked.screening


@pytest.mark.parametrize("tick", ["drink_or_tablets", "changed", "unsure"])
def test_what_a_therapist_has_to_see_waits_at_the_door(booked, tick):
    waiting = arrive(appointment=booked, given=said(booked, tick), now=NEAR)

    assert (waiting.status, waiting.arrived_at) == (Status.CONFIRMED, None)
    assert waiting.waits_at_door


@pytest.mark.parametrize("tick", ["emergency_signs", "leg_or_faint", "unwell"])
def test_not_now_at_the_door_ends_the_visit_and_nothing_is_owed(booked, tick):
    ended = arrive(appointment=booked, given=said(booked, tick), now=NEAR)

    assert (ended.status, ended.cancelled_late) == (Status.CANCELLED, False)
    assert ended.events.last().reason == "safety"
    assert ended.arrival.outcome == "not_now"
    assert Message.objects.get(appointment=ended).kind == Message.Kind.CANCELLED


def test_an_unanswered_list_lets_nobody_in(booked):
    with pytest.raises(NotScreened):
        arrive(appointment=booked, given=said(booked), now=NEAR)

    booked.refresh_from_db()
    assert (booked.arrived_at, booked.arrival) == (None, None)


def test_answers_to_another_stage_let_nobody_in(booked):
    given = said(booked, "none", stage=Screening.Stage.BOOKING)

    with pytest.raises(NotAllowed):
        arrive(appointment=booked, given=given, now=NEAR)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (SEVEN - timedelta(hours=8, microseconds=1), False),
        (SEVEN - timedelta(hours=8), True),
        (SEVEN + timedelta(minutes=59), True),
        (SEVEN + timedelta(minutes=60), False),
    ],
)
def test_the_door_opens_eight_hours_before_and_until_the_end(booked, now, opens):
    given = said(booked, "none")

    if opens:
        assert arrive(appointment=booked, given=given, now=now).arrived_at == now
    else:
        with pytest.raises(NotAllowed):
            arrive(appointment=booked, given=given, now=now)


def test_who_is_in_stays_in_whatever_page_was_open(booked):
    arrive(appointment=booked, given=said(booked, "none"), now=NEAR, revision=1)

    again = arrive(
        appointment=booked, given=said(booked, "unwell"), now=SEVEN, revision=1
    )

    assert (again.status, again.arrived_at) == (Status.CONFIRMED, NEAR)
    assert Screening.objects.filter(stage="arrival").count() == 1


def test_who_waits_at_the_door_cannot_clear_themselves_by_answering_again(booked):
    arrive(appointment=booked, given=said(booked, "changed"), now=NEAR)

    with pytest.raises(NotAllowed):
        arrive(appointment=booked, given=said(booked, "none"), now=NEAR)


def test_a_page_from_before_a_change_lets_nobody_in(booked):
    with pytest.raises(Stale):
        arrive(appointment=booked, given=said(booked, "none"), now=NEAR, revision=0)


def test_a_cancelled_one_is_not_let_in(booked):
    cancel(appointment=booked, now=NEAR - timedelta(hours=1))

    with pytest.raises(NotAllowed):
        arrive(appointment=booked, given=said(booked, "none"), now=NEAR)


def test_a_therapist_who_has_looked_lets_the_client_in_for_this_session(booked):
    waiting = arrive(appointment=booked, given=said(booked, "changed"), now=NEAR)
    mina = make_user(role="Therapist")
    read_answers(screening=waiting.arrival, by=mina, why="At the door", now=SEVEN)

    inside = clear_at_door(
        appointment=booked, by=mina, now=SEVEN, adaptations=["Keep off the arm"]
    )

    assert inside.arrived_at == SEVEN
    assert inside.clearance.basis == Clearance.Basis.THERAPIST
    assert inside.clearance.screening == inside.arrival
    assert inside.cleared_until == inside.ends_at
    assert inside.clearance.changes["adaptations"] == ["Keep off the arm"]
    assert inside.screening == booked.screening


def test_a_therapist_who_has_looked_may_end_the_visit(booked):
    arrive(appointment=booked, given=said(booked, "changed"), now=NEAR)

    ended = end_at_door(appointment=booked, by=make_user(), now=SEVEN)

    assert (ended.status, ended.cancelled_late) == (Status.CANCELLED, False)
    assert ended.events.last().reason == "safety"


def test_nobody_clears_themselves_at_the_door(booked):
    mina = make_user(role="Therapist")
    booked.client.user = mina
    booked.client.save()
    arrive(appointment=booked, given=said(booked, "changed"), now=NEAR)

    with pytest.raises(OwnBooking):
        clear_at_door(appointment=booked, by=mina, now=NEAR)


@pytest.mark.parametrize("settle", [clear_at_door, end_at_door])
def test_there_is_nothing_to_settle_where_nobody_waits(booked, settle):
    with pytest.raises(NotAllowed):
        settle(appointment=booked, by=make_user(), now=NEAR)


def test_a_training_the_door_asks_for_must_be_held():
    document = starting_document()
    today = next(s for s in document["sections"] if s["key"] == "today")
    changed = next(item for item in today["items"] if item["key"] == "changed")
    changed["choices"][0]["training"] = "pregnancy"
    treatment, therapist, room = make_evening()
    Questionnaire.objects.all().delete()
    make_questionnaire(document=document)
    booked = make_confirmed(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )
    waiting = arrive(appointment=booked, given=said(booked, "changed"), now=NEAR)
    mina = make_user()
    read_answers(screening=waiting.arrival, by=mina, why="At the door", now=NEAR)

    with pytest.raises(TrainingNeeded):
        clear_at_door(appointment=booked, by=mina, now=NEAR)


def test_nobody_is_let_in_unread(booked):
    arrive(appointment=booked, given=said(booked, "changed"), now=NEAR)

    with pytest.raises(Unread):
        clear_at_door(appointment=booked, by=make_user(), now=NEAR)


def test_running_late_is_noted_once_and_changes_no_page(booked):
    desk = make_user()

    say_late(appointment=booked, by=desk, now=NEAR)
    late = say_late(appointment=booked, by=desk, now=SEVEN)

    assert [event.what for event in late.events.all()] == ["late"]
    assert (late.status, late.revision) == (Status.CONFIRMED, booked.revision)
