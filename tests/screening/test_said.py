"""Answers in words: as they were asked, and nothing left out."""

import json
from pathlib import Path

import pytest

import booking
from booking.screening.document import parse
from booking.screening.said import NOT_KNOWN, said

FILE = Path(booking.__file__).parent / "data" / "questionnaire.json"
QUESTIONNAIRE = parse(json.loads(FILE.read_text()))


def lists(answers):
    return [
        (
            each.title,
            [
                (s.text, s.answer, [(m.text, m.answer) for m in s.more])
                for s in each.said
            ],
        )
        for each in said(QUESTIONNAIRE, answers)
    ]


def test_boxes_follow_ups_and_choices_are_told_in_the_order_of_the_form():
    answers = {
        "scent": "lavender",
        "health": ["low_pressure", "high_pressure"],
        "pressure_now": "controlled",
        "today": ["none"],
    }

    assert lists(answers) == [
        ("How you are now", [("None of these", "", [])]),
        (
            "Other health",
            [
                (
                    "High blood pressure",
                    "",
                    [("How is it now?", "Steady, with or without tablets")],
                ),
                (
                    "Low blood pressure, or feeling faint when I stand up or have a"
                    " blood test",
                    "",
                    [],
                ),
            ],
        ),
        ("Your room", [("Would you like a light scent in the room?", "Lavender", [])]),
    ]


@pytest.mark.parametrize(
    "answers",
    [
        {"health": ["unknown"]},
        {"health": ["none", "something_else"]},
        {"health": [7]},
        {"scent": "unknown"},
        {"scent": ["lavender", "chamomile"]},
    ],
)
def test_what_is_no_choice_is_told_as_not_known(answers):
    told = [each for row in said(QUESTIONNAIRE, answers) for each in row.said]

    assert NOT_KNOWN in [each.answer for each in told]


def test_a_follow_up_answered_by_no_choice_is_told_as_not_known():
    answers = {"health": ["high_pressure"], "pressure_now": "unknown"}

    more = said(QUESTIONNAIRE, answers)[0].said[0].more

    assert [each.answer for each in more] == [NOT_KNOWN]


def test_nothing_answered_is_nothing_told():
    assert said(QUESTIONNAIRE, {}) == ()
