"""Workers that are killed while they send, and what became of their mails."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.utils import timezone

from booking.models import Message
from tests.experiments.site import ROOT, database_url
from tests.messages.rows import make_booked, make_message
from tests.messages.sink import Taken, mail_server

STILL = 1.5  # seconds without a change: whoever still claims a mail is dead
PATIENCE = 1800  # seconds
State = Message.State


@dataclass(frozen=True)
class Found:
    """What became of the mails of workers that were killed so many times."""

    workers: int
    mails: int
    kills: int
    lost: int
    twice: int
    other_ids: int
    rows_wrong: int
    seconds: int

    @property
    def is_right(self):
        exact = not (self.lost or self.other_ids or self.rows_wrong)
        return exact and self.twice <= self.kills

    def line(self):
        return asdict(self)


class Workers:
    """So many processes; who is killed is replaced at once."""

    def __init__(self, count, port, twin):
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.experiments.posting",
            "DATABASE_URL": database_url(),
            "MAIL_PORT": str(port),
            "PYTHONPATH": str(ROOT),
        }
        self.nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.experiments.nursery", *twin],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            bufsize=1,
            start_new_session=True,
        )
        self.pids = [self.start() for _number in range(count)]

    def start(self):
        self.nursery.stdin.write("one more\n")
        return int(self.nursery.stdout.readline())

    def kill(self, number):
        os.kill(self.pids[number], signal.SIGKILL)
        self.pids[number] = self.start()

    def stop(self):
        for pid in self.pids:
            os.kill(pid, signal.SIGKILL)
        self.nursery.stdin.close()
        self.nursery.stdout.close()
        self.nursery.wait()


@contextmanager
def working(count, port, twin):
    workers = Workers(count, port, twin)
    try:
        yield workers
    finally:
        workers.stop()


def sent_while_killed(*, mails, kills, workers=2, twin=(), seed=7):
    """Have the workers send them, and kill one of them now and then."""
    write(mails)
    taken, dice, killed = Taken(slow=0.02), random.Random(seed), 0
    begun = time.monotonic()
    quiet = Quiet()
    with (
        mail_server(taken) as port,
        working(workers, port, twin) as running,
    ):
        while unsent() and time.monotonic() < begun + PATIENCE:
            if killed < kills and len(taken) > (killed + 1) * mails / (kills + 1):
                time.sleep(dice.uniform(0, 0.05))
                running.kill(dice.randrange(workers))
                killed += 1
            if quiet.has_lasted():
                five_minutes_pass()
            time.sleep(0.01)
    return weigh(taken, workers, mails, killed, time.monotonic() - begun)


def write(mails):
    now = timezone.now()
    start = now + timedelta(days=3)
    booked = make_booked(starts_at=start.replace(second=0, microsecond=0), now=now)
    for number in range(mails):
        make_message(
            kind=Message.Kind.CONFIRMED,
            appointment=booked,
            recipient=f"{number}@x.example",
            due_at=now,
        )


def unsent():
    return Message.objects.exclude(state=State.SENT).exists()


class Quiet:
    """Nothing waits, and what is being sent has stayed the same for a while."""

    def __init__(self):
        self.seen, self.since = None, time.monotonic()

    def has_lasted(self):
        seen = sorted(
            Message.objects.exclude(state=State.SENT).values_list(
                "pk", "state", "attempts"
            )
        )
        if seen != self.seen or any(state == State.WAITING for _, state, _ in seen):
            self.seen, self.since = seen, time.monotonic()
        return time.monotonic() > self.since + STILL


def five_minutes_pass():
    """The leases of the dead run out; nobody who lives has one that long."""
    Message.objects.filter(state=State.SENDING).update(lease_until=timezone.now())


def weigh(taken, workers, mails, kills, seconds):
    came = Counter(mail["To"] for mail in taken)
    ids = {(mail["To"], mail["Message-ID"]) for mail in taken}
    return Found(
        workers=workers,
        mails=mails,
        kills=kills,
        lost=mails - len(came),
        twice=len(taken) - len(came),
        other_ids=len(ids) - len(came),
        rows_wrong=Message.objects.exclude(state=State.SENT).count(),
        seconds=round(seconds),
    )
