"""Copied columns that are proven to equal those of the row they were copied from."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.core import checks
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.ddl_references import Columns, Statement, Table
from django.db.models import Model, UniqueConstraint

from booking.constraints.guard import (
    Editor,
    Guard,
    Models,
    columns_of,
    is_sqlite,
    statement,
    values_of,
)


class SameAs(Guard):
    """A foreign key over several columns; the first field names the target.

    Checked at the end of the transaction, and only where none of `fields` is NULL.
    The target needs a UniqueConstraint over `to_fields`. A migration that removes both
    must remove this one first; makemigrations goes by the names of the models.
    """

    def __init__(
        self,
        *,
        name: str,
        fields: Sequence[str],
        to_fields: Sequence[str],
        violation_error_code: str | None = None,
        violation_error_message: Any = None,
    ) -> None:
        if len(fields) != len(to_fields):
            raise ValueError("SameAs needs as many to_fields as fields.")
        self.fields = list(fields)
        self.to_fields = list(to_fields)
        super().__init__(
            name=name,
            violation_error_code=violation_error_code,
            violation_error_message=violation_error_message,
        )

    def arguments(self) -> dict[str, Any]:
        return {"fields": self.fields, "to_fields": self.to_fields}

    def named_fields(self) -> list[str]:
        return self.fields

    def target(self, model: Models) -> Models:
        reference: Any = model._meta.get_field(self.fields[0])
        related: Models = reference.remote_field.model
        return related

    def _check(
        self, model: Models, connection: BaseDatabaseWrapper
    ) -> list[checks.CheckMessage]:
        errors = super()._check(model, connection)
        target = self.target(model)
        uniques = [
            list(each.fields)
            for each in target._meta.constraints
            if isinstance(each, UniqueConstraint) and each.condition is None
        ]
        if self.to_fields not in uniques:
            text = f"{self.name} needs a UniqueConstraint over {self.to_fields}."
            errors.append(checks.Error(text, obj=target, id="booking.E005"))
        return errors

    def inside(self, model: Models, editor: Editor) -> str | None:
        if not is_sqlite(editor):
            return None
        return str(Statement(FOREIGN_KEY, **self._parts(model, editor)))

    def beside(self, model: Models, editor: Editor) -> Iterator[Statement]:
        """On PostgreSQL the target must be unique first, so it waits for the end."""
        if not is_sqlite(editor):
            parts = self._parts(model, editor)
            template = f"ALTER TABLE %(table)s ADD {FOREIGN_KEY}"
            yield statement(model, editor, template, **parts)

    def drop(self, model: Models, editor: Editor) -> str:
        name = editor.quote_name(self.name)
        return f"SET CONSTRAINTS {name} IMMEDIATE; {super().drop(model, editor)}"

    def _parts(self, model: Models, editor: Editor) -> dict[str, Any]:
        quote = editor.quote_name
        target = self.target(model)
        table, to_table = model._meta.db_table, target._meta.db_table
        to_columns = columns_of(target, self.to_fields)
        return {
            "name": quote(self.name),
            "columns": Columns(table, columns_of(model, self.fields), quote),
            "to_table": Table(to_table, quote),
            "to_columns": Columns(to_table, to_columns, quote),
        }

    def validate(
        self,
        model: Models,
        instance: Model,
        exclude: Collection[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        values = list(values_of(model, instance, self.fields).values())
        if set(self.fields) & set(exclude or ()) or None in values:
            return
        copied = dict(zip(self.to_fields, values, strict=True))
        originals = self.target(model)._base_manager.using(using)
        if not originals.filter(**copied).exists():
            self.refuse()


FOREIGN_KEY = (
    "CONSTRAINT %(name)s FOREIGN KEY (%(columns)s) REFERENCES %(to_table)s"
    " (%(to_columns)s) DEFERRABLE INITIALLY DEFERRED"
)
