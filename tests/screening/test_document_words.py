"""Keys, closed words, texts and numbers of a document."""

import pytest

from booking.screening.document import check
from tests.screening.documents import (
    catalogue,
    checklist,
    choice,
    clear,
    document,
    faults,
    follow_up,
    item,
    published_document,
    the_fault,
    with_item,
    with_question,
    with_tick,
)

ADAPT = choice(key="less", outcome="adapt")
TALK = choice(key="more")


@pytest.mark.parametrize(
    "used", ["body", "ask_first", "pregnancy", "consent_true", "none", "unknown"]
)
def test_every_name_is_used_once(used):
    more = [follow_up(key=used, choices=[ADAPT, TALK])]

    assert f"the key '{used}'" in the_fault(with_tick(follow_up=more))


def test_a_choice_is_named_once_in_its_question():
    assert "used twice in one question" in the_fault(
        with_question(clear("a"), clear("a"))
    )
    assert "kept for the page" in the_fault(with_question(clear("a"), clear("unknown")))


@pytest.mark.parametrize("key", ["", "A", "a b", "1a", "a-b", "é", "a\n", "a" * 41])
def test_a_key_is_a_plain_word(key):
    assert "key must be 1 to 40 small letters" in the_fault(with_item(key=key))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"when": "later"}, "when must be one of"),
        ({"only_for": ["calm", "cold"]}, "only_for holds 'cold'"),
        ({"only_for": ["calm", "calm"]}, "only_for holds 'calm' twice"),
        ({"only_for": []}, "only_for must be a list that is not empty"),
        ({"locked": 1}, "locked must be true or false"),
        ({"confirm": "yes"}, "confirm must be true or false"),
        ({"condition": "a > b"}, "'condition' does not belong here"),
        ({"preset": True}, "'preset' does not belong here"),
    ],
)
def test_a_box_speaks_in_closed_words(fields, says):
    assert says in the_fault(with_item(**fields))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"outcome": "incomplete"}, "outcome must be one of"),
        ({"outcome": None}, "outcome must be one of"),
        ({"urgent": "soon"}, "urgent must be one of"),
        ({"training": "sports"}, "training must be one of"),
        ({"learn": "no-such-article"}, "learn must be one of"),
        ({"avoid": ["knees"]}, "avoid holds 'knees'"),
        ({"avoid": ["neck_front"]}, "avoid holds 'neck_front'"),
        ({"avoid": ["legs", "legs"]}, "avoid holds 'legs' twice"),
        ({"avoid": "legs"}, "avoid must be a list"),
        ({"avoid": [["legs"]]}, "avoid holds a value that is no word"),
        ({"valid_for_days": 0}, "valid_for_days must be a whole number"),
        ({"valid_for_days": -1}, "valid_for_days must be a whole number"),
        ({"valid_for_days": True}, "valid_for_days must be a whole number"),
        ({"valid_for_days": 1.0}, "valid_for_days must be a whole number"),
        ({"valid_for_days": "9"}, "valid_for_days must be a whole number"),
        ({"valid_for_days": 367}, "valid_for_days must be a whole number"),
        ({"doctor": "true"}, "doctor must be true or false"),
        ({"reason": " "}, "reason must be a text that is not empty"),
        ({"reason": 4}, "reason must be a text that is not empty"),
        ({"reason": "x" * 401}, "reason must not be longer than 400"),
        ({"adaptation": "a\x00b"}, "adaptation holds a character"),
        ({"text": "a\ud800"}, "text holds a character"),
        ({"text": None}, "text must be a text"),
        ({"minutes": 3}, "'minutes' does not belong here"),
    ],
)
def test_a_choice_speaks_in_closed_words(fields, says):
    assert any(says in fault for fault in faults(with_tick(**fields)))


@pytest.mark.parametrize("outcome", ["adapt", "clearance", "not_now"])
def test_whoever_is_not_simply_clear_is_told_why(outcome):
    silent = choice(outcome=outcome)
    del silent["reason"]

    assert "told why" in the_fault(with_item(choices=[silent]))


def texts(node, path=()):
    """The way to every text in a document."""
    children = node.items() if isinstance(node, dict) else enumerate(node)
    for name, child in children:
        if isinstance(child, dict | list):
            yield from texts(child, (*path, name))
        elif isinstance(child, str):
            yield (*path, name)


def put(made, path, value):
    *way, last = path
    for name in way:
        made = made[name]
    made[last] = value


def test_no_text_anywhere_may_be_blank():
    for path in texts(published_document()):
        made = published_document()
        put(made, path, " ")

        assert check(made, catalogue()), path


def test_no_switch_anywhere_may_be_a_word():
    for name in ("confirm", "locked"):
        assert f"{name} must be true or false" in the_fault(with_item(**{name: "no"}))
    head = document(confirm="no")

    assert "confirm must be true or false" in the_fault(head)


def test_a_follow_up_has_two_choices_or_more():
    made = with_tick(follow_up=[follow_up(key="more", choices=[TALK])])

    assert "follow-up 'more': a question needs two choices" in the_fault(made)


def test_a_list_has_its_limit():
    keys = [f"k{number}" for number in range(1000)]
    full = document(checklist(key="body", items=[item(key=k) for k in keys[:60]]))
    over = document(checklist(key="body", items=[item(key=k) for k in keys[:61]]))
    wrong = document(checklist(key="body", items=[None] * 1000))

    assert faults(full) == []
    assert "items must not hold more than 60" in the_fault(over)
    assert len(faults(wrong)) < 1000


@pytest.mark.parametrize("article", ["", "A title", "-a", "a--b", "a" * 81, 1, None])
def test_an_article_is_named_by_its_address(article):
    made = document()
    made["vocabulary"]["articles"].append(article)

    assert "which is no article's name" in the_fault(made)


def test_an_article_is_named_once():
    made = document()
    made["vocabulary"]["articles"].append(made["vocabulary"]["articles"][0])

    assert "twice" in the_fault(made)
