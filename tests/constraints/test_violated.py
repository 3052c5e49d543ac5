"""Which constraint an error speaks of, alike on both databases."""

import pytest
from django.db import IntegrityError, transaction

from booking.constraints import violated
from tests.constraints.rows import SEVEN, make_visit


def test_it_names_a_check(evening):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        make_visit(evening, busy_until=SEVEN.replace(hour=1))

    assert violated(refusal.value) == "visit_in_order"


def test_it_names_nothing_where_a_value_is_missing(evening):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        make_visit(evening, busy_until=None)

    assert violated(refusal.value) is None
