"""Moments that SQLite can compare."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model

from booking.constraints.guard import Editor, Guard, Models, columns_of, is_sqlite

SECONDS = "[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9]"
MICROSECONDS = SECONDS + "." + 6 * "[0-9]"


class UtcText(Guard):
    """Only the text Django itself writes for a moment, or NULL.

    SQLite keeps moments as text and compares them letter by letter, so two spellings
    of one moment are two moments to it. PostgreSQL has a type and needs nothing.
    """

    def __init__(
        self,
        *,
        name: str,
        fields: Sequence[str],
        violation_error_code: str | None = None,
        violation_error_message: Any = None,
    ) -> None:
        self.fields = list(fields)
        super().__init__(
            name=name,
            violation_error_code=violation_error_code,
            violation_error_message=violation_error_message,
        )

    def arguments(self) -> dict[str, Any]:
        return {"fields": self.fields}

    def named_fields(self) -> list[str]:
        return self.fields

    def inside(self, model: Models, editor: Editor) -> str | None:
        if not is_sqlite(editor):
            return None
        quote = editor.quote_name
        columns = [quote(column) for column in columns_of(model, self.fields)]
        check = " AND ".join(f"({_is_utc_text(column)})" for column in columns)
        return f"CONSTRAINT {quote(self.name)} CHECK ({check})"

    def drop(self, model: Models, editor: Editor) -> str:
        return f"-- {self.name} is for SQLite alone"

    def validate(
        self,
        model: Models,
        instance: Model,
        exclude: Collection[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Pass: what comes from Python is written by Django."""


def _is_utc_text(column: str) -> str:
    return (
        f"{column} GLOB '{SECONDS}' OR "
        f"({column} GLOB '{MICROSECONDS}' AND {column} NOT GLOB '*.000000')"
    )
