"""Every encrypted value under the first of FIELD_KEYS, while the site goes on working.

A value is read, sealed anew, and put back only where the column still holds what was
read, so nobody's writing is lost. A batch is one short transaction that waits for no
row: on PostgreSQL those that somebody is at are left for the next walk. Where a column
is frozen, what refuses its change is away for that transaction alone, in which nobody
else can write to the table.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any

from django.apps import apps
from django.db import OperationalError, connection, transaction
from django.db.models import Model

from booking.constraints import Frozen, lifted
from booking.constraints.guard import column_of
from booking.fields import (
    EncryptedJSONField,
    Sealed,
    WrongKey,
    key_opening,
    sealed_anew,
    under_first_key,
)

BATCH = 200  # rows
TRIES = 10
WAITS_FOR_TABLE = "2s"  # a longer wait would hold up everyone who comes after it
Change = tuple[Any, Sealed, Sealed]


@dataclass
class Counts:
    """What became of the rows of one or more columns."""

    first: int = 0
    rotated: int = 0
    changed_meanwhile: int = 0
    unopened: int = 0

    def add(self, other: "Counts") -> None:
        for field in fields(self):
            total = getattr(self, field.name) + getattr(other, field.name)
            setattr(self, field.name, total)


@dataclass(frozen=True)
class Column:
    """One encrypted field of one model."""

    model: type[Model]
    field: EncryptedJSONField

    def __str__(self) -> str:
        return f"{self.model._meta.label}.{self.field.name}"

    @property
    def is_frozen(self) -> bool:
        guards = (c for c in self.model._meta.constraints if isinstance(c, Frozen))
        return any(self.field.name in guard.fields for guard in guards)

    def names(self) -> list[str]:
        """Of table, primary key and column, as SQL writes them."""
        options = self.model._meta
        names = (options.db_table, column_of(self.model, "pk"), self.field.column)
        return [connection.ops.quote_name(str(name)) for name in names]

    def batches(self, size: int = BATCH) -> Iterator[list[tuple[Any, Sealed]]]:
        """Its rows by primary key, without those that hold nothing."""
        held = self.model._base_manager.filter(**{f"{self.field.name}__isnull": False})
        rows = held.order_by("pk").values_list("pk", self.field.attname)
        batch = list(rows[:size])
        while batch:
            yield batch
            batch = list(rows.filter(pk__gt=batch[-1][0])[:size])


def encrypted_columns() -> list[Column]:
    """Every encrypted field of every model, those kept for history too."""
    return [
        Column(model, field)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_concrete_fields
        if isinstance(field, EncryptedJSONField)
    ]


def rows_by_key(column: Column) -> dict[str | None, int]:
    """How many rows each key opens, by its name; None for those that none opens."""
    counts: dict[str | None, int] = {}
    for batch in column.batches():
        for _pk, sealed in batch:
            name = key_opening(sealed)
            counts[name] = counts.get(name, 0) + 1
    return counts


def rotate(column: Column, after_batch: Callable[[], None] = lambda: None) -> Counts:
    """Walk over the column once; safe to end anywhere, and to do again."""
    counts = Counts()
    for batch in column.batches():
        changes = _changes(column, batch, counts)
        rotated = _put_patiently(column, changes) if changes else 0
        counts.rotated += rotated
        counts.changed_meanwhile += len(changes) - rotated
        after_batch()
    return counts


def _changes(
    column: Column, batch: list[tuple[Any, Sealed]], counts: Counts
) -> list[Change]:
    changes: list[Change] = []
    for pk, sealed in batch:
        if under_first_key(sealed):
            counts.first += 1
            continue
        try:
            changes.append((pk, sealed, sealed_anew(sealed, f"{column} {pk}")))
        except WrongKey:
            counts.unopened += 1
    return changes


def _put_patiently(column: Column, changes: list[Change]) -> int:
    """Put them back; where the database is busy, let the others go first."""
    for failed in range(1, TRIES):
        try:
            return _put(column, changes)
        except OperationalError:
            time.sleep(0.2 * failed)
    return _put(column, changes)


def _put(column: Column, changes: list[Change]) -> int:
    """How many rows were put back; the others hold something else by now."""
    with _writing(column), connection.cursor() as cursor:
        nobodys = _rows_nobody_is_at(column, [pk for pk, *_tokens in changes])
        table, pk_column, name = column.names()
        put = 0
        for pk, before, after in changes:
            if pk not in nobodys:
                continue
            cursor.execute(
                f"UPDATE {table} SET {name} = %s"  # noqa: S608 (our own names)
                f" WHERE {pk_column} = %s AND {name} = %s",
                [after.token(), _as_stored(column, pk), before.token()],
            )
            put += cursor.rowcount
        return put


@contextmanager
def _writing(column: Column) -> Iterator[None]:
    """A transaction that may change this one column, though it be frozen."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{WAITS_FOR_TABLE}'")
        if not column.is_frozen:
            yield
            return
        with lifted(column.model, against_change_of=[column.field.name]):
            yield


def _rows_nobody_is_at(column: Column, keys: list[Any]) -> set[Any]:
    """Locked for us now; waiting for one while we hold the table could lock up both."""
    rows = column.model._base_manager.filter(pk__in=keys).order_by("pk")
    mine = rows.select_for_update(skip_locked=True, no_key=True)
    return set(mine.values_list("pk", flat=True))


def _as_stored(column: Column, pk: Any) -> Any:
    key: Any = column.model._meta.pk
    return key.get_db_prep_value(pk, connection)
