"""No two rows of the same therapist, or room, at the same time."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.backends.ddl_references import Statement
from django.db.models import F, Model, Q
from django.utils.translation import gettext_lazy as _

from booking.constraints.guard import (
    Editor,
    Guard,
    Models,
    column_of,
    columns_of,
    condition_sql,
    expressions_of,
    fields_in,
    is_sqlite,
    row_meets,
    statement,
    values_of,
)


class NoOverlap(Guard):
    """Rows that meet `condition` and agree in `equal` never share a moment.

    A row takes [start, end). One that has no length, or no start or end, takes no time;
    one with an empty `equal` field meets no other. PostgreSQL needs btree_gist.
    """

    condition: Q
    default_violation_error_message = _("That time has just been taken.")

    def __init__(
        self,
        *,
        name: str,
        equal: Sequence[str],
        start: str,
        end: str,
        condition: Q,
        violation_error_code: str | None = None,
        violation_error_message: Any = None,
    ) -> None:
        self.equal = list(equal)
        self.start = start
        self.end = end
        self.condition = condition
        super().__init__(
            name=name,
            violation_error_code=violation_error_code,
            violation_error_message=violation_error_message,
        )

    def arguments(self) -> dict[str, Any]:
        return {
            "equal": self.equal,
            "start": self.start,
            "end": self.end,
            "condition": self.condition,
        }

    def named_fields(self) -> list[str]:
        return [*self.equal, self.start, self.end]

    @property
    def takes_time(self) -> Q:
        """Which rows count: those of the condition that have a length."""
        return self.condition & Q((f"{self.start}__lt", F(self.end)))

    def inside(self, model: Models, editor: Editor) -> str | None:
        return None if is_sqlite(editor) else self._exclusion(model, editor)

    def beside(self, model: Models, editor: Editor) -> Iterator[Statement]:
        if is_sqlite(editor):
            parts = self._sqlite_parts(model, editor)
            for template in SQLITE:
                yield statement(model, editor, template, **parts)

    def _exclusion(self, model: Models, editor: Editor) -> str:
        quote = editor.quote_name
        equal = [f"{quote(c)} WITH =" for c in columns_of(model, self.equal)]
        start, end = columns_of(model, [self.start, self.end])
        span = f"tstzrange({quote(start)}, {quote(end)}, '[)') WITH &&"
        where = condition_sql(model, editor, self.takes_time)
        return (
            f"CONSTRAINT {quote(self.name)} EXCLUDE USING gist "
            f"({', '.join([*equal, span])}) WHERE ({where})"
        )

    def _sqlite_parts(self, model: Models, editor: Editor) -> dict[str, str]:
        quote = editor.quote_name
        equal = [quote(column) for column in columns_of(model, self.equal)]
        watched = [*self.named_fields(), *fields_in(model, self.condition)]
        return {
            "name": quote(self.name),
            "index": quote(f"{self.name}_index"),
            "on_insert": quote(f"{self.name}_insert"),
            "on_update": quote(f"{self.name}_update"),
            "refuse": quote(f"{self.name}_refuse"),
            "message": editor.quote_value(f"exclusion constraint failed: {self.name}"),
            "equal": ", ".join(equal),
            "same": " AND ".join(f"{column} = NEW.{column}" for column in equal),
            "start": quote(column_of(model, self.start)),
            "end": quote(column_of(model, self.end)),
            "pk": quote(column_of(model, "pk")),
            "present": " AND ".join(f"{column} IS NOT NULL" for column in equal),
            "watched": ", ".join(
                dict.fromkeys(quote(c) for c in columns_of(model, watched))
            ),
            "counts": condition_sql(model, editor, self.takes_time),
            "new_counts": row_meets("NEW", model, editor, self.takes_time),
        }

    def validate(
        self,
        model: Models,
        instance: Model,
        exclude: Collection[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        looked_at = {*self.named_fields(), *fields_in(model, self.condition)}
        values = values_of(model, instance, self.named_fields())
        if looked_at & set(exclude or ()) or None in values.values():
            return
        if not self.takes_time.check(expressions_of(model, instance), using=using):
            return
        span = {
            f"{self.start}__lt": values.pop(self.end),
            f"{self.end}__gt": values.pop(self.start),
        }
        others = model._base_manager.using(using).filter(self.takes_time)
        if others.filter(**values, **span).exclude(pk=instance.pk).exists():
            self.refuse()


# Ends of rows that do not overlap are in the order of their starts. So of the others
# that end after the new row's start, only the one that ends first can reach into it:
# one step in the index, whatever lies ahead.
INDEX = "CREATE INDEX %(index)s ON %(table)s (%(equal)s, %(end)s) WHERE %(counts)s"
_REFUSE_OVERLAP = (
    " BEGIN SELECT RAISE(ABORT, %(message)s)"
    " WHERE %(new_counts)s AND NEW.%(end)s > ("
    "SELECT %(start)s FROM %(table)s"
    " WHERE %(same)s AND %(end)s > NEW.%(start)s AND %(counts)s"
    " AND %(pk)s <> NEW.%(pk)s ORDER BY %(end)s LIMIT 1); END"
)
ON_INSERT = "CREATE TRIGGER %(on_insert)s AFTER INSERT ON %(table)s" + _REFUSE_OVERLAP
ON_UPDATE = (
    "CREATE TRIGGER %(on_update)s AFTER UPDATE OF %(watched)s ON %(table)s"
    + _REFUSE_OVERLAP
)

# What is in the table already is tried once: a row that starts before an earlier one
# has ended is touched, and a touch is refused for as long as this trigger stands.
REFUSE = (
    "CREATE TRIGGER %(refuse)s BEFORE UPDATE OF %(pk)s ON %(table)s"
    " BEGIN SELECT RAISE(ABORT, %(message)s); END"
)
TRY_ALL = (
    "UPDATE %(table)s SET %(pk)s = %(pk)s WHERE %(pk)s IN ("
    "SELECT %(pk)s FROM (SELECT %(pk)s, %(start)s, MAX(%(end)s) OVER ("
    "PARTITION BY %(equal)s ORDER BY %(start)s, %(pk)s"
    " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS busy"
    " FROM %(table)s WHERE %(counts)s AND %(present)s) WHERE busy > %(start)s)"
)
REFUSE_NO_MORE = "DROP TRIGGER %(refuse)s"
SQLITE = (INDEX, ON_INSERT, ON_UPDATE, REFUSE, TRY_ALL, REFUSE_NO_MORE)
