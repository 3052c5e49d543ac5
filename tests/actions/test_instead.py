from datetime import timedelta

import pytest

from booking.actions import (
    Person,
    answer,
    book,
    hold_instead,
    keep_answers,
    tidy,
)
from booking.actions.problems import HoldExpired, NotAllowed, NotScreened, SlotTaken
from booking.models import Outcome, Screening, Status
from tests.factories import (
    NOW,
    TUESDAY,
    at,
    given,
    make_confirmed,
    make_evening,
    make_held,
    make_room,
    make_therapist,
    make_treatment,
)

pytestmark = pytest.mark.django_db

SEVEN = at(TUESDAY, "19:00")
EIGHT = at(TUESDAY, "20:00")
NEXT_WEEK = SEVEN + timedelta(days=7)
LATER = NOW + timedelta(minutes=50)
HANNAH = Person(name="Hannah", email="hannah@whitlock.example")


@pytest.fixture
def held():
    return held_at()


def held_at(starts_at=SEVEN, slug="parasympathetic-evening-60"):
    treatment, therapist, room = make_evening(slug=slug)
    return make_held(
        treatment=treatment, therapist=therapist, room=room, starts_at=starts_at
    )


def answered(held, final=True, **ticked):
    brought = given(
        treatment=held.treatment, starts_at=held.starts_at, final=final, **ticked
    )
    return answer(appointment=held, given=brought, now=NOW)


def lose(held):
    """Its time runs out and somebody else takes it."""
    tidy(appointment=held, now=LATER)
    held.refresh_from_db()
    make_held(
        treatment=held.treatment,
        therapist=held.therapist,
        room=held.room,
        starts_at=held.starts_at,
        now=LATER,
    )


def test_a_hold_moves_to_another_time_with_its_answers(held):
    answered(held, ask_first=["seizures"], seizure_when="over_a_year")

    moved = hold_instead(appointment=held, starts_at=EIGHT, now=NOW)

    assert (moved.pk, moved.starts_at) == (held.pk, EIGHT)
    assert moved.screening.content["answers"]["ask_first"] == ["seizures"]
    assert moved.screening.outcome == Outcome.CLEARANCE
    assert Screening.objects.count() == 1


def test_what_is_wanted_already_is_left_alone(held):
    again = hold_instead(appointment=held, starts_at=SEVEN, now=NOW)

    assert again.revision == 1
    assert held.events.count() == 0


def test_answers_are_weighed_for_the_other_treatment():
    held = held_at(slug="lower-back-calm-60")
    other = make_treatment(slug="neck-shoulders-ears-45")
    held.therapist.treatments.add(other)
    answered(
        held,
        ask_first=["surgery_injury"],
        surgery_when="over_twelve_weeks",
        surgery_where="belly_hips",
    )
    assert held_mismatch(held) == ["lower_back"]

    moved = hold_instead(appointment=held, treatment=other, now=NOW)

    assert moved.treatment == other
    assert moved.minutes == 45
    assert moved.screening.treatment_id != other.pk  # its own list is still to ask
    with pytest.raises(NotScreened):
        book(appointment=moved, person=HANNAH, now=NOW)


def held_mismatch(held):
    held.refresh_from_db()
    return held.screening.content["mismatch"]


def test_with_nothing_more_to_ask_the_other_treatment_is_weighed_at_once():
    held = held_at(slug="heat-and-massage-60")
    calm = make_treatment(slug="hands-feet-scalp-45")
    held.therapist.treatments.add(calm)
    answered(held, health=["low_pressure"], fainted_lately="not_fainted", scent=None)
    assert held_mismatch(held) == ["heat"]

    moved = hold_instead(appointment=held, treatment=calm, now=NOW)

    assert moved.screening.treatment == calm
    assert moved.screening.outcome == Outcome.ADAPT
    assert book(appointment=moved, person=HANNAH, now=NOW).status == Status.CONFIRMED


def test_weighing_again_makes_no_answer_younger(held):
    answered(held)
    until = NOW + timedelta(days=90)

    moved = hold_instead(
        appointment=held, starts_at=EIGHT, now=NOW + timedelta(minutes=10)
    )

    assert moved.screening.answered_at == NOW
    assert moved.screening.valid_until == until


def test_a_nearer_time_asks_what_was_not_asked():
    held = held_at(NEXT_WEEK)
    answered(held)

    moved = hold_instead(appointment=held, starts_at=SEVEN, now=NOW)

    with pytest.raises(NotScreened):
        book(appointment=moved, person=HANNAH, now=NOW)
    with pytest.raises(NotScreened):
        answer_with_what_was_shown(moved)


