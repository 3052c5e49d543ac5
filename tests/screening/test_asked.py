from datetime import timedelta

import pytest

from booking.screening.asked import keys_asked, missing
from tests.screening.documents import (
    BACK,
    BELLY,
    CALM,
    EVENING,
    HANDS,
    IN_TWO_WEEKS,
    TOMORROW,
    catalogue,
    checklist,
    choice,
    item,
    published,
    question,
    questionnaire,
    questions,
)

WHENS = questionnaire(
    checklist(
        key="now",
        items=[item(key=when, when=when) for when in ("booking", "arrival", "both")]
        + [item(key="soon", when="soon")],
    )
)
A_SECOND = timedelta(microseconds=1)


def of_now(keys):
    return [key for key in keys if key in ("booking", "arrival", "both", "soon")]


@pytest.mark.parametrize(
    ("until_start", "asked"),
    [
        pytest.param(timedelta(hours=48), ["booking", "both"], id="exactly 48 hours"),
        pytest.param(
            timedelta(hours=48) - A_SECOND, ["booking", "both", "soon"], id="just less"
        ),
        pytest.param(
            timedelta(hours=48) + A_SECOND, ["booking", "both"], id="just more"
        ),
        pytest.param(timedelta(0), ["booking", "both", "soon"], id="at the start"),
        pytest.param(-TOMORROW, ["booking", "both", "soon"], id="after the start"),
    ],
)
def test_soon_is_less_than_48_hours_from_answering(until_start, asked):
    keys = keys_asked(WHENS, CALM, "booking", until_start)

    assert of_now(keys) == asked


@pytest.mark.parametrize("until_start", [timedelta(0), TOMORROW, IN_TWO_WEEKS])
def test_the_door_asks_what_is_for_arrival_both_and_soon(until_start):
    keys = keys_asked(WHENS, CALM, "arrival", until_start)

    assert list(keys) == ["arrival", "both", "soon"]


def test_a_stage_we_do_not_know_asks_everything():
    keys = keys_asked(WHENS, CALM, "on the phone", IN_TWO_WEEKS)

    assert of_now(keys) == ["booking", "arrival", "both", "soon"]


def test_questions_only_for_other_treatments_are_not_asked():
    hands = keys_asked(published(), catalogue()[HANDS], "booking", TOMORROW)
    back = keys_asked(published(), catalogue()[BACK], "booking", TOMORROW)

    assert set(back) - set(hands) == {"back_emergency", "back_check", "scent"}


def test_a_treatment_we_do_not_know_is_asked_what_is_for_all():
    unknown = keys_asked(published(), None, "booking", TOMORROW)
    hands = keys_asked(published(), catalogue()[HANDS], "booking", TOMORROW)

    assert unknown == hands


def test_the_six_first_questions_are_asked_for_every_treatment_and_start():
    six = [entry.key for entry in published().sections[1].items]

    for facts in catalogue().values():
        for until_start in (TOMORROW, IN_TWO_WEEKS):
            assert set(six) <= set(
                keys_asked(published(), facts, "booking", until_start)
            )


def test_nothing_is_missing_for_the_same_treatment_and_start():
    shown = keys_asked(published(), catalogue()[EVENING], "booking", TOMORROW)

    left = missing(published(), catalogue()[EVENING], "booking", TOMORROW, shown)

    assert left == ()


def test_moved_from_two_weeks_ahead_to_tomorrow_the_first_list_is_asked_again():
    shown = keys_asked(published(), catalogue()[EVENING], "booking", IN_TWO_WEEKS)

    left = missing(published(), catalogue()[EVENING], "booking", TOMORROW, shown)

    assert left == ("today",)


def test_moved_to_a_later_date_nothing_is_asked():
    shown = keys_asked(published(), catalogue()[EVENING], "booking", TOMORROW)

    left = missing(published(), catalogue()[EVENING], "booking", IN_TWO_WEEKS, shown)

    assert left == ()


def test_changed_from_hands_to_lower_back_its_list_and_the_scent_are_asked():
    shown = keys_asked(published(), catalogue()[HANDS], "booking", TOMORROW)

    left = missing(published(), catalogue()[BACK], "booking", TOMORROW, shown)

    assert left == ("comfort", "scent")


def test_changed_from_lower_back_to_belly_its_list_is_asked_and_the_scent_is_known():
    shown = keys_asked(published(), catalogue()[BACK], "booking", TOMORROW)

    left = missing(published(), catalogue()[BELLY], "booking", TOMORROW, shown)

    assert left == ("comfort",)


def test_the_door_has_questions_the_booking_never_showed():
    shown = keys_asked(published(), catalogue()[EVENING], "booking", TOMORROW)

    left = missing(published(), catalogue()[EVENING], "arrival", TOMORROW, shown)

    assert left == ("today",)


def test_single_questions_are_named_one_by_one():
    two = questionnaire(
        questions(
            key="room",
            rows=[
                question(
                    key=key,
                    choices=[choice(key=k, outcome="clear") for k in ("a", "b")],
                )
                for key in ("light", "music")
            ],
        )
    )

    left = missing(two, CALM, "booking", TOMORROW, ["light"])

    assert left == ("ask_first", "music")
