"""Load the starting articles; those that are there already stay as they are."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from education.management.articles import load


class Command(BaseCommand):
    help = "The starting articles, topics and studies; edited ones are left alone."

    def handle(self, *args: Any, **options: Any) -> None:
        made = load(now=timezone.now())
        self.stdout.write(f"{made} articles loaded.")
