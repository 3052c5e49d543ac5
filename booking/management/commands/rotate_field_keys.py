"""Put every encrypted value under the first of FIELD_KEYS."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from booking.fields import key_name
from booking.management.rotation import (
    Counts,
    encrypted_columns,
    rotate,
    rows_by_key,
)

WALKS = 5  # over all rows, at most: others may write meanwhile
REST = 1  # second, for those who are at a row to finish


class Command(BaseCommand):
    help = (
        "Encrypt everything with the first of FIELD_KEYS, while the site runs. "
        "Ended anywhere, it goes on where it was when it is run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="only count the rows under each key; ends with 1 unless all are "
            "under the first",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check()
        else:
            self._rotate()

    def _check(self) -> None:
        totals: dict[str | None, int] = {}
        for column in encrypted_columns():
            for name, count in rows_by_key(column).items():
                totals[name] = totals.get(name, 0) + count
        for place, key in enumerate(settings.FIELD_KEYS, start=1):
            name = key_name(key)
            self.stdout.write(f"key {place} ({name}): {totals.get(name, 0)} rows")
        self.stdout.write(f"opened by none of them: {totals.get(None, 0)} rows")
        first = totals.get(key_name(settings.FIELD_KEYS[0]), 0)
        if others := sum(totals.values()) - first:
            raise CommandError(f"{others} rows are not under the first key.")

    def _rotate(self) -> None:
        rotated = 0
        for _walk in range(WALKS):
            found = self._walk()
            rotated += found.rotated
            if not found.rotated and not found.changed_meanwhile:
                break
            if found.changed_meanwhile:
                time.sleep(REST)
        self.stdout.write(
            f"{rotated} rows are encrypted anew, "
            f"{found.first} were under the first key at the last look."
        )
        if found.unopened:
            raise CommandError(
                f"{found.unopened} rows are opened by none of FIELD_KEYS: they stay as "
                "they are. Add the key they were written with, and run this again."
            )
        if found.rotated or found.changed_meanwhile:
            raise CommandError(
                "Rows under an older key keep coming. Start every process of the site "
                "again with the new key in front, then run this again."
            )

    def _walk(self) -> Counts:
        found = Counts()
        for column in encrypted_columns():
            found.add(rotate(column))
        return found
