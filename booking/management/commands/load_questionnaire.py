"""Check a questionnaire and add it as a draft; safe to run again."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from booking.actions.problems import Faulty
from booking.actions.publishing import draft
from booking.management.catalogue import DATA
from booking.models import Questionnaire


class Command(BaseCommand):
    help = "Check a questionnaire by the fourteen rules and add it as a draft."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, default=DATA / "questionnaire.json"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        document = _read(options["file"])
        known = _known(document)
        if known is not None:
            self.stdout.write(f"Version {known.number} has the same content already.")
            return
        try:
            added = draft(document=document)
        except Faulty as faulty:
            raise CommandError("\n".join(faulty.faults)) from faulty
        self.stdout.write(
            f"Version {added.number} is a draft now. "
            "The lead therapist publishes it in the staff pages."
        )


def _read(file: Path) -> dict[str, Any]:
    try:
        document = json.loads(file.read_text())
    except (OSError, ValueError) as error:
        raise CommandError(f"{file} cannot be read: {error}") from error
    if not isinstance(document, dict):
        raise CommandError(f"{file} holds no questionnaire.")
    return document


def _known(document: dict[str, Any]) -> Questionnaire | None:
    """A version with the same content; the number it bears does not count."""
    versions = Questionnaire.objects.order_by("number")
    same = (v for v in versions if _unnumbered(v.document) == _unnumbered(document))
    return next(same, None)


def _unnumbered(document: dict[str, Any]) -> dict[str, Any]:
    return {**document, "version": 0}
