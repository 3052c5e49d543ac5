"""Random and hostile answers: nothing raises, nothing slips through."""

from datetime import timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from booking.screening.asked import keys_asked
from booking.screening.counting import fields
from booking.screening.form import read
from booking.screening.outcome import assess, worse
from booking.screening.vocabulary import LOCKED_SIX, STRENGTH, URGENT
from tests.screening.documents import (
    catalogue,
    consents,
    healthy,
    published,
    screen,
)

FORM = published()
QUICK = settings(max_examples=100, deadline=None)
KEYS = sorted(fields(FORM)) + ["emergency_signs", "pregnancy", "outcome", "room"]
CHOICES = {
    follow_up.key: [choice.key for choice in follow_up.choices]
    for entry in FORM.entries()
    for choice in entry.choices
    for follow_up in choice.follow_ups
}
WORDS = sorted(
    {key for keys in CHOICES.values() for key in keys}
    | {entry.key for entry in FORM.entries()}
    | {"none", "unsure", "ticked", "clear", "lavender", "no_scent", ""}
)
word = st.sampled_from(WORDS)
json_value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | word,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text() | st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=10,
)
hostile = st.dictionaries(
    st.sampled_from(KEYS), st.lists(word, max_size=5) | word | json_value, max_size=12
)
plausible = st.fixed_dictionaries(
    {
        section.key: st.sets(
            st.sampled_from([item.key for item in section.items]), max_size=3
        ).map(lambda ticks: sorted(ticks) or ["none"])
        for section in FORM.sections
        if section.items
    }
    | {"scent": st.sampled_from(["no_scent", "lavender", "decide_there"])},
    optional={key: st.sampled_from(keys) for key, keys in CHOICES.items()},
)
known_treatments = st.sampled_from([*catalogue().values()])
treatments = st.none() | known_treatments
stages = st.sampled_from(["booking", "arrival", "elsewhere"])
starts = st.sampled_from([-1, 0, 1, 47, 48, 500]).map(lambda h: timedelta(hours=h))


def strength(result):
    return STRENGTH.index(result.outcome)


def without_orphans(answers):
    """The answers as a page would send them: follow-ups of ticked boxes only."""
    open_keys = {
        follow_up.key
        for section in FORM.sections
        for item in section.items
        if item.key in answers.get(section.key, ())
        for follow_up in item.ticked.follow_ups
    }
    return {k: v for k, v in answers.items() if k not in CHOICES or k in open_keys}


@QUICK
@given(
    answers=json_value | hostile,
    agreed=json_value | st.just(consents(FORM)),
    shown=st.lists(st.sampled_from(KEYS)) | st.just(KEYS),
    facts=treatments,
    stage=stages,
    until_start=starts,
)
def test_nothing_raises_and_the_result_is_in_closed_words(
    answers, agreed, shown, facts, stage, until_start
):
    result = assess(
        FORM,
        facts,
        stage=stage,
        until_start=until_start,
        shown=shown,
        answers=answers,
        consents=agreed,
    )

    assert result.outcome in STRENGTH
    assert result.urgent in (None, *URGENT)
    passes = result.outcome not in ("not_now", "incomplete")
    assert (result.valid_for_days is not None) == passes
    assert bool(result.missing) <= (result.outcome in ("incomplete", "not_now"))


@QUICK
@given(
    answers=hostile,
    six=st.lists(st.sampled_from(LOCKED_SIX), min_size=1),
    beside=st.lists(word | json_value, max_size=3),
    facts=treatments,
)
def test_none_of_the_six_is_ever_confirmed(answers, six, beside, facts):
    for ticks in ([*six, *beside], six[0]):
        result = screen(FORM, {**answers, "ask_first": ticks}, facts=facts)

        assert strength(result) >= STRENGTH.index("clearance")


@QUICK
@given(answers=plausible, tampered=json_value, facts=treatments)
def test_a_tampered_first_list_is_never_confirmed(answers, tampered, facts):
    result = screen(FORM, {**answers, "ask_first": tampered}, facts=facts)

    words = tampered if isinstance(tampered, list) else [tampered]
    untouched = words != [] and all(tick == "none" for tick in words)
    assert untouched or strength(result) >= STRENGTH.index("clearance")


