"""Bring a backup back: all of it, or nothing."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from booking.fields import key_name
from booking.management.backup.archive import Unpacked, files_under
from booking.management.backup.engines import (
    Opened,
    is_empty,
    note,
    opened_values,
    rows_of,
)
from booking.management.backup.making import engine_of, look_at
from booking.management.backup.manifest import Manifest, known, to_migrate
from booking.management.backup.problems import BackupError

STOP_SITE = "Stop the site, which may be writing, and restore with --replace."


@dataclass(frozen=True)
class Restored:
    """What came back, what the present keys open of it, and what it was made with."""

    manifest: Manifest
    values: Opened
    to_migrate: bool

    @property
    def missing_keys(self) -> list[str]:
        """The names of keys it was made with, that are none of FIELD_KEYS."""
        present = {key_name(key) for key in settings.FIELD_KEYS}
        return [name for name in self.manifest.keys if name not in present]


def restore(*, file: Path, now: datetime, replace: bool = False) -> Restored:
    """Into the database and the folder of pictures of this site."""
    with taken_apart(file) as unpacked:
        copied = look_at(unpacked)
        if not replace and not is_empty(connection):
            raise BackupError(
                "The database is not empty. Name an empty one in DATABASE_URL, or "
                "replace what is there with --replace."
            )
        _put_media_back(unpacked.media, Path(settings.MEDIA_ROOT))
        done = put_back(unpacked, copied, connection)
    note(restored_at=now)
    return done


@contextmanager
def taken_apart(file: Path) -> Iterator[Unpacked]:
    """A backup this code can use, in a folder that goes afterwards."""
    settings.VAR_DIR.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="restore-", dir=settings.VAR_DIR) as folder:
        unpacked = Unpacked(file, Path(folder))
        manifest = unpacked.manifest
        if manifest.vendor != connection.vendor:
            raise BackupError(
                f"It is of a {manifest.vendor} database, "
                f"and DATABASE_URL names one of {connection.vendor}."
            )
        if newer := sorted(set(manifest.migrations) - known()):
            raise BackupError(
                "It was made by a newer Vesper; bring the code up to it first. "
                f"Not known here: {', '.join(newer)}."
            )
        yield unpacked


def put_back(unpacked: Unpacked, copied: Path, into: BaseDatabaseWrapper) -> Restored:
    """The database alone, read again afterwards."""
    manifest = unpacked.manifest
    engine = engine_of(manifest.vendor)
    engine.put_back(copied, into)
    if rows_of(into) != manifest.rows:
        raise BackupError(f"The rows are now not those of the backup. {STOP_SITE}")
    if sorted(engine.guards(into)) != manifest.guards:
        raise BackupError(f"The guards are now not those of the backup. {STOP_SITE}")
    return Restored(manifest, opened_values(into), to_migrate(into))


def _put_media_back(source: Path, folder: Path) -> None:
    """Before the database, which names them; each is there whole or not at all."""
    for path in files_under(source):
        target = folder / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")
        shutil.copyfile(path, part)
        os.replace(part, target)
