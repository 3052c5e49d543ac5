"""What needs looking after the morning after."""

import json

import pytest

from booking.models.vocabulary import Sign
from booking.screening.morning import SAME_DAY, Night


@pytest.mark.parametrize(
    ("said", "urgent"),
    [
        ({}, None),
        ({"sleep": 0, "calm": 0}, None),
        ({"sore": 6, "felt": ("sick", "bruise", "other"), "still": "little"}, None),
        ({"felt": ("dizzy",)}, None),
        ({"sore": 7}, "same_day"),
        ({"felt": ("dizzy",), "still": "little"}, "same_day"),
        ({"still": "strong"}, "same_day"),
        ({"warning": ("fainted",)}, "same_day"),
        ({"warning": ("rash_wheeze",)}, "emergency"),
        ({"warning": ("fainted", "chest")}, "emergency"),
        ({"warning": ("a sign of tomorrow's form",)}, "emergency"),
    ],
)
def test_strong_or_lasting_trouble_needs_help(said, urgent):
    night = Night(**{"sleep": 5, **said})

    assert night.urgent == urgent
    assert night.is_trouble is (urgent is not None)


def test_every_warning_sign_of_the_form_is_trouble():
    for sign in Sign.values:
        assert Night(sleep=9, warning=(sign,)).is_trouble, sign
    assert set(SAME_DAY) < set(Sign.values)


def test_what_is_stored_comes_back_the_same():
    night = Night(sleep=4, felt=("dizzy",), warning=("leg",), note="x", may_ring=True)

    assert Night.of(json.loads(json.dumps(night.content))) == night
