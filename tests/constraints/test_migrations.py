"""The guards outlive every later migration, forwards and backwards."""

import pytest
from django.db import connection, models
from django.db.migrations.operations import (
    AddField,
    AddIndex,
    AlterField,
    AlterModelTable,
    AlterUniqueTogether,
    CreateModel,
    RemoveField,
    RenameField,
    RenameModel,
)

from tests.constraints.guards import GUARDS, again, without
from tests.constraints.rows import committed
from tests.constraints.still_guarded import assert_still_guarded
from tests.constraints.tables import APP

pytestmark = committed


def renaming(model, old, new, *guards):
    """What `makemigrations` writes where a guarded field is renamed."""
    renamed = {old: new}
    return [*without(*guards), RenameField(model, old, new), *again(*guards, **renamed)]


ON_VISIT = [name for name, (model, _guard) in GUARDS.items() if model == "Visit"]
ON_TIMES = [
    *("visit_therapist_free", "visit_room_free", "visit_in_order", "visit_in_utc"),
    "visit_over_stays_over",
]
SAME = "visit_permit_is_its_own"
PROTECT = models.PROTECT

# What is done, and which names differ afterwards.
MIGRATIONS = {
    "column with a default": [
        AddField("visit", "extra", models.IntegerField(default=3)),
    ],
    "column that may be empty": [
        AddField("visit", "empty", models.IntegerField(null=True)),
    ],
    "column with a default of the database": [
        AddField("visit", "preset", models.IntegerField(db_default=3)),
    ],
    "unique column": [
        AddField("visit", "number", models.IntegerField(null=True, unique=True)),
    ],
    "reference": [
        AddField(
            "visit",
            "friend",
            models.ForeignKey("evening.Client", PROTECT, null=True, related_name="+"),
        ),
    ],
    "many references": [
        AddField("visit", "friends", models.ManyToManyField("evening.Client")),
    ],
    "longer status": [
        AlterField("visit", "status", models.CharField(max_length=30, default="held")),
    ],
    "status without limit": [
        AlterField("visit", "status", models.TextField(default="held")),
    ],
    "wider room number": [
        AlterField("visit", "room", models.BigIntegerField(null=True)),
    ],
    "index on the start": [
        AlterField("visit", "starts_at", models.DateTimeField(db_index=True)),
    ],
    "end that may be empty": [
        AlterField("visit", "busy_until", models.DateTimeField(null=True)),
    ],
    "reference without index": [
        AlterField(
            "visit",
            "therapist",
            models.ForeignKey("evening.Therapist", PROTECT, db_index=False),
        ),
    ],
    "note renamed": [RenameField("visit", "note", "remark")],
    "note dropped": [RemoveField("visit", "note")],
    "index added": [
        AddIndex("visit", models.Index(fields=["starts_at"], name="visit_by_start")),
    ],
    "unique together": [AlterUniqueTogether("visit", [("therapist", "id")])],
    "another table": [AlterModelTable("visit", "evening_session")],
    "another table of the target": [AlterModelTable("permit", "evening_pass")],
    "target with a new column": [
        AddField("permit", "extra", models.IntegerField(default=3)),
    ],
    "target with an index": [
        AlterField("permit", "until", models.DateTimeField(db_index=True)),
    ],
    "target without its note": [
        AlterField("permit", "note", models.TextField(default="")),
        RenameField("permit", "note", "remark"),
    ],
    "smaller keys of the target": [
        AlterField("permit", "id", models.AutoField(primary_key=True)),
    ],
    "smaller keys of the therapists": [
        AlterField("therapist", "id", models.AutoField(primary_key=True)),
    ],
    "clients with a new column": [
        AddField("client", "extra", models.IntegerField(default=3)),
    ],
    "new model beside": [
        CreateModel(
            "Bill",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("visit", models.ForeignKey("evening.Visit", PROTECT)),
                ("permit", models.ForeignKey("evening.Permit", PROTECT)),
            ],
        ),
    ],
    "all guards removed and added": [*without(*ON_VISIT), *again(*ON_VISIT)],
    "several at once": [
        AddField("visit", "extra", models.IntegerField(default=3)),
        AlterField("visit", "extra", models.BigIntegerField(default=4)),
        RenameField("visit", "extra", "more"),
        *without("visit_room_free", SAME),
        AddField("permit", "extra", models.IntegerField(default=3)),
        AlterField("visit", "status", models.CharField(max_length=30)),
        *again("visit_room_free", SAME),
        RemoveField("visit", "note"),
        RemoveField("permit", "extra"),
    ],
}
RENAMINGS = {
    "therapists renamed": (
        [RenameModel("Therapist", "Masseur")],
        {"Therapist": "Masseur"},
    ),
    "visits renamed": ([RenameModel("Visit", "Session")], {"Visit": "Session"}),
    "target renamed": ([RenameModel("Permit", "Pass")], {"Permit": "Pass"}),
    "clients renamed": ([RenameModel("Client", "Guest")], {"Client": "Guest"}),
    "start renamed": (
        [
            *without(*ON_TIMES),
            RenameField("visit", "starts_at", "begins_at"),
            *again(*ON_TIMES, starts_at="begins_at"),
        ],
        {"starts_at": "begins_at"},
    ),
    "status renamed": (
        renaming(
            *("visit", "status", "state"),
            *("visit_therapist_free", "visit_room_free", "visit_over_stays_over"),
        ),
        {"status": "state"},
    ),
    "therapist of a visit renamed": (
        renaming("visit", "therapist", "giver", "visit_therapist_free"),
        {"therapist": "giver"},
    ),
    "client of a visit renamed": (
        renaming("visit", "client", "guest", "visit_client_once", SAME),
        {"client": "guest"},
    ),
    "copied column renamed": (
        renaming("visit", "permit_until", "good_until", "visit_in_utc", SAME),
        {"permit_until": "good_until"},
    ),
    "end of the target renamed": (
        [
            *without(SAME, "permit_whole", "permit_frozen", "permit_in_utc"),
            RenameField("permit", "until", "ends_at"),
            *again("permit_whole", "permit_frozen", "permit_in_utc", until="ends_at"),
            *again(SAME, to_until="ends_at"),
        ],
        {"until": "ends_at"},
    ),
    "client of the target renamed": (
        [
            *without(SAME, "permit_whole", "permit_frozen"),
            RenameField("permit", "client", "owner"),
            *again("permit_whole", "permit_frozen", client="owner"),
            *again(SAME, to_client="owner"),
        ],
        {"permit_client": "owner"},
    ),
    "text of a record renamed": (
        renaming("record", "text", "words", "record_frozen"),
        {"text": "words"},
    ),
}