@QUICK
@given(
    answers=plausible,
    left_out=st.data(),
    facts=known_treatments,
)
def test_what_was_not_answered_or_not_shown_never_confirms(answers, left_out, facts):
    shown = keys_asked(FORM, facts, "booking", timedelta(hours=1))
    required = list(healthy(facts))
    gone = left_out.draw(st.sampled_from(required))
    unseen = left_out.draw(st.sampled_from(shown))

    blank = screen(FORM, {**answers, gone: []}, facts=facts)
    hidden = screen(FORM, answers, facts=facts, shown=set(shown) - {unseen})

    assert blank.outcome in ("incomplete", "not_now")
    assert hidden.outcome in ("incomplete", "not_now")


@QUICK
@given(answers=plausible, data=st.data(), facts=known_treatments)
def test_one_more_tick_never_improves_a_result(answers, data, facts):
    answers = without_orphans(answers)
    section = data.draw(st.sampled_from([s for s in FORM.sections if s.items]))
    more = data.draw(st.sampled_from([*section.items, *section.rest])).key

    before = screen(FORM, answers, facts=facts)
    assume(before.outcome != "incomplete")
    ticks = [*answers[section.key], more]
    after = screen(FORM, {**answers, section.key: ticks}, facts=facts)

    assert strength(after) >= strength(before)
    assert set(after.avoid) >= set(before.avoid)
    assert set(after.adaptations) >= set(before.adaptations)
    assert after.training >= before.training
    if after.valid_for_days is not None:
        assert after.valid_for_days <= before.valid_for_days


@QUICK
@given(answers=plausible, data=st.data(), facts=known_treatments)
def test_a_tick_in_place_of_none_never_improves_a_result(answers, data, facts):
    answers = without_orphans(answers)
    section = data.draw(st.sampled_from([s for s in FORM.sections if s.items]))
    tick = data.draw(st.sampled_from([*section.items, section.unsure])).key

    rest = {k: v for k, v in answers.items() if k != section.key}
    none = screen(FORM, without_orphans({**rest, section.key: ["none"]}), facts=facts)
    one = screen(FORM, without_orphans({**rest, section.key: [tick]}), facts=facts)

    assert strength(one) >= strength(none)


@QUICK
@given(answers=plausible, data=st.data(), facts=known_treatments)
def test_an_answer_we_did_not_ask_for_never_improves_a_result(answers, data, facts):
    stray = data.draw(st.text().filter(lambda name: name not in fields(FORM)))
    value = data.draw(json_value)

    before = screen(FORM, answers, facts=facts)
    after = screen(FORM, {**answers, stray: value}, facts=facts)

    assert strength(after) >= max(strength(before), STRENGTH.index("clearance"))


@QUICK
@given(answers=plausible, data=st.data(), facts=known_treatments)
def test_follow_ups_never_lift_a_locked_box(answers, data, facts):
    six = data.draw(st.sampled_from(LOCKED_SIX))
    given_answers = {**answers, "ask_first": [six]}

    result = screen(FORM, given_answers, facts=facts)

    assert strength(result) >= STRENGTH.index("clearance")


@QUICK
@given(answers=plausible, facts=known_treatments)
def test_a_scent_is_never_used_against_the_answers(answers, facts):
    result = screen(FORM, {**answers, "scent": "lavender"}, facts=facts)

    if result.scent is not None:
        assert facts.offers_scent(result.scent)
        assert "aromatherapy" not in result.avoid


@QUICK
@given(one=plausible, other=plausible, third=plausible, facts=treatments)
def test_putting_results_together_forgets_nothing(one, other, third, facts):
    a, b, c = (screen(FORM, answers, facts=facts) for answers in (one, other, third))

    both = worse(a, b)

    assert strength(both) == max(strength(a), strength(b))
    assert set(both.avoid) == {*a.avoid, *b.avoid}
    assert set(both.reasons) == {*a.reasons, *b.reasons}
    assert worse(a, a) == a
    assert worse(worse(a, b), c) == worse(a, worse(b, c))


@QUICK
@given(posted=st.dictionaries(st.sampled_from(KEYS), st.lists(word | st.text())))
def test_reading_a_form_is_bounded_and_never_improves_a_result(posted):
    answers = read(lambda name: posted.get(name, []), FORM)

    raw = screen(FORM, {k: [v for v in vs if v] for k, vs in posted.items()})
    assert set(answers) <= fields(FORM)
    assert all(len(value) <= 40 for value in answers.values())
    if raw.urgent and not posted.keys() - fields(FORM):
        assert screen(FORM, answers).urgent == raw.urgent
