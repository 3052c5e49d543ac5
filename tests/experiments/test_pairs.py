"""Two ways to act on one appointment at once; every pair, often, by hand: pairs.py."""

import pytest

from tests.experiments.pairs import SCENES, meet, pairs
from tests.factories import make_evening, make_user

APART = (0, 1, 5)  # in the order of the ways: each meets itself and a few others

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scene", SCENES)
def test_whatever_two_people_do_at_once_every_promise_holds(scene):
    treatment, _therapist, _room = make_evening()
    staff = make_user(is_superuser=True)
    ways = list(scene(treatment, staff).ways())

    met = [
        meet(scene, one, two, treatment=treatment, staff=staff)
        for one, two in pairs(scene)
        if two - one in APART
    ]

    names = {name for pair, _refused in met for name in pair}
    assert names == set(ways)