@pytest.mark.parametrize("operations", MIGRATIONS.values(), ids=MIGRATIONS)
def test_the_guards_outlive_a_migration_and_its_undoing(schema, operations):
    assert_still_guarded(schema)

    schema.migrate(*operations)
    assert_still_guarded(schema)

    schema.back()
    assert_still_guarded(schema)


@pytest.mark.parametrize(
    ("operations", "names"), RENAMINGS.values(), ids=list(RENAMINGS)
)
def test_the_guards_outlive_a_renaming_and_its_undoing(schema, operations, names):
    assert_still_guarded(schema)

    schema.migrate(*operations)
    assert_still_guarded(schema, **names)

    schema.back()
    assert_still_guarded(schema)


def test_all_of_them_one_after_another_and_back_to_zero(schema):
    """In one process: what one migration leaves behind must not trip the next."""
    on_their_own = {"note renamed", "several at once"}
    for name in MIGRATIONS.keys() - on_their_own:
        schema.migrate(*MIGRATIONS[name])
    assert_still_guarded(schema)

    names = {}
    for kind in ("therapists", "target", "clients", "visits"):
        operations, renamed = RENAMINGS[f"{kind} renamed"]
        schema.migrate(*operations)
        names |= renamed
        assert_still_guarded(schema, **names)

    for _renamed in names:
        schema.back()
    assert_still_guarded(schema)
    schema.back_to_zero()
    assert not [table for table in tables() if table.startswith(APP)]


def tables():
    return connection.introspection.table_names()
