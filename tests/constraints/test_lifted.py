"""The one way past what is frozen, and back."""

import pytest
from django.db import connection, transaction

from booking.constraints import lifted
from tests.constraints.rows import (
    EIGHT,
    NINE,
    committed,
    make_permit,
    make_visit,
    refused_by,
)

pytestmark = committed


def test_lifted_guards_let_one_block_through_and_come_back(schema):
    Record = schema.model("Record")
    record = Record.objects.create(text="read")
    Record.objects.create(text="gone")

    with lifted(Record):
        Record.objects.filter(text="gone").delete()
        Record.objects.update(text="emptied")

    with refused_by("record_frozen"):
        record.delete()
    with refused_by("record_frozen"):
        Record.objects.update(text="read")
    assert Record.objects.get().text == "emptied"


def test_guards_come_back_when_the_block_fails(schema):
    Record = schema.model("Record")
    Record.objects.create(text="read")

    with pytest.raises(ZeroDivisionError), lifted(Record):
        Record.objects.update(text=1 / 0)

    with refused_by("record_frozen"):
        Record.objects.update(text="changed")


def test_only_the_named_table_is_lifted(schema):
    make_permit(schema)

    with lifted(schema.model("Record")), refused_by("permit_frozen"):
        schema.model("Permit").objects.update(until=EIGHT)


def test_lifting_copes_with_references_left_to_check(schema):
    Visit = schema.model("Visit")
    permit = make_permit(schema)
    visit = make_visit(
        schema,
        permit=permit,
        client=permit.client,
        permit_until=NINE,
        status="cancelled",
    )

    with transaction.atomic(), lifted(Visit, type(permit)):
        visit.delete()
        permit.delete()

    assert not Visit.objects.exists()
    assert connection.get_autocommit()
