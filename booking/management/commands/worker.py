"""Rounds of upkeep until told to stop."""

import logging
import signal
import time
from argparse import ArgumentParser
from datetime import datetime, timedelta
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection
from django.utils import timezone

from booking.management.upkeep import forget, go_round

logger = logging.getLogger(__name__)

FORGETS_EVERY = timedelta(hours=1)
OFFERS_EVERY = timedelta(seconds=30)
LOOKS_UP_EVERY = 0.2  # seconds, for a signal to stop


class Command(BaseCommand):
    help = "Tell messages and expire what ran out, every few seconds until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--every", type=float, default=3, help="Seconds between two rounds."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stopping = False
        self.forgot_at: datetime | None = None
        self.offered_at: datetime | None = None
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        while not self.stopping:
            self._round()
            self._rest(options["every"])

    def _round(self) -> None:
        """One round; whatever happens in it, the next one comes.

        The log names the kind of error only: its words may hold what somebody typed.
        """
        try:
            close_old_connections()
            go_round(lambda: not self.stopping, offering=self._is_offering())
            self._forget_now_and_then()
        except Exception as error:
            logger.error("a round failed: %s", type(error).__name__)
            connection.close()

    def _is_offering(self) -> bool:
        """To look for free times costs a few queries: twice a minute is enough."""
        now = timezone.now()
        if self.offered_at is not None and now - self.offered_at < OFFERS_EVERY:
            return False
        self.offered_at = now
        return True

    def _forget_now_and_then(self) -> None:
        now = timezone.now()
        if self.forgot_at is None or now - self.forgot_at >= FORGETS_EVERY:
            forget(now=now)
            self.forgot_at = now

    def _rest(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < until:
            time.sleep(LOOKS_UP_EVERY)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True
