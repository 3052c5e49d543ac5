"""The head of a document, and what becomes of a sound one."""

import copy

import pytest

from booking.screening.document import parse
from tests.screening.documents import (
    document,
    faults,
    published_document,
    the_fault,
    with_tick,
)


def broken_head(name, value):
    made = document()
    made[name] = value
    return made


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("version", 0, "version must be a whole number"),
        ("version", "1", "version must be a whole number"),
        ("title", "", "title must be a text"),
        ("intro", "x" * 1001, "intro must not be longer than 1000"),
        ("valid_for_days", None, "valid_for_days must be a whole number"),
        ("arrival_valid_for_days", 0, "arrival_valid_for_days must be a whole number"),
        ("rules", [], "'rules' does not belong here"),
        ("consents", [{"key": "consent_true", "text": "Yes"}], "consent_health is"),
        ("unclear", {"outcome": "adapt", "reason": "So."}, "outcome must be clearance"),
        ("mismatch", {"outcome": "not_now", "reason": "So."}, "must be clearance"),
        ("mismatch", {"outcome": "clearance"}, "mismatch: reason is missing"),
        ("urgent", {"emergency": "Call us now", "same_day": "Wait"}, "must hold"),
        ("urgent", {"emergency": "{emergency_number} {x}", "same_day": "W"}, "only"),
        ("sections", {}, "sections must be a list"),
    ],
)
def test_the_head_of_a_document(name, value, says):
    assert any(says in fault for fault in faults(broken_head(name, value)))


@pytest.mark.parametrize("outcome", ["clear", "adapt", "clearance", "not_now"])
def test_what_an_outcome_does_to_a_booking_is_fixed(outcome):
    made = document()
    made["outcomes"][outcome]["booking"] = "none"

    assert f"outcomes, {outcome}: booking must be" in the_fault(made)


@pytest.mark.parametrize("name", ["outcomes", "urgent", "when"])
def test_the_closed_lists_are_closed(name):
    made = document()
    made["vocabulary"][name] = [*made["vocabulary"][name], "maybe"]

    assert f"vocabulary: {name} must be" in the_fault(made)


@pytest.mark.parametrize("name", ["training", "areas", "methods"])
def test_labels_may_change_and_their_words_may_not(name):
    relabelled, added, reduced = document(), document(), document()
    word = next(iter(added["vocabulary"][name]))
    relabelled["vocabulary"][name][word] = "another label"
    added["vocabulary"][name]["knees"] = "knees"
    del reduced["vocabulary"][name][word]

    assert faults(relabelled) == []
    assert "'knees' does not belong here" in the_fault(added)
    assert the_fault(reduced) == f"vocabulary, {name}: {word} is missing."


def test_all_faults_are_named_not_only_the_first():
    made = with_tick(doctor=True, outcome="adapt", avoid=["knees"])
    made["version"] = 0

    assert len(faults(made)) == 3


def test_no_field_of_the_published_document_may_be_missing_or_null():
    optional = {"confirm", "locked", "preset", "only_for", "follow_up", "doctor"}
    optional |= {"avoid", "adaptation", "training", "learn", "urgent", "reason"}
    optional |= {"valid_for_days", "recheck_after_days", "recheck_text"}
    head = [name for name in document() if name not in optional - {"valid_for_days"}]

    for name in head:
        made = document()
        del made[name]
        assert any(f"{name} is missing" in fault for fault in faults(made))


def test_a_sound_document_becomes_values_that_say_the_same():
    made = published_document()
    before = copy.deepcopy(made)

    form = parse(made)

    assert made == before
    assert [section.key for section in form.sections] == [
        section["key"] for section in made["sections"]
    ]
    early = form.sections[1].items[0].ticked.follow_ups[0].choices[0]
    assert (early.key, early.outcome) == ("early", "not_now")
    assert (early.recheck_after_days, early.recheck_text) == (
        42,
        "once you are 13 weeks",
    )
    assert form.avoid_label("abdomen") == "belly"
    assert form.avoid_label("heat") == "warm packs"
