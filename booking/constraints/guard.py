"""What the guards share: their names in migrations, and Q objects as plain SQL."""

from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from django.core import checks
from django.core.exceptions import ValidationError
from django.db import NotSupportedError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint, Model, Q
from django.db.models.sql.query import Query

LONGEST_NAME = 50  # PostgreSQL cuts names at 63, and a trigger's is longer
Models = type[Model]
Editor = BaseDatabaseSchemaEditor


class Guard(BaseConstraint):
    """A constraint made of a clause inside its table, and of statements beside it.

    It is compared, copied and written down by its arguments.
    """

    condition: Q | None = None

    def arguments(self) -> dict[str, Any]:
        """The keyword arguments that make this guard, but for name and message."""
        raise NotImplementedError

    def named_fields(self) -> list[str]:
        """The fields of its own table that the guard looks at."""
        raise NotImplementedError

    def inside(self, model: Models, editor: Editor) -> str | None:
        """The clause in CREATE TABLE, if there is one."""
        return None

    def beside(self, model: Models, editor: Editor) -> Iterable[Statement]:
        """What is run once the migration has made or changed all its tables."""
        return ()

    def drop(self, model: Models, editor: Editor) -> str:
        """What takes it away on PostgreSQL; SQLite rebuilds the table without it."""
        table = editor.quote_name(model._meta.db_table)
        return f"ALTER TABLE {table} DROP CONSTRAINT {editor.quote_name(self.name)}"

    def constraint_sql(  # type: ignore[override]
        self, model: Models, schema_editor: Editor
    ) -> str | None:
        """Used for new tables; on SQLite again whenever Django rebuilds the table."""
        schema_editor.deferred_sql.extend(self.beside(model, schema_editor))
        return self.inside(model, schema_editor)

    def create_sql(  # type: ignore[override]
        self, model: Models, schema_editor: Editor
    ) -> str:
        """Used for tables that exist, on PostgreSQL."""
        schema_editor.deferred_sql.extend(self.beside(model, schema_editor))
        clause = self.inside(model, schema_editor)
        if clause is None:
            # Django may put this in a list where None would be run as a word.
            return f"-- {self.name} changes nothing in the table itself"
        table = schema_editor.quote_name(model._meta.db_table)
        return f"ALTER TABLE {table} ADD {clause}"

    def remove_sql(  # type: ignore[override]
        self, model: Models, schema_editor: Editor
    ) -> str:
        return self.drop(model, schema_editor)

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        _path, args, kwargs = super().deconstruct()
        path = f"booking.constraints.{type(self).__name__}"
        return path, args, {**kwargs, **self.arguments()}

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((type(self), self.name))

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: name={self.name!r}>"

    def refuse(self) -> NoReturn:
        message = self.get_violation_error_message()
        raise ValidationError(message, code=self.violation_error_code)

    def _check(
        self, model: Models, connection: BaseDatabaseWrapper
    ) -> list[checks.CheckMessage]:
        references: list[Any] = [[name] for name in self.named_fields()]
        if self.condition:
            references += model._get_expr_references(self.condition)  # type: ignore[attr-defined]
        errors = self._check_references(model, references)  # type: ignore[attr-defined]
        if len(self.name) > LONGEST_NAME:
            text = f"The name {self.name!r} is longer than {LONGEST_NAME} characters."
            errors.append(checks.Error(text, obj=model, id="booking.E004"))
        return list(errors)


def is_sqlite(editor: Editor) -> bool:
    return editor.connection.vendor == "sqlite"


def columns_of(model: Models, names: Iterable[str]) -> list[str]:
    return [column_of(model, name) for name in names]


def column_of(model: Models, name: str) -> str:
    options = model._meta
    field: Any = options.pk if name == "pk" else options.get_field(name)
    return str(field.column)


def fields_in(model: Models, condition: Q) -> list[str]:
    """The names of the fields a condition reads, each once."""
    references = model._get_expr_references(condition)  # type: ignore[attr-defined]
    return list(dict.fromkeys(name for name, *_lookups in references))


def values_of(model: Models, row: Model, names: Iterable[str]) -> dict[str, Any]:
    """What the row holds in the fields, keys in place of related rows."""
    options = model._meta
    return {name: getattr(row, options.get_field(name).attname) for name in names}  # type: ignore[union-attr]


def expressions_of(model: Models, row: Model) -> dict[str, Any]:
    """The row as `Q.check()` takes it."""
    expressions = row._get_field_expression_map(meta=model._meta)  # type: ignore[attr-defined]
    return dict(expressions)


def condition_sql(model: Models, editor: Editor, where: Q) -> str:
    """The condition over bare column names, values written in.

    Columns are not prefixed with a table: a prefix would be that of the table before
    its rename, since fields remember it while a migration copies them.
    """
    if not where:
        return "(1 = 1)"
    query = Query(model=model, alias_cols=False)
    compiler = query.get_compiler(connection=editor.connection)
    sql, params = query.build_where(where).as_sql(compiler, editor.connection)
    text = sql % tuple(editor.quote_value(value) for value in params)
    if "%" in text:
        # Django runs deferred SQL with and without parameters; no escape fits both.
        raise NotSupportedError("The condition of a guard cannot hold a %.")
    return f"({text})"


def row_meets(row: str, model: Models, editor: Editor, where: Q) -> str:
    """SQL that is true where the trigger's row (OLD or NEW) meets the condition."""
    if not where:
        return "(1 = 1)"
    columns = [
        editor.quote_name(name) for name in columns_of(model, fields_in(model, where))
    ]
    values = ", ".join(f"{row}.{column} AS {column}" for column in columns)
    condition = condition_sql(model, editor, where)
    seen = f"(SELECT {values}) AS seen"
    return f"EXISTS (SELECT 1 FROM {seen} WHERE {condition})"  # noqa: S608 (our names)


def statement(model: Models, editor: Editor, template: str, **parts: Any) -> Statement:
    """A statement whose table Django can rename while it waits to be run."""
    table = Table(model._meta.db_table, editor.quote_name)
    return Statement(template, table=table, **parts)
