from booking.screening.summary import who_it_is_for
from booking.screening.vocabulary import LOCKED_SIX
from tests.screening.documents import (
    BACK,
    CALM,
    HANDS,
    catalogue,
    checklist,
    choice,
    follow_up,
    item,
    published,
    questionnaire,
)


def test_a_therapist_always_talks_first_about_the_six():
    who = who_it_is_for(published(), catalogue()[HANDS])

    assert tuple(line.key for line in who.talk_first) == LOCKED_SIX
    assert who.talk_first[0].text.startswith("I am pregnant")


def test_other_talks_depend_on_the_treatment():
    hands = who_it_is_for(published(), catalogue()[HANDS])
    back = who_it_is_for(published(), catalogue()[BACK])

    assert {line.key for line in back.may_talk} - {
        line.key for line in hands.may_talk
    } == {"back_check"}


def test_what_can_end_in_small_changes_is_no_talk():
    who = who_it_is_for(published(), catalogue()[HANDS])

    assert "high_pressure" not in {line.key for line in who.may_talk}


def test_who_should_wait_is_said_with_the_answer_it_hangs_on():
    who = who_it_is_for(published(), catalogue()[HANDS])

    told = [(line.key, line.answer, line.urgent) for line in who.wait]
    assert told[:4] == [
        ("emergency_signs", "", "emergency"),
        ("neck_signs", "", "emergency"),
        ("leg_or_faint", "", "same_day"),
        ("unwell", "", None),
    ]
    assert ("pregnancy", "Pregnant, less than 13 weeks", None) in told
    assert ("surgery_injury", "Less than 6 weeks", None) in told
    assert {line.key for line in who.wait}.isdisjoint({"changed", "drink_or_tablets"})


def test_the_age_is_told_by_the_answers_about_it():
    who = who_it_is_for(published(), catalogue()[HANDS])

    assert [(line.text, line.outcome) for line in who.age] == [
        ("16 or 17", "clearance"),
        ("Under 16", "not_now"),
    ]
    assert "under_18" not in {line.key for line in who.may_talk + who.wait}
    assert who.age[1].reason.startswith("We look after people aged 16 and over")


def test_a_changed_age_rule_is_told_as_it_is():
    ages = [
        choice(key="younger", outcome="not_now", reason="From 12 years."),
        choice(key="teen", outcome="adapt", reason="Bring a parent."),
    ]
    tick = choice(follow_up=[follow_up(key="age_now", choices=ages)])
    form = questionnaire(checklist(key="now", items=[item(key="under_18", tick=tick)]))

    age = who_it_is_for(form, CALM).age

    assert [line.reason for line in age] == ["From 12 years.", "Bring a parent."]


def test_an_age_rule_without_follow_ups_speaks_for_itself():
    form = questionnaire(checklist(key="now", items=[item(key="under_18")]))

    assert [line.outcome for line in who_it_is_for(form, CALM).age] == ["clearance"]


def test_without_an_age_rule_nothing_is_said_about_age():
    assert who_it_is_for(questionnaire(), CALM).age == ()


def test_a_short_list_opens_each_line_and_shows_that_there_is_more():
    who = who_it_is_for(published(), catalogue()[HANDS])

    openings = {line.key: line.opening for line in who.talk_first}

    assert openings["pregnancy"] == "I am pregnant …"
    assert openings["surgery_injury"].endswith("in the last 6 months")


def test_who_waits_whatever_they_answer_needs_no_follow_up():
    who = who_it_is_for(published(), catalogue()[HANDS])

    assert [line.key for line in who.wait_now] == [
        "emergency_signs",
        "neck_signs",
        "leg_or_faint",
        "unwell",
    ]
