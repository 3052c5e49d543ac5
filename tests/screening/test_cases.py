"""The worked cases: expectations written by hand for the published questionnaire."""

from datetime import timedelta

import pytest

from tests.screening.documents import catalogue, consents, load, published, screen

CASES = load("tests/data/screening_cases.json")["cases"]
NOT_SAID = {"recheck_after_days": None, "mismatch": []}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_worked_case(case):
    result = screen(
        published(),
        case["answers"],
        facts=catalogue().get(case["treatment"]),
        stage=case.get("stage", "booking"),
        until_start=timedelta(hours=case.get("starts_in_hours", 24)),
        consents=case.get("consents", consents(published())),
    )

    expected = {**NOT_SAID, **case["expect"]}
    found = {name: plain(getattr(result, name)) for name in expected}
    assert found == expected


def plain(value):
    return list(value) if isinstance(value, tuple) else value


def test_all_cases_are_there_under_names_of_their_own():
    assert len(CASES) == 144
    assert len({case["name"] for case in CASES}) == 144
