"""What is left out and done: the rules' words, and a therapist's in their place."""

from datetime import timedelta

import pytest

from booking.actions import arrive, clear_at_door, read_answers
from booking.actions.screened import Given, cleared_by
from booking.calendar.cautions import cautions_of
from booking.models import Clearance, Questionnaire
from booking.models.questionnaires import parsed
from booking.screening.asked import keys_asked
from tests.calendar.booked import NEAR, make_cautious
from tests.factories import NOW, make_review, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def booked():
    return make_cautious()


def cleared(appointment, changes):
    fields = cleared_by(
        appointment.screening,
        now=NOW,
        by=make_user(),
        basis=Clearance.Basis.THERAPIST,
        valid_until=NOW + timedelta(days=30),
        changes=changes,
    )
    for name, value in fields.items():
        setattr(appointment, name, value)
    return appointment


def test_the_rules_words_stand_where_the_rules_cleared(booked):
    found = cautions_of(booked)

    assert found.leave_out == ("Firm pressure", "Warm packs", "Getting up fast")
    assert found.do == (
        "Light pressure, no warm packs, slow rise, ask about the trip home",
    )


def test_what_a_therapist_agreed_stands_in_their_place(booked):
    changes = {"avoid": ["calves"], "adaptations": ["Pillow under the knees"]}

    found = cautions_of(cleared(booked, changes))

    assert (found.leave_out, found.do) == (("Calves",), ("Pillow under the knees",))


def test_what_a_therapist_did_not_speak_of_stays(booked):
    found = cautions_of(cleared(booked, {"adaptations": []}))

    assert found.leave_out == ("Firm pressure", "Warm packs", "Getting up fast")
    assert found.do == ()


def test_a_training_that_is_needed_is_said(booked):
    evening = (booked.treatment, booked.therapist, booked.room)
    review = make_review(
        treatment=evening[0],
        therapist=evening[1],
        room=evening[2],
        starts_at=booked.starts_at + timedelta(days=1),
        ask_first=["pregnancy"],
    )

    assert any("trained for pregnancy" in line for line in cautions_of(review).do)


def test_nothing_is_known_before_anything_is_answered(booked):
    booked.screening = booked.clearance = None

    assert not cautions_of(booked)


def test_the_door_adds_and_takes_nothing_away(booked):
    document = parsed(Questionnaire.objects.published())
    facts, until = booked.treatment.facts, booked.starts_at - NEAR
    given = Given(
        shown=keys_asked(document, facts, "arrival", until),
        answers={"today": ["changed"]},
        consents=(),
        stage="arrival",
    )
    waiting = arrive(appointment=booked, given=given, now=NEAR)
    mina = make_user()
    read_answers(screening=waiting.arrival, by=mina, why="At the door", now=NEAR)
    inside = clear_at_door(
        appointment=booked, by=mina, now=NEAR, adaptations=["Off the arm"]
    )

    found = cautions_of(inside)

    assert found.leave_out[:3] == ("Firm pressure", "Warm packs", "Getting up fast")
    assert "The sore or treated spot" in found.leave_out
    assert "Off the arm" in found.do
