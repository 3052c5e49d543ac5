"""Changes of a draft give a new document, and leave the old one as it was."""

import json
from copy import deepcopy
from pathlib import Path

import pytest

import booking
from booking.screening import editing

FILE = Path(booking.__file__).parent / "data" / "questionnaire.json"
DOCUMENT = json.loads(FILE.read_text())


@pytest.mark.parametrize(
    "change",
    [
        lambda d: editing.replaced(d, "unwell", {"key": "unwell"}),
        lambda d: editing.added_to_section(d, "comfort", {"key": "new"}),
        lambda d: editing.added_to_choice(d, "unwell", "ticked", {"key": "new"}),
        lambda d: editing.without(d, "unwell"),
        lambda d: editing.moved(d, "unwell", up=True),
    ],
)
def test_the_old_document_stays_as_it_was(change):
    before = deepcopy(DOCUMENT)

    after = change(DOCUMENT)

    assert before == DOCUMENT
    assert after != DOCUMENT


@pytest.mark.parametrize("key", ["pregnancy", "clotting", "changed"])
def test_what_is_locked_stays(key):
    assert editing.without(DOCUMENT, key) == DOCUMENT


def test_a_follow_up_of_a_locked_question_is_locked_and_may_go():
    found = editing.find(DOCUMENT, "clot_kind")

    assert found.locked
    assert not found.stays


@pytest.mark.parametrize(
    ("key", "up", "first"),
    [
        ("high_pressure", True, ["high_pressure", "low_pressure"]),
        ("high_pressure", False, ["low_pressure", "high_pressure"]),
        ("low_pressure", True, ["low_pressure", "high_pressure"]),
    ],
)
def test_a_question_moves_by_one_and_the_first_stays_first(key, up, first):
    moved = editing.moved(DOCUMENT, key, up=up)

    assert [item["key"] for item in moved["sections"][2]["items"]][:2] == first


def test_the_last_stays_last():
    moved = editing.moved(DOCUMENT, "other_care", up=False)

    assert moved == DOCUMENT


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("A new tattoo", "a_new_tattoo"),
        ("  Ünï – çødé  ", "n_d"),
        ("12 weeks or more", "q_12_weeks_or_more"),
        ("Unwell", "unwell_2"),
        ("Comfort", "comfort_2"),
        ("None", "none_2"),
        ("start", "start_2"),
        ("!!!", "q"),
        ("x" * 300, "x" * 34),
    ],
)
def test_a_new_key_is_made_of_the_wording_and_is_nobodys(text, key):
    assert editing.new_key(DOCUMENT, text) == key


@pytest.mark.parametrize(
    ("text", "taken", "key"),
    [
        ("Mild", set(), "mild"),
        ("Mild", {"mild", "mild_2"}, "mild_3"),
        ("Unknown", set(), "unknown_2"),
        ("Ticked", set(), "ticked_2"),
    ],
)
def test_a_choices_key_is_its_own_in_its_question(text, taken, key):
    assert editing.new_choice_key(text, taken) == key


@pytest.mark.parametrize(
    "change",
    [
        lambda: editing.replaced(DOCUMENT, "nobody", {}),
        lambda: editing.without(DOCUMENT, "nobody"),
        lambda: editing.added_to_section(DOCUMENT, "nobody", {}),
        lambda: editing.added_to_choice(DOCUMENT, "unwell", "nobody", {}),
    ],
)
def test_what_is_not_there_cannot_be_changed(change):
    with pytest.raises(KeyError, match="nobody"):
        change()
