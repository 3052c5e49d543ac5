"""Restore a backup beside the clinic, look at it, and take it away again."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import ProgrammingError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from booking.management.backup.engines import note
from booking.management.backup.making import look_at
from booking.management.backup.problems import BackupError
from booking.management.backup.restoring import Restored, put_back, taken_apart


def try_out(*, file: Path, now: datetime) -> Restored:
    """As in earnest, into a database that goes afterwards; noted in the clinic's own.

    Only where the present FIELD_KEYS open every value has it proven anything.
    """
    with taken_apart(file) as unpacked, database_beside() as trial:
        done = put_back(unpacked, look_at(unpacked), trial)
    if not done.values.closed:
        note(restored_at=now)
    return done


@contextmanager
def database_beside() -> Iterator[BaseDatabaseWrapper]:
    """A connection to an empty database of its own."""
    beside = _beside_sqlite if connection.vendor == "sqlite" else _beside_postgresql
    with beside() as name:
        trial = connection.copy()
        trial.settings_dict["NAME"] = name
        try:
            yield trial
        finally:
            trial.close()


@contextmanager
def _beside_sqlite() -> Iterator[str]:
    with TemporaryDirectory(prefix="restore-", dir=settings.VAR_DIR) as folder:
        yield str(Path(folder) / "trial.sqlite3")


@contextmanager
def _beside_postgresql() -> Iterator[str]:
    name = f"vesper_trial_{secrets.token_hex(4)}"
    with connection.cursor() as cursor:
        try:
            cursor.execute(f"CREATE DATABASE {name}")
        except ProgrammingError as error:
            raise BackupError(
                "It needs a database to try it in, and its role may make none: have a "
                f"superuser run ALTER ROLE {connection.settings_dict['USER']} CREATEDB."
            ) from error
    try:
        yield name
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")
