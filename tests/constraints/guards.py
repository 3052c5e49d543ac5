"""Migrations that take the guards of tables.py away and add them again."""

from django.db import models
from django.db.migrations.operations import AddConstraint, RemoveConstraint

from tests.constraints.tables import MODELS

GUARDS = {
    guard.name: (model.__name__, guard)
    for model in MODELS
    for guard in model._meta.constraints
}


def without(*names):
    return [RemoveConstraint(GUARDS[name][0], name) for name in names]


def again(*names, **renamed):
    """The guards added again, over fields that have other names by now."""
    return [
        AddConstraint(GUARDS[name][0], over(GUARDS[name][1], renamed)) for name in names
    ]


def over(guard, renamed):
    kwargs = guard.deconstruct()[2]
    for key, value in kwargs.items():
        if key in ("equal", "fields"):
            kwargs[key] = [renamed.get(name, name) for name in value]
        if key == "to_fields":
            kwargs[key] = [renamed.get(f"to_{name}", name) for name in value]
        if key in ("start", "end"):
            kwargs[key] = renamed.get(value, value)
        if key == "condition":
            [(lookup, wanted)] = value.children
            field, *rest = lookup.split("__")
            renamed_lookup = "__".join([renamed.get(field, field), *rest])
            if wanted == models.F("starts_at"):
                wanted = models.F(renamed.get("starts_at", "starts_at"))
            kwargs[key] = models.Q((renamed_lookup, wanted))
    return type(guard)(**kwargs)
