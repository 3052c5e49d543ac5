"""Fields that never change again."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from booking.constraints.guard import (
    Guard,
    Models,
    columns_of,
    is_sqlite,
    row_meets,
    statement,
    values_of,
)


class Frozen(Guard):
    """An update that changes any of `fields` is refused.

    With a condition, only where the row met it before the update: "client set once" is
    `condition=Q(client__isnull=False)`. `delete=True` refuses deletion of such rows
    too, and on PostgreSQL, where there is no condition, TRUNCATE.
    """

    default_violation_error_message = _("This can no longer be changed.")

    def __init__(
        self,
        *,
        name: str,
        fields: Sequence[str],
        condition: Q | None = None,
        delete: bool = False,
        violation_error_code: str | None = None,
        violation_error_message: Any = None,
    ) -> None:
        self.fields = list(fields)
        self.condition = condition
        self.delete = delete
        super().__init__(
            name=name,
            violation_error_code=violation_error_code,
            violation_error_message=violation_error_message,
        )

    def arguments(self) -> dict[str, Any]:
        optional = {"condition": self.condition, "delete": self.delete}
        return {
            "fields": self.fields,
            **{key: value for key, value in optional.items() if value},
        }

    def named_fields(self) -> list[str]:
        return self.fields

    def constraint_sql(
        self, model: Models, schema_editor: BaseDatabaseSchemaEditor
    ) -> None:
        # Rebuilding a table on SQLite comes through here too.
        schema_editor.deferred_sql += self._statements(model, schema_editor)

    def create_sql(
        self, model: Models, schema_editor: BaseDatabaseSchemaEditor
    ) -> Statement:
        statements = self._statements(model, schema_editor)
        return Statement("; ".join(str(each) for each in statements))

    def remove_sql(
        self, model: Models, schema_editor: BaseDatabaseSchemaEditor
    ) -> Statement:
        """Drop the function and with it every trigger that calls it."""
        name = schema_editor.quote_name(self.name)
        return Statement("DROP FUNCTION %(name)s() CASCADE", name=name)

    def triggers(self, vendor: str) -> list[str]:
        """The names of its triggers in that kind of database."""
        return [f"{self.name}_{event}" for event in self._templates(vendor)]

    def _statements(
        self, model: Models, editor: BaseDatabaseSchemaEditor
    ) -> Iterator[Statement]:
        vendor = editor.connection.vendor
        parts = self._parts(model, editor)
        if vendor != "sqlite":
            yield statement(model, editor, FUNCTION, **parts)
        for event, template in self._templates(vendor).items():
            trigger = editor.quote_name(f"{self.name}_{event}")
            yield statement(model, editor, template, trigger=trigger, **parts)

    def _templates(self, vendor: str) -> dict[str, str]:
        templates = dict(SQLITE if vendor == "sqlite" else POSTGRESQL)
        if not self.fields:
            templates.pop("update")
        if not self.delete:
            templates.pop("delete")
        if not self.delete or self.condition:
            templates.pop("truncate", None)
        return templates

    def _parts(self, model: Models, editor: BaseDatabaseSchemaEditor) -> dict[str, str]:
        quote = editor.quote_name
        differs = "IS NOT" if is_sqlite(editor) else "IS DISTINCT FROM"
        columns = [quote(column) for column in columns_of(model, self.fields)]
        return {
            "name": quote(self.name),
            "constraint": editor.quote_value(self.name),
            "message": editor.quote_value(f"frozen constraint failed: {self.name}"),
            "columns": ", ".join(columns),
            "changed": " OR ".join(f"OLD.{c} {differs} NEW.{c}" for c in columns),
            "frozen": row_meets("OLD", model, editor, self.condition or Q()),
        }

    def validate(
        self,
        model: Models,
        instance: Model,
        exclude: Collection[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        names = [name for name in self.fields if name not in (exclude or ())]
        rows = model._base_manager.using(using).filter(self.condition or Q())
        before = rows.filter(pk=instance.pk).first()
        if before is None:
            return
        if values_of(model, before, names) != values_of(model, instance, names):
            self.refuse()


SQLITE = {
    "update": (
        "CREATE TRIGGER %(trigger)s BEFORE UPDATE OF %(columns)s ON %(table)s"
        " WHEN (%(changed)s) AND %(frozen)s"
        " BEGIN SELECT RAISE(ABORT, %(message)s); END"
    ),
    "delete": (
        "CREATE TRIGGER %(trigger)s BEFORE DELETE ON %(table)s WHEN %(frozen)s"
        " BEGIN SELECT RAISE(ABORT, %(message)s); END"
    ),
}

# On PostgreSQL the columns stand in the function's text alone: a trigger that named
# them would forbid a later change of their type, and go with a column that is dropped.
FUNCTION = (
    "CREATE OR REPLACE FUNCTION %(name)s() RETURNS trigger LANGUAGE plpgsql AS $$"
    " BEGIN"
    " IF TG_OP = 'UPDATE' THEN"
    " IF NOT ((%(changed)s) AND %(frozen)s) THEN RETURN NEW; END IF;"
    " ELSIF TG_OP = 'DELETE' THEN"
    " IF NOT %(frozen)s THEN RETURN OLD; END IF;"
    " END IF;"
    " RAISE EXCEPTION USING MESSAGE = %(message)s, ERRCODE = 'check_violation',"
    " CONSTRAINT = %(constraint)s, TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;"
    " END $$"
)
POSTGRESQL = {
    "update": (
        "CREATE TRIGGER %(trigger)s BEFORE UPDATE ON %(table)s"
        " FOR EACH ROW EXECUTE FUNCTION %(name)s()"
    ),
    "delete": (
        "CREATE TRIGGER %(trigger)s BEFORE DELETE ON %(table)s"
        " FOR EACH ROW EXECUTE FUNCTION %(name)s()"
    ),
    "truncate": (
        "CREATE TRIGGER %(trigger)s BEFORE TRUNCATE ON %(table)s"
        " FOR EACH STATEMENT EXECUTE FUNCTION %(name)s()"
    ),
}