def answer_with_what_was_shown(held):
    content = held.screening.content
    brought = given(
        treatment=held.treatment, starts_at=held.starts_at, shown=content["shown"]
    )
    return answer(appointment=held, given=brought, now=NOW)


def test_unfinished_answers_come_along_unfinished(held):
    answered(held, final=False, today=["unwell"])

    moved = hold_instead(appointment=held, starts_at=EIGHT, now=NOW)

    assert moved.status == Status.HELD
    assert not moved.screening.final
    assert Screening.objects.count() == 1


def test_the_therapist_and_the_room_stay_where_they_can(held):
    make_therapist(treatments=[held.treatment])
    make_confirmed(
        treatment=held.treatment,
        therapist=held.therapist,
        room=make_room(),
        starts_at=at(TUESDAY, "16:00"),
    )

    moved = hold_instead(appointment=held, starts_at=EIGHT, now=NOW)

    assert (moved.therapist, moved.room) == (held.therapist, held.room)


def test_a_training_the_answers_need_finds_another_therapist_at_the_same_time(held):
    trained = make_therapist(treatments=[held.treatment], trainings=["cancer_care"])
    answered(held, health=["cancer_care"])
    held.refresh_from_db()

    moved = hold_instead(appointment=held, starts_at=SEVEN, now=NOW)

    assert (moved.therapist, moved.starts_at) == (trained, SEVEN)


def test_step_free_access_finds_another_room_at_the_same_time(held):
    level = make_room(step_free=True)

    moved = hold_instead(appointment=held, step_free=True, now=NOW)

    assert (moved.room, moved.starts_at) == (level, SEVEN)


def test_without_a_step_free_room_the_hold_stays(held):
    with pytest.raises(SlotTaken):
        hold_instead(appointment=held, step_free=True, now=NOW)

    held.refresh_from_db()
    assert not held.step_free


def test_a_time_held_before_needs_no_lead_time():
    soon = at(NOW.date(), "16:00")
    held = held_at(soon)
    level = make_room(step_free=True)

    moved = hold_instead(
        appointment=held, step_free=True, now=soon - timedelta(minutes=30)
    )

    assert moved.room == level


def test_a_hold_that_lost_its_time_comes_back_at_another(held):
    answered(held)
    lose(held)

    back = hold_instead(appointment=held, starts_at=at(TUESDAY, "17:00"), now=LATER)

    assert (back.pk, back.status) == (held.pk, Status.HELD)
    assert back.is_live(LATER)
    assert back.screening.clears_itself


def test_a_time_somebody_else_has_is_refused(held):
    lose(held)

    with pytest.raises(SlotTaken):
        hold_instead(appointment=held, starts_at=SEVEN, now=LATER)


def test_after_a_day_a_hold_does_not_come_back(held):
    tomorrow = NOW + timedelta(days=1)

    with pytest.raises(HoldExpired):
        hold_instead(appointment=held, starts_at=NEXT_WEEK, now=tomorrow)


def test_what_is_booked_is_not_swapped():
    treatment, therapist, room = make_evening()
    booked = make_confirmed(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )

    with pytest.raises(NotAllowed):
        hold_instead(appointment=booked, starts_at=EIGHT, now=NOW)


def test_answers_that_come_after_the_time_is_lost_are_kept(held):
    lose(held)
    brought = given(treatment=held.treatment, starts_at=SEVEN, now=LATER)

    kept = keep_answers(appointment=held, given=brought, now=LATER)

    assert kept.status == Status.EXPIRED
    assert kept.screening.clears_itself


def test_late_answers_that_say_not_now_decline(held):
    lose(held)
    brought = given(
        treatment=held.treatment, starts_at=SEVEN, now=LATER, today=["unwell"]
    )

    kept = keep_answers(appointment=held, given=brought, now=LATER)

    assert kept.status == Status.DECLINED


def test_answers_for_a_live_hold_go_the_ordinary_way(held):
    brought = given(treatment=held.treatment, starts_at=SEVEN)

    with pytest.raises(NotAllowed):
        keep_answers(appointment=held, given=brought, now=NOW)


def test_answers_given_anew_leave_nothing_of_the_old(held):
    answered(held, ask_first=["clotting"], final=False)

    answered(held)

    assert Screening.objects.get().content["answers"]["ask_first"] == ["none"]
