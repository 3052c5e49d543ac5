"""Load the starting articles; those that are there already stay as they are."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from education.management.articles import load
from education.models import Article


class Command(BaseCommand):
    help = "The starting articles, topics and studies; edited ones are left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="Only where there is no article."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and Article.objects.exists():
            return
        made = load(now=timezone.now())
        self.stdout.write(f"{made} articles loaded.")
