"""Migration operations of our own."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation


class BtreeGist(Operation):
    """Give PostgreSQL the operators that NoOverlap needs; nothing elsewhere.

    Django's own operation needs psycopg to be installed, even for SQLite. Going
    backwards leaves the extension where it is: others may use it.
    """

    reversible = True
    elidable = False

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing: no model changes."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        """Nothing."""

    def describe(self) -> str:
        return "Creates the extension btree_gist on PostgreSQL"
