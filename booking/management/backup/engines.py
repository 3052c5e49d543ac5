"""What a backup needs of a database, alike for both kinds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.db import connection as clinics
from django.db.backends.base.base import BaseDatabaseWrapper

from booking.fields import Sealed, key_opening
from booking.management.backup import postgresql, sqlite
from booking.management.backup.found import LEFT_OUT, Found
from booking.management.rotation import encrypted_columns
from booking.models import Backup


class Engine(Protocol):
    NAME: str

    def copy(self, connection: BaseDatabaseWrapper, to: Path) -> None:
        """Write the database as it is at one moment, without stopping others."""

    def look(self, file: Path) -> Found:
        """Read a copy from end to end; BackupError where it is not sound."""

    def put_back(self, file: Path, connection: BaseDatabaseWrapper) -> None:
        """Make a copy the content of a database, wholly or not at all."""

    def guards(self, connection: BaseDatabaseWrapper) -> list[str]:
        """The names of the triggers and exclusion constraints it has."""


ENGINES: dict[str, Engine] = {"sqlite": sqlite, "postgresql": postgresql}


@dataclass(frozen=True)
class Opened:
    """How many encrypted values the present FIELD_KEYS open, and how many not."""

    opened: int
    closed: int


def note(**moments: datetime) -> None:
    """Remember when; a database from before there was a place for it goes without."""
    if Backup._meta.db_table in clinics.introspection.table_names():
        Backup.objects.note(**moments)


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    return not connection.introspection.table_names()


def rows_of(connection: BaseDatabaseWrapper) -> dict[str, int]:
    """How many rows each table holds, but for those that are left out."""
    counts = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table in LEFT_OUT:
                continue
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT COUNT(*) FROM {name}")  # noqa: S608 (a table)
            counts[table] = cursor.fetchone()[0]
    return counts


def opened_values(connection: BaseDatabaseWrapper) -> Opened:
    """Try the present FIELD_KEYS on every encrypted value of that database."""
    names = [key_opening(Sealed(token)) for token in _tokens(connection)]
    closed = names.count(None)
    return Opened(opened=len(names) - closed, closed=closed)


def _tokens(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Of the columns it has: it may come from before later ones."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for column in encrypted_columns():
            table, name = column.model._meta.db_table, column.field.column
            if name not in _columns(connection, table):
                continue
            sql = f"SELECT {quote(name)} FROM {quote(table)}"  # noqa: S608 (ours)
            cursor.execute(f"{sql} WHERE {quote(name)} IS NOT NULL")
            yield from (token for (token,) in cursor.fetchall())


def _columns(connection: BaseDatabaseWrapper, table: str) -> set[str]:
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return set()
        description = connection.introspection.get_table_description(cursor, table)
    return {column.name for column in description}
