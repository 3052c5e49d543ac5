"""Read back the database settings the promises rest on."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

WANTED_ON_SQLITE = {"synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def _pragma(name: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


def database_faults() -> list[str]:
    """What the open connection has set otherwise than settings.py asks."""
    if connection.vendor != "sqlite":
        return []
    wanted = {"journal_mode": settings.JOURNAL.lower(), **WANTED_ON_SQLITE}
    found = {name: _pragma(name) for name in wanted}
    faults = [
        f"PRAGMA {name} is {found[name]}, not {value}"
        for name, value in wanted.items()
        if found[name] != value
    ]
    if getattr(connection, "transaction_mode", None) != "IMMEDIATE":
        faults.append("SQLite transactions do not start IMMEDIATE")
    return faults


def pending_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [
        f"{migration.app_label}.{migration.name} is not applied"
        for migration, _ in plan
    ]


@register(Tags.database)
def check_database(
    *, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    if not databases or "default" not in databases:
        return []
    return [Error(fault, id="clinic.E001") for fault in database_faults()]
