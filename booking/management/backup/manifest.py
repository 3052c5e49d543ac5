"""What a backup says of itself, and what the database of this site should hold."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from booking.constraints import Frozen, NoOverlap
from booking.fields import key_name
from booking.management.backup.problems import BackupError

FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """`rows` counts each table; `keys` names the field keys, which it does not hold."""

    made_at: str
    vendor: str
    rows: dict[str, int]
    guards: list[str]
    migrations: list[str]
    keys: list[str]
    sha256: str
    media: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    def as_bytes(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()


def parsed(content: bytes) -> Manifest:
    try:
        found: dict[str, Any] = json.loads(content)
        if found["format"] != FORMAT:
            raise BackupError("It was made by a newer Vesper: bring the code up to it.")
        return Manifest(**found)
    except (ValueError, KeyError, TypeError) as error:
        raise BackupError("Its manifest cannot be read.") from error


def described(
    *,
    made_at: datetime,
    rows: dict[str, int],
    guards: list[str],
    sha256: str,
    media: dict[str, str],
) -> Manifest:
    """The manifest of a copy of the database this process uses."""
    return Manifest(
        made_at=made_at.isoformat(),
        vendor=connection.vendor,
        rows=rows,
        guards=sorted(guards),
        migrations=applied(),
        keys=[key_name(key) for key in settings.FIELD_KEYS],
        sha256=sha256,
        media=media,
    )


def applied() -> list[str]:
    """The migrations this database has seen, as app.name."""
    loader = MigrationLoader(connection)
    return sorted(f"{app}.{name}" for app, name in loader.applied_migrations)


def known() -> set[str]:
    """The migrations this code can run, and those they took the place of."""
    found = MigrationLoader(None).disk_migrations
    replaced = {each for migration in found.values() for each in migration.replaces}
    return {f"{app}.{name}" for app, name in {*found, *replaced}}


def to_migrate(connection: BaseDatabaseWrapper) -> bool:
    """Whether that database is of an older Vesper than this code."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def wanted_guards(vendor: str) -> set[str]:
    """The names of what keeps our promises in a database of that kind.

    Triggers and exclusion constraints: the tables' own checks come with the tables.
    """
    guards = [
        constraint
        for model in apps.get_models(include_auto_created=True)
        for constraint in model._meta.constraints
    ]
    names: set[str] = set()
    for guard in guards:
        if isinstance(guard, Frozen):
            names.update(guard.triggers(vendor))
        elif isinstance(guard, NoOverlap):
            sqlite = (f"{guard.name}_insert", f"{guard.name}_update")
            names.update(sqlite if vendor == "sqlite" else (guard.name,))
    return names
