"""Add the treatments of the starting catalogue; safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand

from booking.management.catalogue import load_treatments


class Command(BaseCommand):
    help = "Add the treatments of the starting catalogue that are not there yet."

    def handle(self, *args: Any, **options: Any) -> None:
        treatments = load_treatments()
        self.stdout.write(f"{len(treatments)} treatments")
