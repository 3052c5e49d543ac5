"""Fields that never change again."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.backends.ddl_references import Statement
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from booking.constraints.guard import (
    Editor,
    Guard,
    Models,
    column_of,
    columns_of,
    condition_sql,
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

    PostgreSQL keeps the columns' names as text, so a migration that renames one takes
    the guard away before and adds it after, as makemigrations does by itself.
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

    def beside(self, model: Models, editor: Editor) -> Iterator[Statement]:
        if not is_sqlite(editor):
            yield statement(model, editor, FUNCTION)
        parts = self._parts(model, editor)
        for event, template in self._templates(editor.connection.vendor).items():
            trigger = editor.quote_name(f"{self.name}_{event}")
            yield statement(model, editor, template, trigger=trigger, **parts)

    def drop(self, model: Models, editor: Editor) -> str:
        table = editor.quote_name(model._meta.db_table)
        return "; ".join(
            f"DROP TRIGGER {editor.quote_name(trigger)} ON {table}"
            for trigger in self.triggers(editor.connection.vendor)
        )

    def triggers(self, vendor: str) -> list[str]:
        """The names of its triggers in that kind of database."""
        return [f"{self.name}_{event}" for event in self._templates(vendor)]

    @property
    def on_change(self) -> str:
        """The name of the trigger that refuses a change."""
        return f"{self.name}_update"

    def _templates(self, vendor: str) -> dict[str, str]:
        templates = dict(SQLITE if vendor == "sqlite" else POSTGRESQL)
        if not self.fields:
            templates.pop("update")
        if not self.delete:
            templates.pop("delete")
            templates.pop("replace", None)
        if not self.delete or self.condition:
            templates.pop("truncate", None)
        return templates

    def _parts(self, model: Models, editor: Editor) -> dict[str, str]:
        sqlite = is_sqlite(editor)
        old, new = ("OLD", "NEW") if sqlite else ("($1)", "($2)")
        differs = "IS NOT" if sqlite else "IS DISTINCT FROM"
        columns = [editor.quote_name(each) for each in columns_of(model, self.fields)]
        changed = " OR ".join(f"{old}.{c} {differs} {new}.{c}" for c in columns)
        frozen = row_meets(old, model, editor, self.condition or Q())
        return {
            "columns": ", ".join(columns),
            "message": editor.quote_value(f"frozen constraint failed: {self.name}"),
            "name": editor.quote_value(self.name),
            "change": f"({changed}) AND {frozen}",
            "frozen": frozen,
            "pk": editor.quote_name(column_of(model, "pk")),
            "is_frozen": condition_sql(model, editor, self.condition or Q()),
            "ask_change": editor.quote_value(f"SELECT ({changed}) AND {frozen}"),
            "ask_frozen": editor.quote_value(f"SELECT {frozen}"),
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
        " WHEN %(change)s BEGIN SELECT RAISE(ABORT, %(message)s); END"
    ),
    "delete": (
        "CREATE TRIGGER %(trigger)s BEFORE DELETE ON %(table)s"
        " WHEN %(frozen)s BEGIN SELECT RAISE(ABORT, %(message)s); END"
    ),
    # REPLACE deletes the row it replaces without asking the trigger above.
    "replace": (
        "CREATE TRIGGER %(trigger)s BEFORE INSERT ON %(table)s"
        " WHEN EXISTS (SELECT 1 FROM %(table)s WHERE %(pk)s = NEW.%(pk)s"
        " AND %(is_frozen)s) BEGIN SELECT RAISE(ABORT, %(message)s); END"
    ),
}

# One function serves every table; a trigger hands it the constraint's name and the
# question to ask of the old and the new row. A trigger whose own text named columns
# would forbid a later change of their type, and go with a column that is dropped; a
# plan kept by the function would fail in sessions that outlive such a change.
FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_if_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    refused boolean := true;
BEGIN
    IF TG_NARGS > 1 THEN
        EXECUTE TG_ARGV[1] INTO refused USING OLD, NEW;
    END IF;
    IF refused THEN
        RAISE EXCEPTION USING
            MESSAGE = 'frozen constraint failed: ' || TG_ARGV[0],
            ERRCODE = 'check_violation',
            CONSTRAINT = TG_ARGV[0], TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$"""
POSTGRESQL = {
    "update": (
        "CREATE TRIGGER %(trigger)s BEFORE UPDATE ON %(table)s"
        " FOR EACH ROW EXECUTE FUNCTION refuse_if_frozen(%(name)s, %(ask_change)s)"
    ),
    "delete": (
        "CREATE TRIGGER %(trigger)s BEFORE DELETE ON %(table)s"
        " FOR EACH ROW EXECUTE FUNCTION refuse_if_frozen(%(name)s, %(ask_frozen)s)"
    ),
    "truncate": (
        "CREATE TRIGGER %(trigger)s BEFORE TRUNCATE ON %(table)s"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_if_frozen(%(name)s)"
    ),
}
