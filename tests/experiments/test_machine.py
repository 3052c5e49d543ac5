"""Some random lives of a clinic; many more by hand: `tests.experiments.lives`."""

import pytest

from tests.experiments.machine import live


@pytest.mark.django_db
def test_every_promise_holds_whatever_people_do():
    live(examples=15, steps=40)
