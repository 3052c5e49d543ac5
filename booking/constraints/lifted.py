"""The one way past `Frozen`."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from booking.constraints.frozen import Frozen


@contextmanager
def lifted(
    *models: type[Model],
    against_change_of: Collection[str] = (),
    using: str = DEFAULT_DB_ALIAS,
) -> Iterator[None]:
    """Take the Frozen guards of these models away, for one transaction.

    Their tables stay locked against other writers until it ends, so nothing slips in
    unguarded; if it fails, the guards come back with everything else. With fields named
    only what refuses a change of these is away; deletion is refused as ever.
    """
    connection = connections[using]
    lift = _lifted_sqlite if connection.vendor == "sqlite" else _lifted_postgresql
    guards = [
        (model._meta.db_table, trigger)
        for model in models
        for guard in model._meta.constraints
        if isinstance(guard, Frozen)
        for trigger in _triggers(guard, connection.vendor, against_change_of)
    ]
    with transaction.atomic(using=using), lift(connection, guards):
        yield


def _triggers(guard: Frozen, vendor: str, fields: Collection[str]) -> list[str]:
    if not fields:
        return guard.triggers(vendor)
    return [guard.on_change] if set(fields) & set(guard.fields) else []


@contextmanager
def _lifted_sqlite(
    connection: BaseDatabaseWrapper, guards: list[tuple[str, str]]
) -> Iterator[None]:
    with connection.cursor() as cursor:
        texts = [_text_of(cursor, trigger) for _table, trigger in guards]
        for _table, trigger in guards:
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(trigger)}")
        yield
        for text in texts:
            cursor.execute(text)


def _text_of(cursor: CursorWrapper, trigger: str) -> str:
    cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [trigger])
    text: str = cursor.fetchone()[0]
    return text


@contextmanager
def _lifted_postgresql(
    connection: BaseDatabaseWrapper, guards: list[tuple[str, str]]
) -> Iterator[None]:
    _switch(connection, guards, "DISABLE")
    yield
    _switch(connection, guards, "ENABLE")


def _switch(
    connection: BaseDatabaseWrapper, guards: list[tuple[str, str]], how: str
) -> None:
    """Turn triggers on or off; a table must have no foreign key left to check."""
    connection.check_constraints()
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table, trigger in guards:
            cursor.execute(f"ALTER TABLE {quote(table)} {how} TRIGGER {quote(trigger)}")
