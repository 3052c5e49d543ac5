"""Many visitors press the same time at the same moment."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime
from statistics import quantiles
from threading import Barrier

from booking.models import Appointment, Status
from tests.experiments.visitor import Visitor

OPENS_WITHIN = 120  # seconds, for all the pages together
WANTED = "T19:00"
GUARDS = ("appointment_therapist_free", "appointment_room_free")


@dataclass(frozen=True)
class Rush:
    """How many were answered what, and what the database says of that time."""

    clients: int
    held: int
    answers: dict[int, int]
    losers_without_other_times: int
    median_ms: float
    p99_ms: float

    @property
    def faults(self):
        """Answers of the server that are its own fault."""
        return sum(n for status, n in self.answers.items() if status >= 500)

    def line(self, **more):
        return more | asdict(self) | {"faults": self.faults}


def rush(site, slug, *, clients, wish="anyone"):
    """All open the page, wait for each other, and press 19:00 of one evening."""
    path = f"/book/{slug}/"
    page = Visitor(site.port).get(path)
    start = next(start for start in page.starts if WANTED in start)
    gate = Barrier(clients)

    def press(_number):
        visitor = Visitor(site.port)
        visitor.get(path)
        gate.wait(OPENS_WITHIN)
        begun = time.perf_counter()
        answer = visitor.post(path, start=start, wish=wish)
        return answer, (time.perf_counter() - begun) * 1000

    with ThreadPoolExecutor(clients) as pool:
        done = list(pool.map(press, range(clients)))
    return _weigh([answer for answer, _ms in done], [ms for _answer, ms in done], start)


def _weigh(answers, milliseconds, start):
    lost = [answer for answer in answers if answer.status == 409]
    empty = [answer for answer in lost if set(answer.starts) <= {start}]
    parts = quantiles(milliseconds, n=100)
    return Rush(
        clients=len(answers),
        held=held_at(start),
        answers=dict(Counter(answer.status for answer in answers)),
        losers_without_other_times=len(empty),
        median_ms=round(parts[49]),
        p99_ms=round(parts[98]),
    )


def held_at(start):
    moment = datetime.fromisoformat(start)
    return Appointment.objects.filter(starts_at=moment, status=Status.HELD).count()
