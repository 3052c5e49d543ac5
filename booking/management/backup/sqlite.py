"""Copies of a SQLite file that others are writing to.

A plain copy of the file would be torn. SQLite's own backup takes a few pages at a time,
and writers wait for no more than these. But every write makes it begin again, so where
people write all the time it takes all pages at once in the end.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

from booking.management.backup.found import LEFT_OUT, Found
from booking.management.backup.problems import BackupError

NAME = "database.sqlite3"
PAGES = 1000  # of 4 kB
MOST_BEGINNINGS = 5


class _Disturbed(Exception):
    """Somebody writes all the time."""


def copy(connection: BaseDatabaseWrapper, to: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(to)) as target:
        target.execute("PRAGMA synchronous=OFF")  # it is synced when it is whole
        _copy_pages(connection.connection, target)
        target.execute("PRAGMA journal_mode=DELETE")
        target.execute("PRAGMA secure_delete=ON")
        for table in set(LEFT_OUT) & set(_named(target, "table")):
            target.execute(f"DELETE FROM {table}")  # noqa: S608 (our own names)
        target.commit()


def _copy_pages(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    left, begun_again = float("inf"), 0

    def watch(_status: int, remaining: int, _total: int) -> None:
        nonlocal left, begun_again
        begun_again += remaining >= left
        left = remaining
        if begun_again > MOST_BEGINNINGS:
            raise _Disturbed

    try:
        source.backup(target, pages=PAGES, progress=watch, sleep=0.05)
    except _Disturbed:
        source.backup(target)


def look(file: Path) -> Found:
    try:
        with _reading(file) as copied:
            said = [line for (line,) in copied.execute("PRAGMA integrity_check")]
            if said != ["ok"]:
                raise BackupError("The copy of the database is damaged.")
            if copied.execute("PRAGMA foreign_key_check").fetchall():
                raise BackupError("Rows of the copy point at rows that are not there.")
            tables = [t for t in _named(copied, "table") if t not in LEFT_OUT]
            return Found(
                rows={table: _count(copied, table) for table in tables},
                guards=_named(copied, "trigger"),
            )
    except sqlite3.DatabaseError as error:
        raise BackupError(f"The copy of the database is damaged: {error}") from error


def put_back(file: Path, connection: BaseDatabaseWrapper) -> None:
    """Through SQLite itself: whoever has the database open sees the new content."""
    connection.ensure_connection()
    with _reading(file) as source:
        source.backup(connection.connection)
    connection.close()


def guards(connection: BaseDatabaseWrapper) -> list[str]:
    connection.ensure_connection()
    return _named(connection.connection, "trigger")


@contextmanager
def _reading(file: Path) -> Iterator[sqlite3.Connection]:
    address = f"{file.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as opened:
        yield opened


def _named(database: sqlite3.Connection, kind: str) -> list[str]:
    rows = database.execute(
        "SELECT name FROM sqlite_master WHERE type = ?"
        " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
        [kind],
    )
    return [name for (name,) in rows]


def _count(database: sqlite3.Connection, table: str) -> int:
    sql = f'SELECT COUNT(*) FROM "{table}"'  # noqa: S608 (a table it has)
    count: int = database.execute(sql).fetchone()[0]
    return count
