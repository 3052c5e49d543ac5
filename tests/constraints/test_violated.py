"""Which constraint an error speaks of, alike on both databases."""

import pytest
from django.db import IntegrityError, transaction

from booking.constraints import violated
from booking.models import Questionnaire
from clinic.models import User
from tests.constraints.rows import EIGHT, SEVEN, make_visit
from tests.factories import make_questionnaire


def violated_by(act):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        act()
    return violated(refusal.value)


def test_it_names_a_check(evening):
    name = violated_by(lambda: make_visit(evening, starts_at=EIGHT, busy_until=SEVEN))

    assert name == "visit_in_order"


def test_it_names_a_unique_constraint_though_sqlite_gives_only_its_columns(db):
    make_questionnaire(number=1)

    name = violated_by(lambda: make_questionnaire(number=2))

    assert name == "questionnaire_one_published"
    assert Questionnaire.objects.count() == 1


def test_it_names_a_unique_constraint_over_an_expression(db):
    User.objects.create(email="mara@fernlight.example")

    name = violated_by(lambda: User.objects.create(email="MARA@fernlight.example"))

    assert name == "user_email_once"


def test_it_names_nothing_where_a_value_is_missing(evening):
    assert violated_by(lambda: make_visit(evening, busy_until=None)) is None


def test_it_names_nothing_that_it_was_not_told():
    assert violated(IntegrityError("something else")) is None
