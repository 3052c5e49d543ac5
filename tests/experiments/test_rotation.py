"""A new key under load, killed once; more by hand: `tests.experiments.rotation`."""

import pytest

from tests.experiments.rotating import rotate_killed


@pytest.mark.django_db(transaction=True)
def test_a_new_key_survives_a_kill_and_loses_nobodys_writing():
    said, slowest = rotate_killed(rows=600, kills=1)

    assert "are encrypted anew" in said
    assert slowest < 5
