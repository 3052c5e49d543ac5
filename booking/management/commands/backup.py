"""Make one file with the database and the pictures, while the site runs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from booking.management.backup import BackupError, make


class Command(BaseCommand):
    help = "Copy database and pictures into one file, checked; it holds no key."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, help="a folder gets a file named by the time"
        )
        parser.add_argument(
            "--force", action="store_true", help="replace the file if it is there"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = make(
                file=options["file"], now=timezone.now(), force=options["force"]
            )
        except (BackupError, OSError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        rows, pictures = sum(made.manifest.rows.values()), len(made.manifest.media)
        self.stdout.write(
            f"{made.file}: {filesizeformat(made.file.stat().st_size)}, {rows} rows of "
            f"{len(made.manifest.rows)} tables, {pictures} pictures. It does not open "
            f"without the keys {', '.join(made.manifest.keys)} of FIELD_KEYS."
        )
        if made.missing_guards:
            names = ", ".join(made.missing_guards)
            self.stderr.write(f"The database itself lacks guards: {names}.")
