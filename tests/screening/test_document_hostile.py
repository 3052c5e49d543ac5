"""Documents that are anything at all: their faults are named, nothing raises."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking.screening.document import check
from tests.screening.documents import catalogue, published_document

QUICK = settings(max_examples=100, deadline=None)
json_value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text() | st.just("key"), inner, max_size=4)
    ),
    max_leaves=10,
)


@QUICK
@given(value=json_value)
def test_checking_anything_names_its_faults(value):
    assert check(value, catalogue())


def places(node, path=()):
    yield path
    children = node.items() if isinstance(node, dict) else enumerate(node)
    for name, child in children if isinstance(node, dict | list) else ():
        yield from (
            places(child, (*path, name))
            if isinstance(child, dict | list)
            else [(*path, name)]
        )


PLACES = list(places(published_document()))[1:]


@QUICK
@given(place=st.sampled_from(PLACES), value=json_value)
def test_anything_anywhere_in_a_document_never_raises(place, value):
    made = published_document()
    *way, last = place
    node = made
    for name in way:
        node = node[name]
    node[last] = value

    found = check(made, catalogue())

    assert all(isinstance(fault, str) for fault in found)


@pytest.mark.parametrize("around", [list, dict])
def test_a_very_deep_document_is_refused_in_words(around):
    deep = published_document()
    nest = "end"
    for _ in range(100_000):
        nest = [nest] if around is list else {"sections": nest}

    deep["sections"][0]["items"][0]["choices"][0]["reason"] = nest
    found = check(deep, catalogue())
    alone = check(nest, catalogue())

    assert len(found) == 1
    assert alone
