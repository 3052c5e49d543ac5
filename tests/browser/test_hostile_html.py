"""Hostile texts, cleaned, in a real browser without any policy: nothing runs."""

import pytest

from education.body import clean
from tests.education.hostile import payloads
from tests.education.test_body import FEW
from tests.experiments.hostile_html import show, together

pytestmark = pytest.mark.browser


@pytest.fixture
def page(new_context):
    return new_context().new_page()


def shown(page, texts):
    noted = show(page, together(texts))
    return page.evaluate("window.ran ?? 0"), noted


def test_nothing_runs_and_nothing_is_asked_for(page):
    assert shown(page, [clean(text) for text in payloads(FEW)]) == (0, [])


def test_the_same_texts_run_where_they_are_not_cleaned(page):
    ran, noted = shown(page, payloads(20))

    assert ran
    assert noted
