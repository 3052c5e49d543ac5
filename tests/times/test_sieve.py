from hypothesis import given
from hypothesis import strategies as st

from booking.times.masks import set_bits, union
from booking.times.sieve import Sieve
from tests.times.given import examples

SPACINGS = [1, 2, 3, 4, 6, 12]


def mask_of(steps):
    return sum(1 << step for step in steps)


@examples(100)
@given(st.data(), st.sampled_from(SPACINGS), st.booleans())
def test_holders_names_the_masks_that_hold_each_step(data, every, moved):
    """Also where a change of the clocks has moved some steps off the spacing."""
    first = data.draw(st.integers(0, every - 1), label="first")
    spaced = st.integers(0, 900 // every).map(lambda number: first + number * every)
    some = st.sets(st.integers(0, 900) if moved else spaced, max_size=60)
    masks = {
        10 + key: mask_of(data.draw(some, label=f"mask {key}"))
        for key in range(data.draw(st.integers(1, 20), label="masks"))
    }
    steps = union(masks.values())

    sieve = Sieve.around(steps | mask_of(data.draw(some, label="other")), every)
    held = sieve.holders(masks, sieve.lanes([steps])) if steps else []

    assert held == [
        tuple(key for key, mask in masks.items() if mask >> step & 1)
        for step in set_bits(steps)
    ]


def test_a_sieve_keeps_the_spacing_and_leaves_out_the_hours_between():
    evenings = [*range(200, 260, 3), *range(488, 548, 3)]

    sieve = Sieve.around(mask_of(evenings), 3)

    assert sieve.places == (slice(24, 33), slice(60, 69))
    assert set(evenings) < set(sieve.steps())
    assert len(sieve.steps()) == 48


def test_steps_off_the_spacing_make_a_sieve_keep_every_step():
    sieve = Sieve.around(mask_of([2, 5, 7]), 3)

    assert sieve.steps() == list(range(24))
