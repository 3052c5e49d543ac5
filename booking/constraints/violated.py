"""Which constraint an IntegrityError speaks of."""

import re

from django.apps import apps
from django.db import IntegrityError
from django.db.models import Model, UniqueConstraint

from booking.constraints.guard import columns_of

NAMED = re.compile(r"(?:CHECK|exclusion|frozen) constraint failed: (\w+)")
UNIQUE_INDEX = re.compile(r"UNIQUE constraint failed: index '(\w+)'")
UNIQUE_COLUMNS = re.compile(r"UNIQUE constraint failed: (.+)")


def violated(error: IntegrityError) -> str | None:
    """The constraint's name; None where the database did not say.

    SQLite never names a foreign key, so `SameAs` is None there. A single `unique=True`
    column has no name of ours: SQLite gives None, PostgreSQL the name it made up.
    """
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is not None:
        name: str | None = diagnosis.constraint_name
        return name
    text = str(error)
    if match := NAMED.search(text) or UNIQUE_INDEX.search(text):
        return match[1]
    if match := UNIQUE_COLUMNS.search(text):
        return _unique_over(match[1].split(", "))
    return None


def _unique_over(columns: list[str]) -> str | None:
    """The UniqueConstraint over columns given as table.column, if only one is."""
    table = columns[0].partition(".")[0]
    names = [column.rpartition(".")[2] for column in columns]
    found = [
        constraint.name
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table == table
        for constraint in _unique_constraints(model)
        if columns_of(model, constraint.fields) == names
    ]
    return found[0] if len(found) == 1 else None


def _unique_constraints(model: type[Model]) -> list[UniqueConstraint]:
    constraints = model._meta.constraints
    return [each for each in constraints if isinstance(each, UniqueConstraint)]
