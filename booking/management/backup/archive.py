"""The tar itself: what is put in, and what may come out."""

import io
import os
import tarfile
from collections.abc import Iterator
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath

from booking.management.backup.manifest import Manifest, parsed
from booking.management.backup.problems import BackupError

MANIFEST = "manifest.json"
MEDIA = "media/"


def digest_of(file: Path) -> str:
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()


class Packing:
    """An archive being made; a picture's name tells its content, so once is enough."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self.archive = archive
        self.media: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> None:
        part = tarfile.TarInfo(name)
        part.size, part.mode = len(content), 0o600
        self.archive.addfile(part, io.BytesIO(content))

    def add_database(self, name: str, file: Path) -> None:
        part = tarfile.TarInfo(name)
        part.size, part.mode = file.stat().st_size, 0o600
        with file.open("rb") as opened:
            self.archive.addfile(part, opened)

    def add_new_media(self, folder: Path) -> None:
        """What lies there and is not packed yet; what goes meanwhile is left out."""
        for path in files_under(folder):
            name = path.relative_to(folder).as_posix()
            if name in self.media:
                continue
            try:
                content = path.read_bytes()
            except FileNotFoundError:
                continue
            self.media[name] = sha256(content).hexdigest()
            self.add(f"{MEDIA}{name}", content)


def files_under(folder: Path) -> Iterator[Path]:
    """Plain files only: a link could lead out of the folder."""
    for where, _folders, names in os.walk(folder):
        for path in (Path(where) / name for name in sorted(names)):
            if path.is_file() and not path.is_symlink():
                yield path


class Unpacked:
    """An archive taken apart in a folder, with every part as its manifest says."""

    def __init__(self, file: Path, folder: Path) -> None:
        self.folder = folder
        try:
            with tarfile.open(file, "r:") as archive:
                for part in archive:
                    self._take_out(archive, part)
        except (tarfile.TarError, OSError) as error:
            raise BackupError(f"{file} cannot be read: {error}") from error
        self.manifest = self._manifest()

    @property
    def media(self) -> Path:
        return self.folder / MEDIA

    def database(self, name: str) -> Path:
        """The copy of the database, unharmed."""
        file = self.folder / name
        if not file.exists() or digest_of(file) != self.manifest.sha256:
            raise BackupError("The copy of the database in it is damaged.")
        return file

    def _take_out(self, archive: tarfile.TarFile, part: tarfile.TarInfo) -> None:
        inside = PurePosixPath(part.name)
        content = archive.extractfile(part)
        if inside.is_absolute() or ".." in inside.parts or content is None:
            raise BackupError("It holds what no backup of Vesper holds.")
        path = self.folder / inside
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as out:
            while some := content.read(1 << 20):
                out.write(some)

    def _manifest(self) -> Manifest:
        try:
            manifest = parsed((self.folder / MANIFEST).read_bytes())
        except FileNotFoundError as error:
            raise BackupError(
                "It is no backup of Vesper, or it was cut off."
            ) from error
        for name, digest in manifest.media.items():
            path = self.media / name
            if not path.is_file() or digest_of(path) != digest:
                raise BackupError(f"The picture {name} in it is damaged.")
        return manifest
