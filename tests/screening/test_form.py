import pytest

from booking.screening.form import (
    clashes,
    follow_ups,
    read,
    read_consents,
    sections_for,
    without,
)
from tests.screening.documents import (
    BACK,
    EVENING,
    HANDS,
    IN_TWO_WEEKS,
    TOMORROW,
    catalogue,
    consents,
    healthy,
    published,
    screen,
)

FORM = published()


def posted(**fields):
    return lambda name: fields.get(name, [])


def shown(slug, *, until_start=TOMORROW, stage="booking", only=None):
    return sections_for(FORM, catalogue()[slug], stage, until_start, only)


def keys(sections):
    return {section.key: [e.key for e in section.entries] for section in sections}


def test_a_form_shows_its_sections_in_order_without_what_is_not_asked():
    sections = shown(HANDS, until_start=IN_TWO_WEEKS)

    assert [s.key for s in sections] == ["today", "ask_first", "health", "comfort"]
    assert keys(sections)["today"] == [
        "emergency_signs",
        "neck_signs",
        "leg_or_faint",
        "under_18",
    ]
    assert keys(sections)["comfort"] == [
        "neck_history",
        "oil_allergy",
        "smells_breathing",
        "past_reaction",
        "private_word",
    ]


def test_a_box_brings_its_words_and_its_urgent_help():
    today = shown(BACK)[0]

    assert today.items[0].text.startswith("Chest pain")
    assert today.items[0].why == (
        "These can need help within minutes, so massage has to wait."
    )
    assert [item.urgent for item in today.items] == [
        "emergency",
        "emergency",
        "same_day",
        None,
        None,
    ]
    assert [choice.key for choice in today.rest] == ["none", "unsure"]


def test_the_door_shows_one_list():
    assert keys(shown(EVENING, stage="arrival")) == {
        "today": [
            "emergency_signs",
            "leg_or_faint",
            "unwell",
            "drink_or_tablets",
            "changed",
        ]
    }


@pytest.mark.parametrize(
    ("slug", "offered"),
    [
        (EVENING, ["no_scent", "lavender", "chamomile", "decide_there"]),
        ("neck-shoulders-ears-45", ["no_scent", "lavender", "decide_there"]),
        ("abdominal-calm-45", ["no_scent", "chamomile", "decide_there"]),
    ],
)
def test_only_the_scents_of_the_treatment_are_offered_and_none_is_chosen(slug, offered):
    scent = shown(slug)[-1].questions[0]

    assert [choice.key for choice in scent.choices] == offered
    assert scent.preset.key == "no_scent"


def test_a_form_may_show_only_what_was_not_shown_before():
    sections = shown(BACK, only=("comfort", "scent"))

    assert list(keys(sections)) == ["comfort", "room"]
    assert "back_check" in keys(sections)["comfort"]


def test_a_treatment_we_do_not_know_offers_no_question_of_its_own():
    sections = sections_for(FORM, None, "booking", TOMORROW)

    assert "room" not in keys(sections)


def test_every_tick_that_counts_comes_with_what_is_asked_about_it():
    answers = {
        "today": ["under_18"],
        "health": ["none"],
        "comfort": ["private_word", "belly_check", "belly_warning"],
        "scent": "lavender",
    }

    chosen = follow_ups(FORM, catalogue()[HANDS], answers)
    with_scent = follow_ups(FORM, catalogue()[EVENING], answers)

    assert [(c.field, c.entry.key) for c in chosen] == [
        ("today", "under_18"),
        ("comfort", "private_word"),
        ("comfort", "belly_warning"),
    ]
    assert [f.key for f in chosen[0].follow_ups] == ["age_now"]
    assert chosen[1].follow_ups == ()
    assert with_scent == chosen


def test_ticked_by_mistake_takes_the_tick_and_its_follow_ups():
    answers = {
        "ask_first": ["pregnancy", "skin"],
        "pregnancy_stage": "early",
        "pregnancy_worry": "worry",
        "skin_kind": "small_cut",
    }

    left = without(FORM, answers, "pregnancy")

    assert left == {"ask_first": ["skin"], "skin_kind": "small_cut"}
    assert answers["ask_first"] == ["pregnancy", "skin"]


@pytest.mark.parametrize("ticks", [["pregnancy"], "pregnancy"])
def test_a_list_emptied_by_a_mistake_is_unanswered(ticks):
    facts = catalogue()[EVENING]
    answers = {**healthy(facts), "ask_first": ticks}

    left = without(FORM, answers, "pregnancy")

    assert "ask_first" not in left
    assert screen(FORM, left, facts=facts).missing == ("ask_first",)


@pytest.mark.parametrize("key", ["skin", "none", "today", "nothing"])
def test_a_mistake_that_was_not_ticked_changes_nothing(key):
    answers = {"today": ["none"], "ask_first": ["pregnancy"]}

    assert without(FORM, answers, key) == answers


def test_answers_are_read_as_the_form_asks_for_them():
    answers = read(
        posted(
            today=["none"],
            ask_first=["skin", "pregnancy", "skin", ""],
            scent=["lavender"],
            skin_kind=["catching"],
            comfort=[],
            health=[""],
            outcome=["clear"],
        ),
        FORM,
    )

    assert answers == {
        "today": ["none"],
        "ask_first": ["pregnancy", "skin"],
        "scent": "lavender",
        "skin_kind": "catching",
    }


@pytest.mark.parametrize("odd", ["x" * 1_000_000, "\x00", "\ud800", "None", "NONE"])
def test_what_is_no_choice_is_kept_as_one_unknown(odd):
    answers = read(posted(today=["none", odd, odd + "!"], scent=[odd]), FORM)

    assert answers == {"today": ["none", "unknown"], "scent": "unknown"}
    assert screen(FORM, answers).outcome == "incomplete"


def test_an_endless_list_cannot_hide_a_tick():
    answers = read(posted(ask_first=["none"] * 50_000 + ["skin"]), FORM)

    assert answers == {"ask_first": ["skin", "none"]}


def test_an_urgent_box_is_kept_in_whatever_list_it_came():
    answers = read(posted(health=["emergency_signs"]), FORM)

    assert screen(FORM, answers).urgent == "emergency"


def test_two_answers_to_one_question_are_both_kept():
    answers = read(posted(pressure_now=["very_high", "controlled"]), FORM)

    assert answers == {"pressure_now": ["controlled", "very_high"]}
    assert screen(FORM, answers).urgent == "same_day"


def test_a_healthy_form_posts_to_clear():
    facts = catalogue()[EVENING]
    form = {**healthy(facts), "scent": ["no_scent"]}

    answers = read(posted(**form), FORM)

    assert answers == healthy(facts)
    assert screen(FORM, answers, facts=facts).outcome == "clear"


def test_a_consent_is_a_ticked_box_of_its_own_name():
    agreed = read_consents(
        posted(
            consent_health=["on"],
            consent_massage=["off"],
            consent_true=["on", "off"],
            consent_other=["on"],
        ),
        FORM,
    )

    assert agreed == ("consent_health",)
    assert read_consents(lambda name: ["on"], FORM) == tuple(consents(FORM))


@pytest.mark.parametrize(
    ("ticks", "clash"),
    [
        (["none"], ()),
        (["none", "skin"], ("ask_first",)),
        (["none", "unsure"], ("ask_first",)),
        (["none", "unknown"], ("ask_first",)),
        (["skin", "unsure"], ()),
        ("none", ()),
        (None, ()),
    ],
)
def test_none_of_these_beside_another_tick_is_asked_about(ticks, clash):
    assert clashes(FORM, {"ask_first": ticks, "today": ["none"]}) == clash
