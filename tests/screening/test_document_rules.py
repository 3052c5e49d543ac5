"""One broken document for each rule, and the place its fault names."""

import pytest

from booking.screening.document import check
from booking.screening.vocabulary import LOCKED_SIX
from tests.screening.documents import (
    catalogue,
    choice,
    clear,
    document,
    faults,
    follow_up,
    published_document,
    questions,
    the_fault,
    with_item,
    with_question,
    with_tick,
)

ADAPT = choice(key="less", outcome="adapt")
TALK = choice(key="more")


def test_the_published_document_is_sound():
    assert check(published_document(), catalogue()) == []


def test_the_smallest_document_is_sound():
    assert faults(document()) == []


def test_every_key_of_the_first_six_must_stay():
    for six in LOCKED_SIX:
        made = document()
        items = made["sections"][0]["items"]
        items[:] = [row for row in items if row["key"] != six]

        assert the_fault(made) == (
            f"section 'ask_first': the question {six} is missing; "
            "it can never be taken out."
        )


@pytest.mark.parametrize("place", range(6))
@pytest.mark.parametrize("fields", [{"locked": False}, {"locked": None}, {}])
def test_the_lock_of_the_first_six_cannot_be_dropped(place, fields):
    made = document()
    row = made["sections"][0]["items"][place]
    del row["locked"]
    row.update(fields)

    found = faults(made)

    assert f"item '{LOCKED_SIX[place]}': every question of this section" in found[-1]


@pytest.mark.parametrize(
    "fields", [{"when": "arrival"}, {"when": "soon"}, {"only_for": ["calm"]}]
)
def test_the_first_six_are_asked_of_everyone(fields):
    made = document()
    made["sections"][0]["items"][2].update(fields)

    assert "asked on every booking form" in the_fault(made)


def test_the_first_section_cannot_be_left_out_or_be_something_else():
    gone = document()
    gone["sections"][0]["key"] = "other"
    single = document(questions(key="ask_first", rows=[]))
    del single["sections"][0]

    assert "section 'ask_first': it must be there, as a checklist." in faults(gone)
    assert "section 'ask_first': it must be there, as a checklist." in faults(single)


@pytest.mark.parametrize("outcome", ["clear", "adapt"])
def test_a_locked_question_holds_only_clearance_and_not_now(outcome):
    answer = choice(key="x", outcome=outcome)
    made = with_item(locked=True, choices=[choice(outcome=outcome)])
    below = with_item(
        locked=True,
        choices=[choice(follow_up=[follow_up(key="m", choices=[answer, TALK])])],
    )

    assert "a locked question may only hold clearance and not_now" in the_fault(made)
    assert "follow-up 'm', choice 'x': a locked question" in the_fault(below)


@pytest.mark.parametrize("outcome", ["clear", "adapt", "not_now"])
def test_a_floor_is_clearance(outcome):
    more = [follow_up(key="more", choices=[ADAPT, TALK])]

    sound = with_tick(follow_up=more)
    broken = with_tick(follow_up=more, outcome=outcome)

    assert faults(sound) == []
    assert "a floor is clearance" in the_fault(broken)


def test_a_follow_up_has_no_follow_up():
    deep = follow_up(key="deep", choices=[ADAPT, TALK])
    more = follow_up(key="more", choices=[ADAPT, {**TALK, "follow_up": [deep]}])

    assert "'follow_up' does not belong here" in the_fault(with_tick(follow_up=[more]))


@pytest.mark.parametrize("outcome", ["clear", "adapt", "not_now"])
def test_a_doctor_stands_on_clearance_only(outcome):
    assert faults(with_tick(doctor=True)) == []
    assert "doctor may only" in the_fault(with_tick(doctor=True, outcome=outcome))


@pytest.mark.parametrize("outcome", ["clear", "adapt", "clearance"])
def test_a_wait_stands_on_not_now_only(outcome):
    assert faults(with_tick(recheck_after_days=3, outcome="not_now")) == []
    assert "only stand on a not_now choice" in the_fault(
        with_tick(recheck_after_days=3, outcome=outcome)
    )


def test_words_for_a_wait_need_the_wait():
    made = with_tick(recheck_text="later", outcome="not_now")

    assert "needs recheck_after_days" in the_fault(made)


@pytest.mark.parametrize("outcome", ["clear", "adapt"])
def test_an_urgent_choice_never_confirms(outcome):
    made = with_tick(urgent="same_day", outcome=outcome)

    assert "an urgent choice must be" in the_fault(made)


@pytest.mark.parametrize(
    ("box", "fields", "says"),
    [
        ("none", {"outcome": "adapt", "reason": "So."}, "outcome must be clear"),
        ("unsure", {"outcome": "clear"}, "outcome must be clearance"),
        ("unsure", {"outcome": "not_now"}, "outcome must be clearance"),
        ("none", {"key": "nothing"}, "key must be none"),
        ("unsure", {"key": "none"}, "key must be unsure"),
        ("none", {"preset": True}, "'preset' does not belong here"),
        ("unsure", {"urgent": "same_day"}, "'urgent' does not belong here"),
    ],
)
def test_none_of_these_and_not_sure_are_fixed(box, fields, says):
    made = with_item()
    made["sections"][1][box].update(fields)

    assert says in the_fault(made)


@pytest.mark.parametrize("box", ["none", "unsure"])
def test_every_list_has_none_of_these_and_not_sure(box):
    made = with_item()
    del made["sections"][1][box]

    assert the_fault(made) == f"section 'body': {box} is missing."


def test_a_box_has_one_choice_named_ticked():
    two = with_item(choices=[choice(), TALK])
    other = with_item(choices=[TALK])

    assert "its key is ticked" in the_fault(two)
    assert "its key is ticked" in the_fault(other)


def test_a_question_has_two_choices_or_more():
    assert "two choices or more" in the_fault(with_question(clear("a")))


def test_a_preset_needs_a_question_without_any_health():
    assert faults(with_question(clear("a", preset=True), clear("b"))) == []
    assert "every choice is clear" in the_fault(
        with_question(clear("a", preset=True), ADAPT)
    )
    assert "one choice only" in the_fault(
        with_question(clear("a", preset=True), clear("b", preset=True))
    )


def test_a_box_and_a_follow_up_are_never_preset():
    more = [follow_up(key="m", choices=[clear("a", preset=True), clear("b")])]

    assert "'preset' does not belong here" in the_fault(with_tick(preset=True))
    assert "'preset' does not belong here" in the_fault(with_tick(follow_up=more))


def test_a_scent_is_asked_only_where_there_is_one():
    choices = (clear("no_scent"), clear("lavender"))

    assert faults(with_question(*choices, key="scent", only_for=["calm"])) == []
    assert "warm has no scent to offer" in the_fault(
        with_question(*choices, key="scent", only_for=["calm", "warm"])
    )
    assert "warm has no scent to offer" in the_fault(
        with_question(*choices, key="scent")
    )
