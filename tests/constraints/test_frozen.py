"""What is frozen stays as it is."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F

from tests.constraints.rows import (
    EIGHT,
    NINE,
    make_client,
    make_permit,
    make_visit,
    on_sqlite,
    refused_by,
    run,
)


def test_a_frozen_field_cannot_be_changed(evening):
    permit = make_permit(evening)

    with refused_by("permit_frozen"):
        permit.until = EIGHT
        permit.save()

    permit.refresh_from_db()
    assert permit.until == NINE


def test_a_query_cannot_change_it_either(evening):
    make_permit(evening)

    with refused_by("permit_frozen"):
        evening.model("Permit").objects.update(until=EIGHT)


def test_raw_sql_cannot_change_it_either(evening):
    make_permit(evening)

    with refused_by("permit_frozen"):
        run("UPDATE evening_permit SET until = '2027-01-01 00:00:00'")


def test_emptying_counts_as_a_change(evening):
    make_visit(evening, client=make_client(evening))

    with refused_by("visit_client_once"):
        evening.model("Visit").objects.update(client=None)


def test_other_fields_and_the_same_value_may_be_written(evening):
    permit = make_permit(evening)

    permit.note = "seen"
    permit.save()
    evening.model("Permit").objects.update(until=F("until"))

    assert evening.model("Permit").objects.get().note == "seen"


def test_what_was_empty_is_set_once(evening):
    visit = make_visit(evening)
    visit.client = make_client(evening)
    visit.save()

    with refused_by("visit_client_once"):
        visit.client = make_client(evening)
        visit.save()


def test_the_condition_asks_how_the_row_was_not_how_it_becomes(evening):
    visit = make_visit(evening)
    Visit = evening.model("Visit")

    Visit.objects.update(status="cancelled", starts_at=F("starts_at"))
    with refused_by("visit_over_stays_over"):
        Visit.objects.update(status="held")
    with refused_by("visit_over_stays_over"):
        Visit.objects.update(starts_at=EIGHT)

    visit.refresh_from_db()
    assert visit.status == "cancelled"


def test_one_frozen_row_among_many_refuses_the_whole_update(evening):
    make_visit(evening)
    make_visit(evening, status="cancelled")

    with refused_by("visit_over_stays_over"):
        evening.model("Visit").objects.update(status="expired")

    assert evening.model("Visit").objects.filter(status="held").count() == 1


def test_an_undeletable_row_stays_whoever_deletes_it(evening):
    record = evening.model("Record").objects.create(text="read")

    with refused_by("record_frozen"):
        record.delete()
    with refused_by("record_frozen"):
        evening.model("Record").objects.all().delete()
    with refused_by("record_frozen"):
        run("DELETE FROM evening_record")

    assert evening.model("Record").objects.count() == 1


def test_only_rows_of_the_condition_are_undeletable(evening):
    cancelled = make_visit(evening, status="cancelled")
    held = make_visit(evening)

    held.delete()
    with refused_by("visit_over_stays_over"):
        cancelled.delete()

    assert list(evening.model("Visit").objects.all()) == [cancelled]


def test_truncation_is_refused(evening):
    if on_sqlite():
        return  # SQLite has no TRUNCATE
    evening.model("Record").objects.create(text="read")

    with refused_by("record_frozen"):
        run("TRUNCATE evening_record")


def test_raw_replacement_of_an_undeletable_row_is_refused(evening):
    if not on_sqlite():
        return  # PostgreSQL has no REPLACE
    record = evening.model("Record").objects.create(text="read")
    cancelled = make_visit(evening, status="cancelled")

    with refused_by("record_frozen"):
        run("REPLACE INTO evening_record (id, text) VALUES (%s, 'forged')", record.pk)
    with refused_by("visit_over_stays_over"):
        run("REPLACE INTO evening_visit SELECT * FROM evening_visit")
    run("REPLACE INTO evening_record (id, text) VALUES (%s, 'new')", record.pk + 1)

    cancelled.refresh_from_db()
    texts = evening.model("Record").objects.values_list("text", flat=True)
    assert sorted(texts) == ["new", "read"]


def test_a_table_without_delete_guard_may_be_emptied(evening):
    make_permit(evening)

    if on_sqlite():
        run("REPLACE INTO evening_permit SELECT * FROM evening_permit")
    run("DELETE FROM evening_permit")

    assert evening.model("Permit").objects.count() == 0


def test_full_clean_says_so_in_words(evening):
    permit = make_permit(evening)
    permit.validate_constraints()

    permit.until = EIGHT

    with pytest.raises(ValidationError, match="no longer be changed"):
        permit.validate_constraints()
    permit.validate_constraints(exclude={"until"})


def test_full_clean_of_a_new_row_passes(evening):
    Permit = evening.model("Permit")

    Permit(client=make_client(evening), until=NINE).validate_constraints()
