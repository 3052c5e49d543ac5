"""One round of upkeep, for cron."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from booking.management.upkeep import forget, go_round


class Command(BaseCommand):
    help = "Expire what ran out, tell due messages and forget what is abandoned, once."

    def handle(self, *args: Any, **options: Any) -> None:
        go_round()
        forget(now=timezone.now())
