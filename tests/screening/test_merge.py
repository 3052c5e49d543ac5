"""Answers put together from one form after another."""

from booking.screening.form import merge
from tests.screening.documents import published

FORM = published()
BEFORE = {
    "today": ["none"],
    "ask_first": ["skin", "seizures"],
    "health": ["none"],
    "comfort": ["oil_allergy"],
    "scent": "lavender",
    "skin_kind": "small_cut",
    "seizure_when": "over_a_year",
    "allergy_strength": "mild",
}


def test_a_list_posted_again_takes_the_place_of_the_old_one():
    merged = merge(FORM, BEFORE, {"ask_first": ["skin"]}, ["ask_first"])

    assert merged["ask_first"] == ["skin"]
    assert merged["skin_kind"] == "small_cut"
    assert "seizure_when" not in merged
    assert merged["allergy_strength"] == "mild"


def test_a_list_posted_empty_is_unanswered():
    merged = merge(FORM, BEFORE, {}, ["comfort", "scent"])

    assert not {"comfort", "scent", "allergy_strength"} & merged.keys()


def test_a_follow_up_posted_without_its_tick_stays_to_be_seen():
    merged = merge(
        FORM, BEFORE, {"ask_first": ["none"], "skin_kind": "catching"}, ["ask_first"]
    )

    assert merged["skin_kind"] == "catching"


def test_the_second_page_adds_its_answers_to_the_lists():
    first = {"ask_first": ["pregnancy"], "scent": "no_scent"}
    second = {"pregnancy_stage": "later", "pregnancy_worry": "no_worry"}

    merged = merge(FORM, first, second, ["pregnancy_stage", "pregnancy_worry"])

    assert merged == {**first, **second}
