"""Which answers count: rules 1, 6 and 7."""

import pytest

from tests.screening.documents import (
    NOTHING,
    checklist,
    choice,
    consents,
    follow_up,
    item,
    question,
    questionnaire,
    questions,
    screen,
    treatment,
)

WORSE_NOW = choice(key="worse", outcome="not_now", urgent="same_day", avoid=["legs"])
BETTER = choice(key="better", outcome="adapt", avoid=["feet"])
KNEE = choice(
    avoid=["arms"],
    follow_up=[follow_up(key="knee_now", choices=[BETTER, WORSE_NOW])],
)
BELLY_ONLY = choice(outcome="adapt", avoid=["abdomen"])
ALARM = choice(outcome="not_now", urgent="emergency", avoid=["scalp"])
FORM = questionnaire(
    checklist(
        key="body",
        items=[
            item(key="tired", tick=choice(outcome="adapt")),
            item(key="knee", tick=KNEE),
            item(key="belly", tick=BELLY_ONLY, only_for=["abdominal-calm-45"]),
            item(key="alarm", tick=ALARM, only_for=["abdominal-calm-45"]),
            item(key="fall", tick=KNEE | {"follow_up": []}, when="arrival"),
        ],
    ),
    questions(
        key="room",
        rows=[
            question(
                key="light",
                choices=[
                    choice(key="dim", outcome="clear", preset=True),
                    choice(key="bright", outcome="clear"),
                ],
            ),
            question(
                key="warmth",
                only_for=["heat-and-massage-60"],
                choices=[
                    choice(key="mild", outcome="clear"),
                    choice(key="hot", outcome="clearance"),
                    choice(key="burnt", outcome="not_now", urgent="same_day"),
                ],
            ),
        ],
    ),
)
HEALTHY = {**NOTHING, "body": ["none"], "light": "dim"}
BELLY = treatment(slug="abdominal-calm-45")


def answered(**answers):
    return screen(FORM, {**HEALTHY, **answers})


def test_all_lists_none_and_all_questions_answered_is_clear():
    result = answered()

    assert (result.outcome, result.reasons, result.missing) == ("clear", (), ())


@pytest.mark.parametrize("blank", [None, "", [], (), set()])
def test_a_blank_list_is_not_answered(blank):
    result = answered(body=blank)

    assert (result.outcome, result.missing) == ("incomplete", ("body",))


@pytest.mark.parametrize("odd", [True, 0, 1.5, {"none": True}, [1], [None], [["none"]]])
def test_what_is_no_list_of_words_answers_nothing_and_is_unclear(odd):
    result = answered(body=odd)

    assert (result.outcome, result.missing) == ("incomplete", ("body",))
    assert [reason.key for reason in result.reasons] == ["unclear"]


def test_none_beside_something_that_is_no_word_is_unclear():
    assert answered(body=["none", None]).outcome == "clearance"


@pytest.mark.parametrize("tick", [["tired"], ("tired",), {"tired"}, "tired"])
def test_a_list_may_come_in_any_shape_of_words(tick):
    assert answered(body=tick).outcome == "adapt"


def test_the_same_tick_twice_is_one_tick():
    assert answered(body=["none", "none"]).outcome == "clear"


@pytest.mark.parametrize("blank", [None, "", [], "Dim", " dim", ["dim"], 1, {}])
def test_a_question_is_answered_by_one_known_choice_only(blank):
    result = answered(light=blank)

    assert (result.outcome, result.missing) == ("incomplete", ("light",))


def test_an_unknown_tick_beside_a_known_one_is_unclear():
    result = answered(body=["tired", "sleepy"])

    assert (result.outcome, result.missing) == ("clearance", ())


def test_a_tick_of_another_list_is_unknown_there():
    result = answered(body=["tired", "pregnancy"])

    assert result.outcome == "clearance"


@pytest.mark.parametrize("other", ["tired", "unsure", "belly", "sleepy", "fall"])
def test_none_of_these_beside_any_other_word_is_unclear(other):
    result = answered(body=["none", other])

    assert result.outcome == "clearance"
    assert "unclear" in [reason.key for reason in result.reasons]


def test_not_sure_alone_and_with_a_tick_is_clearance():
    assert answered(body=["unsure"]).outcome == "clearance"
    assert answered(body=["unsure", "tired"]).outcome == "clearance"


@pytest.mark.parametrize("value", ["clear", None, ["none"], {}])
@pytest.mark.parametrize("name", ["outcome", "room", "tired", "consent_true", "", 7])
def test_a_name_that_asks_nothing_is_unclear(name, value):
    assert screen(FORM, {**HEALTHY, name: value}).outcome == "clearance"


@pytest.mark.parametrize("answers", [None, [], ["none"], "none", 1, True, [HEALTHY]])
def test_what_is_no_form_is_incomplete(answers):
    result = screen(FORM, answers)

    assert result.outcome == "incomplete"
    assert result.missing == ("ask_first", "body", "light")


