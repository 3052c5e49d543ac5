import json

from hypothesis import given, settings
from hypothesis import strategies as st

from booking.screening.changes import difference
from tests.screening.documents import (
    choice,
    document,
    item,
    published_document,
)

QUICK = settings(max_examples=150, deadline=None)
SIX = "Six things we always talk about first"


def changed(change):
    made = published_document()
    change(made)
    return difference(published_document(), made)


def pregnancy(made):
    return made["sections"][1]["items"][0]["choices"][0]


def test_a_document_does_not_differ_from_itself():
    assert difference(published_document(), published_document()) == []


def test_the_order_of_fields_is_no_difference():
    turned = dict(reversed(published_document().items()))

    assert difference(published_document(), turned) == []


def test_an_outcome_is_told_in_words():
    def soften(made):
        pregnancy(made)["follow_up"][0]["choices"][0]["outcome"] = "clearance"

    assert changed(soften) == [
        f"{SIX}, Pregnancy, Which is closest?: the outcome of “Pregnant, less than "
        "13 weeks” changes from not now to needs a talk."
    ]


def test_a_number_a_wording_and_a_list_are_told():
    def edit(made):
        made["valid_for_days"] = 90
        made["sections"][1]["title"] = "Six things"
        pregnancy(made)["avoid"] = ["abdomen", "calves"]
        pregnancy(made)["doctor"] = False

    assert changed(edit) == [
        "The whole questionnaire: how many days it holds changes from 180 to 90.",
        "Six things: the title changes from “Six things we always talk about first” "
        "to “Six things”.",
        "Six things, Pregnancy: whether a doctor must agree changes from yes to no.",
        "Six things, Pregnancy: the list of what to leave out changes from abdomen, "
        "calves, heat, aromatherapy to abdomen, calves.",
    ]


def test_what_is_new_is_told_with_all_it_says():
    def add(made):
        row = item(key="migraine", tick=choice(outcome="adapt", valid_for_days=30))
        made["sections"][2]["items"].append(row)

    found = changed(add)

    assert found[0] == "Other health, Migraine is new."
    assert "Other health, Migraine: the outcome is new: small changes." in found
    assert "Other health, Migraine: how many days it holds is new: 30." in found
    assert "Other health, Migraine: the wording is new: “Box migraine”." in found


def test_what_is_taken_out_is_told():
    def take_out(made):
        made["sections"][2]["items"].pop(0)
        pregnancy(made)["follow_up"][0]["choices"].pop(0)
        del made["sections"][1]["none"]["valid_for_days"]

    assert changed(take_out) == [
        f"{SIX}, Pregnancy, Which is closest?, “Pregnant, less than 13 weeks” is "
        "taken out.",
        f"{SIX}, None of these: how many days it holds is taken out; it was 90.",
        "Other health, High pressure is taken out.",
    ]


def test_another_order_is_told():
    found = changed(lambda made: made["sections"][3]["items"].reverse())

    assert found == ["You and this session: the order of the items changes."]


def test_a_mark_set_to_no_is_not_a_mark_left_out():
    def unmark(made):
        made["confirm"] = False

    assert changed(unmark) == [
        "The whole questionnaire: whether it is to be confirmed changes from yes to no."
    ]


def test_a_first_version_is_new_in_all_it_says():
    found = difference({}, document())

    assert f"{SIX} is new." not in found
    assert "List ask_first, Pregnancy is new." in found


def leaves(node, path=()):
    children = node.items() if isinstance(node, dict) else enumerate(node)
    for name, child in children:
        yield (*path, name)
        if isinstance(child, dict | list):
            yield from leaves(child, (*path, name))


LEAVES = list(leaves(published_document()))
json_value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text() | st.just("key"), inner, max_size=3)
    ),
    max_leaves=8,
)


def same(one, other):
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


@QUICK
@given(place=st.sampled_from(LEAVES), value=json_value | st.just(...))
def test_no_change_of_any_value_goes_untold(place, value):
    old, made = published_document(), published_document()
    *way, last = place
    node = made
    for name in way:
        node = node[name]
    if value is ...:
        del node[last]
    else:
        node[last] = value

    found = difference(old, made)

    assert bool(found) != same(old, made)
    assert bool(difference(made, old)) == bool(found)


@QUICK
@given(places=st.lists(st.sampled_from(LEAVES), min_size=2, max_size=4, unique=True))
def test_each_of_several_changes_is_told(places):
    texts = [p for p in places if isinstance(get(published_document(), p), str)]
    texts = [p for p in texts if p[-1] not in ("key", "text", "title")]
    made = published_document()
    for number, place in enumerate(texts):
        get(made, place[:-1])[place[-1]] = f"changed number {number}"

    told = "\n".join(difference(published_document(), made))

    assert all(f"changed number {number}" in told for number in range(len(texts)))


def get(node, path):
    for name in path:
        node = node[name]
    return node


@QUICK
@given(one=json_value, other=json_value)
def test_anything_differs_from_anything_else(one, other):
    assert bool(difference(one, other)) != same(one, other)
