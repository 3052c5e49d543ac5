"""What follows from the answers that count: rules 2, 4, 5, 8, 12 and 13."""

import pytest

from booking.screening.outcome import Reason
from tests.screening.documents import (
    EVENING,
    boxes,
    catalogue,
    checklist,
    choice,
    document,
    healthy,
    item,
    published,
    questionnaire,
    screen,
    tick,
    treatment,
)


def wait(days=None, text=None):
    told = {"recheck_after_days": days, "recheck_text": text}
    return choice(outcome="not_now", **{k: v for k, v in told.items() if v})


ADAPT, CLEARANCE, NOT_NOW = (
    choice(outcome=outcome, avoid=[avoid], adaptation=f"Do {outcome}")
    for outcome, avoid in (
        ("adapt", "heat"),
        ("clearance", "scalp"),
        ("not_now", "arms"),
    )
)


@pytest.mark.parametrize(
    ("ticked", "outcome"),
    [("a", "adapt"), ("ab", "clearance"), ("abc", "not_now"), ("ca", "not_now")],
)
def test_the_worst_answer_decides(ticked, outcome):
    result = tick(boxes(ADAPT, CLEARANCE, NOT_NOW), *ticked)

    assert result.outcome == outcome


def test_what_to_leave_out_adds_up_in_the_order_of_the_vocabulary():
    result = tick(boxes(ADAPT, CLEARANCE, NOT_NOW), *"abc")

    assert result.avoid == ("scalp", "arms", "heat")
    assert result.adaptations == ("Do adapt", "Do clearance", "Do not_now")


def test_an_incomplete_form_keeps_what_to_leave_out_and_gives_no_pass():
    result = screen(boxes(CLEARANCE), {"body": ["a"]})

    assert (result.outcome, result.avoid) == ("incomplete", ("scalp",))
    assert result.valid_for_days is None


def test_reasons_come_strongest_first_then_in_the_order_of_the_form():
    result = tick(boxes(ADAPT, CLEARANCE, NOT_NOW, CLEARANCE), *"abcd")

    assert [reason.key for reason in result.reasons] == ["c", "b", "d", "a"]
    assert result.reasons[0] == Reason("c", "not_now", "Reason of ticked not_now")


def test_a_result_lives_as_long_as_its_shortest_lived_answer():
    form = boxes(choice(valid_for_days=30), choice(valid_for_days=20), choice())

    assert tick(form, "a", "b", "c").valid_for_days == 20
    assert tick(form, "c").valid_for_days == 100


def test_no_answer_outlives_the_questionnaire():
    assert tick(boxes(choice(valid_for_days=366)), "a").valid_for_days == 100


def test_none_of_these_shortens_a_life_as_well():
    none = {"key": "none", "text": "None", "outcome": "clear", "valid_for_days": 7}
    form = questionnaire(checklist(key="body", none=none, items=[item(key="a")]))

    assert tick(form, "none").valid_for_days == 7
    assert tick(form, "none", "a").valid_for_days == 7
    assert tick(form, "a").valid_for_days == 100


def test_an_answer_at_the_door_holds_no_longer_than_the_door():
    form = questionnaire(
        checklist(key="body", items=[item(key="a", when="both")]),
        arrival_valid_for_days=2,
    )

    result = screen(form, {"body": ["none"]}, stage="arrival")

    assert result.valid_for_days == 2


@pytest.mark.parametrize(
    ("ticks", "expected"),
    [
        pytest.param([wait(3)], (3, None), id="one wait"),
        pytest.param([wait(3), wait(14, "later")], (14, "later"), id="the longest"),
        pytest.param([wait(14), wait(3, "soon")], (14, None), id="its own words only"),
        pytest.param([wait(3), wait(3, "then")], (3, "then"), id="words on a tie"),
        pytest.param([wait(3), wait()], (None, None), id="one without"),
        pytest.param([wait(), wait(3)], (None, None), id="one without, first"),
        pytest.param([wait(3), choice()], (3, None), id="a clearance has no say"),
        pytest.param([choice()], (None, None), id="nothing to wait for"),
    ],
)
def test_a_session_may_be_tried_again_after_the_longest_wait(ticks, expected):
    form = boxes(*ticks)

    result = tick(form, *"ab"[: len(ticks)])

    assert (result.recheck_after_days, result.recheck_text) == expected


def test_not_now_gives_no_pass():
    assert tick(boxes(wait(3)), "a").valid_for_days is None


def test_an_emergency_speaks_before_a_same_day_warning():
    same_day = choice(outcome="not_now", urgent="same_day")
    emergency = choice(outcome="not_now", urgent="emergency")

    assert tick(boxes(same_day, emergency), "a", "b").urgent == "emergency"
    assert tick(boxes(same_day), "a").urgent == "same_day"


def test_what_the_treatment_needs_but_should_be_left_out_is_a_mismatch():
    facts = treatment(needs=("heat", "arms"))

    result = tick(boxes(ADAPT, CLEARANCE), "a", facts=facts)

    assert (result.outcome, result.mismatch) == ("clearance", ("heat",))
    assert [reason.key for reason in result.reasons] == ["mismatch", "a"]


def test_a_mismatch_does_not_soften_a_worse_outcome():
    facts = treatment(needs=("arms",))

    assert tick(boxes(NOT_NOW), "a", facts=facts).outcome == "not_now"
    incomplete = screen(
        boxes(CLEARANCE), {"body": "a"}, facts=treatment(needs=("scalp",))
    )
    assert (incomplete.outcome, incomplete.mismatch) == ("incomplete", ("scalp",))


@pytest.mark.parametrize(
    ("slug", "scent", "used"),
    [
        (EVENING, "lavender", "lavender"),
        (EVENING, "no_scent", None),
        (EVENING, "decide_there", None),
        ("neck-shoulders-ears-45", "chamomile", None),
        ("heat-and-massage-60", "lavender", None),
    ],
)
def test_a_scent_is_used_only_where_chosen_and_offered(slug, scent, used):
    facts = catalogue()[slug]

    result = screen(published(), {**healthy(facts), "scent": scent}, facts=facts)

    assert (result.outcome, result.scent) == ("clear", used)


def test_no_scent_is_used_where_it_should_be_left_out():
    facts = catalogue()[EVENING]
    answers = {**healthy(facts), "scent": "lavender", "ask_first": ["seizures"]}

    assert screen(published(), answers, facts=facts).scent is None


def test_a_doctor_and_a_training_change_no_outcome():
    form = boxes(choice(doctor=True), choice(training="cancer_care"), choice())

    result = tick(form, "a", "b")

    assert (result.outcome, result.doctor) == ("clearance", True)
    assert result.training == {"cancer_care"}
    assert tick(form, "c").doctor is False


def test_staff_may_change_an_outcome_and_the_result_follows():
    changed = document(checklist(key="body", items=[item(key="a", tick=ADAPT)]))
    changed["sections"][1]["items"][0]["choices"][0]["outcome"] = "not_now"

    form = questionnaire(changed["sections"][1])

    assert tick(form, "a").outcome == "not_now"
