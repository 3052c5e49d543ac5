"""Bring back what `manage.py backup` made, or try whether it would come back."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from booking.management.backup import BackupError, restore, try_out
from booking.management.backup.restoring import Restored


class Command(BaseCommand):
    help = "Bring a backup back into an empty database, or only try it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        how = parser.add_mutually_exclusive_group()
        how.add_argument(
            "--replace", action="store_true", help="replace what the database holds"
        )
        how.add_argument(
            "--try",
            dest="only_try",
            action="store_true",
            help="restore it beside the clinic, look at it, and take it away again",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file, now = options["file"], timezone.now()
        try:
            if options["only_try"]:
                done = try_out(file=file, now=now)
            else:
                done = restore(file=file, now=now, replace=options["replace"])
        except (BackupError, OSError) as error:
            raise CommandError(f"Not restored. {error}") from error
        self._say(done, only_tried=options["only_try"])

    def _say(self, done: Restored, *, only_tried: bool) -> None:
        word = "It would come back whole" if only_tried else "It is back"
        rows = sum(done.manifest.rows.values())
        self.stdout.write(
            f"{word}: {rows} rows, {len(done.manifest.media)} pictures, as of "
            f"{done.manifest.made_at}. {done.values.opened} encrypted values open."
        )
        if done.to_migrate and not only_tried:
            self.stdout.write("It is of an older Vesper: run `manage.py migrate` now.")
        if done.values.closed:
            raise CommandError(_closed(done))


def _closed(done: Restored) -> str:
    missing = ", ".join(done.missing_keys) or "older ones than it was made with"
    return (
        f"{done.values.closed} encrypted values open with none of FIELD_KEYS: nobody "
        f"can read them. Add the keys they need to FIELD_KEYS: {missing}."
    )
