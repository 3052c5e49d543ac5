"""Copied columns are those of the row they were copied from."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from tests.constraints.rows import (
    EIGHT,
    NINE,
    committed,
    make_client,
    make_permit,
    make_visit,
    refused_by_foreign_key,
    run,
)

pytestmark = committed
ITS_OWN = "visit_permit_is_its_own"


def test_a_true_copy_is_taken(schema):
    permit = make_permit(schema)

    make_visit(schema, permit=permit, client=permit.client, permit_until=NINE)

    assert schema.model("Visit").objects.get().permit == permit


def test_a_copy_with_a_later_end_is_refused(schema):
    permit = make_permit(schema, until=EIGHT)

    with refused_by_foreign_key(ITS_OWN):
        make_visit(schema, permit=permit, client=permit.client, permit_until=NINE)

    assert schema.model("Visit").objects.count() == 0


def test_the_permit_of_another_client_is_refused(schema):
    permit = make_permit(schema)

    with refused_by_foreign_key(ITS_OWN):
        make_visit(schema, permit=permit, client=make_client(schema), permit_until=NINE)


def test_a_forged_copy_in_an_update_is_refused(schema):
    permit = make_permit(schema)
    visit = make_visit(schema, permit=permit, client=permit.client, permit_until=NINE)

    with refused_by_foreign_key(ITS_OWN):
        schema.model("Visit").objects.filter(pk=visit.pk).update(permit_until=EIGHT)


def test_a_forged_copy_in_raw_sql_is_refused(schema):
    visit = make_visit(schema, client=make_client(schema))
    permit = make_permit(schema)

    with refused_by_foreign_key(ITS_OWN):
        run(
            "UPDATE evening_visit SET permit_id = %s,"
            " permit_until = '2026-12-01 21:00:00' WHERE id = %s",
            permit.pk,
            visit.pk,
        )


@pytest.mark.parametrize("missing", ["permit", "client", "permit_until"])
def test_with_any_part_missing_nothing_is_checked(schema, missing):
    permit = make_permit(schema, until=EIGHT)
    fields = {"permit": permit, "client": make_client(schema), "permit_until": NINE}

    make_visit(schema, **{**fields, missing: None})

    assert schema.model("Visit").objects.count() == 1


def test_it_is_checked_at_the_end_of_the_transaction(schema):
    permit = make_permit(schema, until=EIGHT)
    visit = make_visit(schema)

    with transaction.atomic():
        visit.permit, visit.client = permit, permit.client
        visit.permit_until = NINE
        visit.save()
        visit.permit_until = EIGHT
        visit.save()

    visit.refresh_from_db()
    assert visit.permit_until == EIGHT


def test_a_permit_in_use_cannot_be_deleted_even_in_raw_sql(schema):
    permit = make_permit(schema)
    make_visit(schema, permit=permit, client=permit.client, permit_until=NINE)

    with pytest.raises(Exception, match=r"(?i)foreign key"), transaction.atomic():
        run("DELETE FROM evening_permit")

    assert schema.model("Permit").objects.count() == 1


def test_full_clean_compares_the_copy_with_the_original(schema):
    permit = make_permit(schema, until=EIGHT)
    visit = make_visit(schema, client=permit.client)
    visit.permit, visit.permit_until = permit, NINE

    with pytest.raises(ValidationError, match=ITS_OWN):
        visit.validate_constraints()

    visit.validate_constraints(exclude={"permit_until"})
    visit.permit_until = EIGHT
    visit.validate_constraints()