def test_a_tick_only_for_other_treatments_is_ignored():
    result = answered(body=["tired", "belly"])

    assert (result.outcome, result.avoid) == ("adapt", ())


def test_a_tick_only_for_other_treatments_does_not_answer_its_list():
    assert answered(body=["belly"]).missing == ("body",)


def test_the_same_tick_counts_for_its_treatment():
    result = screen(FORM, {**HEALTHY, "body": ["belly"]}, facts=BELLY)

    assert (result.outcome, result.avoid) == ("adapt", ("abdomen",))


def test_an_urgent_tick_counts_for_every_treatment():
    result = answered(body=["tired", "alarm"])

    assert (result.outcome, result.urgent) == ("not_now", "emergency")
    assert result.avoid == ("scalp",)


@pytest.mark.parametrize(
    "misplaced",
    [
        {"ask_first": ["none", "alarm"]},
        {"ask_first": "alarm"},
        {"alarm": "ticked"},
        {"alarm": ["ticked"]},
    ],
)
def test_an_urgent_tick_counts_wherever_it_was_given(misplaced):
    result = answered(**misplaced)

    assert (result.outcome, result.urgent) == ("not_now", "emergency")


def test_a_tick_not_asked_at_this_stage_counts_and_answers_its_list():
    result = answered(body=["fall"])

    assert (result.outcome, result.avoid, result.missing) == (
        "clearance",
        ("arms",),
        (),
    )


def test_a_choice_only_for_other_treatments_is_ignored_unless_urgent():
    assert answered(warmth="hot").outcome == "clear"
    assert answered(warmth="burnt").urgent == "same_day"


def test_an_unknown_choice_is_unclear_even_for_another_treatment():
    assert answered(warmth="boiling").outcome == "clearance"


def test_a_follow_up_without_its_tick_is_unclear_and_adds_nothing_else():
    result = answered(knee_now="better")

    assert (result.outcome, result.avoid) == ("clearance", ())
    assert [reason.key for reason in result.reasons] == ["unclear"]


def test_an_urgent_follow_up_without_its_tick_counts():
    result = answered(knee_now="worse")

    assert (result.outcome, result.urgent) == ("not_now", "same_day")
    assert result.avoid == ("legs",)


def test_an_urgent_follow_up_counts_among_other_values():
    result = answered(body=["knee"], knee_now=["better", "worse"])

    assert (result.outcome, result.urgent) == ("not_now", "same_day")


@pytest.mark.parametrize("blank", [None, "", []])
def test_a_blank_follow_up_says_nothing(blank):
    assert answered(knee_now=blank).outcome == "clear"


def test_every_consent_is_needed():
    for left_out in consents(FORM):
        agreed = [key for key in consents(FORM) if key != left_out]

        result = screen(FORM, HEALTHY, consents=agreed)

        assert (result.outcome, result.missing) == ("incomplete", (left_out,))


@pytest.mark.parametrize(
    "odd",
    [None, True, 1, "consent_true", [None], {"consent_health": False}, [["a"]]],
)
def test_what_is_no_list_of_consents_is_none(odd):
    assert screen(FORM, HEALTHY, consents=odd).outcome == "incomplete"


def test_a_mapping_of_all_consents_is_not_agreed():
    denied = dict.fromkeys(consents(FORM), False)

    assert screen(FORM, HEALTHY, consents=denied).outcome == "incomplete"


def test_the_door_asks_for_no_consent():
    result = screen(FORM, {"body": ["none"]}, stage="arrival", consents=[])

    assert result.outcome == "clear"


@pytest.mark.parametrize("left_out", ["pregnancy", "tired", "light"])
def test_a_question_that_was_not_shown_was_not_answered(left_out):
    shown = ["pregnancy", "surgery_injury", "heart_circulation", "seizures", "skin"]
    shown += ["clotting", "tired", "knee", "light"]

    whole = screen(FORM, HEALTHY, shown=shown)
    result = screen(FORM, HEALTHY, shown=[key for key in shown if key != left_out])

    assert whole.outcome == "clear"
    assert result.outcome == "incomplete"


def test_a_list_that_was_not_shown_is_named_once():
    result = screen(FORM, {"light": "dim"}, shown=["light"])

    assert result.missing == ("ask_first", "body")


def test_a_treatment_we_do_not_know_is_incomplete():
    assert screen(FORM, HEALTHY, facts=None).outcome == "incomplete"


def test_a_stage_we_do_not_know_is_incomplete():
    assert screen(FORM, HEALTHY, stage="somewhere").outcome == "incomplete"


def test_not_now_is_stronger_than_incomplete_and_keeps_what_is_open():
    result = screen(FORM, {"body": ["alarm"]}, facts=None, consents=[])

    assert result.outcome == "not_now"
    assert set(result.missing) >= {"ask_first", "light", "consent_health"}
