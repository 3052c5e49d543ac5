"""Make one, under another name, and give it its own once it was read again."""

import fcntl
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from django.conf import settings
from django.db import connection

from booking.management.backup.archive import (
    MANIFEST,
    Packing,
    Unpacked,
    digest_of,
)
from booking.management.backup.engines import ENGINES, Engine, note
from booking.management.backup.manifest import Manifest, described, wanted_guards
from booking.management.backup.problems import BackupError

UNFINISHED = ".vesper-backup-"


@dataclass(frozen=True)
class Made:
    """The file, what is in it, and the guards the database should have but has not."""

    file: Path
    manifest: Manifest
    missing_guards: list[str]


def make(*, file: Path, now: datetime, force: bool = False) -> Made:
    """Copy database and pictures into `file`; a folder gets one named by the time."""
    if file.is_dir():
        file = file / f"vesper-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.tar"
    if file.exists() and not force:
        raise BackupError(f"{file} is there already; --force replaces it.")
    with _workplace(file.parent) as folder:
        packed = folder / "packed.tar"
        _pack(packed, folder, now)
        manifest = verified(packed)
        _give_name(packed, file)
    note(made_at=now)
    missing = wanted_guards(connection.vendor) - set(manifest.guards)
    return Made(file, manifest, sorted(missing))


def verified(file: Path) -> Manifest:
    """Read a backup from end to end; its manifest, where all is as it says."""
    with TemporaryDirectory(prefix=UNFINISHED, dir=file.parent) as folder:
        unpacked = Unpacked(file, Path(folder))
        look_at(unpacked)
        return unpacked.manifest


def look_at(unpacked: Unpacked) -> Path:
    """The copy of the database in it, read from end to end."""
    engine = engine_of(unpacked.manifest.vendor)
    copied = unpacked.database(engine.NAME)
    found = engine.look(copied)
    if found.rows != unpacked.manifest.rows:
        raise BackupError("The copy of the database does not hold the rows it should.")
    if sorted(found.guards) != unpacked.manifest.guards:
        raise BackupError("Guards are missing from the copy of the database.")
    return copied


def engine_of(vendor: str) -> Engine:
    if vendor not in ENGINES:
        raise BackupError(f"There is no way to copy a database of the kind {vendor}.")
    return ENGINES[vendor]


def _pack(packed: Path, folder: Path, now: datetime) -> None:
    """Pictures before and after: those the copy names are there, come what may."""
    engine, media = engine_of(connection.vendor), Path(settings.MEDIA_ROOT)
    copied = folder / engine.NAME
    handle = os.open(packed, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w+b") as out:
        with tarfile.open(fileobj=out, mode="w") as archive:
            packing = Packing(archive)
            packing.add_new_media(media)
            guards = engine.guards(connection)
            engine.copy(connection, copied)
            packing.add_new_media(media)
            packing.add_database(engine.NAME, copied)
            manifest = described(
                made_at=now,
                rows=engine.look(copied).rows,
                guards=guards,
                sha256=digest_of(copied),
                media=packing.media,
            )
            packing.add(MANIFEST, manifest.as_bytes())
        out.flush()
        os.fsync(out.fileno())
    copied.unlink()


@contextmanager
def _workplace(parent: Path) -> Iterator[Path]:
    """A folder for the unfinished, of one process at a time; leftovers go."""
    if not parent.is_dir():
        raise BackupError(f"There is no folder {parent}.")
    handle = os.open(parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for left in parent.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left, ignore_errors=True)
        folder = Path(mkdtemp(prefix=UNFINISHED, dir=parent))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except BlockingIOError as error:
        raise BackupError(f"Another backup is being made in {parent}.") from error
    finally:
        os.close(handle)


def _give_name(packed: Path, file: Path) -> None:
    """Rename it, and have the disk remember the name too."""
    os.replace(packed, file)
    handle = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
