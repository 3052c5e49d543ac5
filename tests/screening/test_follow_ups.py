"""A floor and what replaces it: rules 3 and 4."""

from booking.screening.outcome import Reason
from tests.screening.documents import (
    NOTHING,
    boxes,
    choice,
    follow_up,
    question,
    questionnaire,
    questions,
    screen,
    tick,
)


def floor(*outcomes, **fields):
    """A box with one follow-up for each of these outcomes and a second choice."""
    return choice(
        learn="massage-and-sleep",
        follow_up=[
            follow_up(
                key=f"more_{place}",
                choices=[
                    choice(key="this", outcome=outcome, avoid=["legs"]),
                    choice(key="that", outcome="not_now", recheck_after_days=9),
                ],
            )
            for place, outcome in enumerate(outcomes)
        ],
        **fields,
    )


def test_the_floor_stands_until_every_follow_up_is_answered():
    form = boxes(floor("adapt", "clear"))

    nothing = tick(form, "a")
    first = tick(form, "a", answers={"more_0": "this"})
    both = tick(form, "a", answers={"more_0": "this", "more_1": "this"})

    assert [nothing.outcome, first.outcome] == ["clearance", "clearance"]
    assert both.outcome == "adapt"


def test_a_follow_up_counts_as_soon_as_it_is_answered():
    result = tick(boxes(floor("adapt", "adapt")), "a", answers={"more_1": "that"})

    assert (result.outcome, result.recheck_after_days) == ("not_now", 9)


def test_an_unknown_follow_up_leaves_the_floor_and_is_unclear():
    result = tick(boxes(floor("clear")), "a", answers={"more_0": "other"})

    assert [reason.key for reason in result.reasons] == ["a", "unclear"]
    assert result.outcome == "clearance"


def test_only_outcome_and_reason_of_the_floor_are_replaced():
    form = boxes(
        floor(
            "clear",
            avoid=["heat"],
            adaptation="Soft touch",
            training="pregnancy",
            valid_for_days=20,
        )
    )

    result = tick(form, "a", answers={"more_0": "this"})

    assert (result.outcome, result.reasons) == ("clear", ())
    assert result.avoid == ("legs", "heat")
    assert result.adaptations == ("Soft touch",)
    assert result.training == {"pregnancy"}
    assert result.valid_for_days == 20


def test_the_reason_of_a_follow_up_takes_the_article_of_its_box():
    result = tick(boxes(floor("adapt")), "a", answers={"more_0": "this"})

    assert result.reasons == (
        Reason("a", "adapt", "Reason of this adapt", "massage-and-sleep"),
    )


def test_a_choice_of_a_question_may_have_follow_ups_too():
    form = questionnaire(
        questions(
            key="room",
            rows=[
                question(
                    key="sleep",
                    choices=[
                        choice(key="well", outcome="clear"),
                        {**floor("adapt"), "key": "badly"},
                    ],
                )
            ],
        )
    )

    badly = screen(form, {**NOTHING, "sleep": "badly"})
    told = screen(form, {**NOTHING, "sleep": "badly", "more_0": "this"})
    orphan = screen(form, {**NOTHING, "sleep": "well", "more_0": "this"})

    assert [r.outcome for r in (badly, told, orphan)] == [
        "clearance",
        "adapt",
        "clearance",
    ]


def test_no_doctor_is_asked_once_the_follow_ups_settle_it():
    form = boxes(floor("adapt", doctor=True), choice())

    alone = tick(form, "a", answers={"more_0": "this"})
    with_a_talk = tick(form, "a", "b", answers={"more_0": "this"})

    assert (alone.outcome, alone.doctor) == ("adapt", False)
    assert (with_a_talk.outcome, with_a_talk.doctor) == ("clearance", True)


def test_the_same_reason_of_two_follow_ups_is_told_once():
    same = [choice(key=key, reason="We would like a talk.") for key in ("x", "y")]
    more = [follow_up(key=key, choices=same) for key in ("more_0", "more_1")]
    form = boxes(choice(follow_up=more))

    result = tick(form, "a", answers={"more_0": "x", "more_1": "y"})

    assert [reason.text for reason in result.reasons] == ["We would like a talk."]
