"""The site over HTTP beside bare views on the same server, turn by turn."""

import os
import random
import statistics
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.http import HttpRequest
from django.utils import timezone

from booking.models import Clinic, Therapist, Treatment
from booking.public.keys import new_key
from education.management.articles import load
from tests.bench import weight
from tests.bench.figures import Figure
from tests.bench.load import Burst, burst, get, post
from tests.bench.occupancy import DAYS_BOOKED, PLACES, SEED
from tests.experiments.site import Site, served

WORKERS = 4
TURNS = 5
PAGES = 120  # requests of a turn
HOLDS = 80
SECRET = "b" * 32
ARTICLE = "/articles/massage-and-sleep/"
TICKS = os.sysconf("SC_CLK_TCK")


def measure(treatment: Treatment) -> list[Figure]:
    path = f"/book/{treatment.slug}/"
    load(now=timezone.now())
    with served(workers=WORKERS, settings="tests.bench.settings") as site:
        figures = weight.measure(site.port, path)
        figures += weight.measure(
            site.port, ARTICLE, what="an article, first view", most=60, asked=8
        )
        page = [get(path)] * PAGES
        bare = [get("/floor/three-queries/")] * PAGES
        figures += _compared(
            site, "the time page", [page] * TURNS, [bare] * TURNS, "three queries"
        )
        presses = list(_presses(treatment, path, TURNS * HOLDS))
        rows = [post("/floor/one-row/", *_form(path, "bench"))] * HOLDS
        holds = [presses[turn * HOLDS :][:HOLDS] for turn in range(TURNS)]
        figures += _compared(site, "holding a time", holds, [rows] * TURNS, "one row")
        largest = max(_resident(pid) for pid in _workers(site))
    reach = f"<= 120 MB (after {2 * TURNS * (PAGES + HOLDS):,} requests)"
    figures.append(
        Figure("resident memory of a worker", largest, "MB", reach, largest <= 120)
    )
    return figures


def _compared(
    site: Site,
    name: str,
    ours: list[list[bytes]],
    floors: list[list[bytes]],
    floor: str,
) -> list[Figure]:
    """Requests a second of both, and their ratio, turn by turn."""
    burst(site.port, floors[0][:16])
    pairs, cpu = [], [0.0, 0.0]
    for our, bare in zip(ours, floors, strict=True):
        pair = []
        for which, requests in enumerate((our, bare)):
            before = _cpu_seconds(site)
            pair.append(_right(burst(site.port, requests), name))
            cpu[which] += _cpu_seconds(site) - before
        pairs.append(pair)
    ratio = statistics.median(own.rate / bare.rate for own, bare in pairs)
    rates = [statistics.median(pair[n].rate for pair in pairs) for n in (0, 1)]
    more = {"requests/s": rates[0], "bare": rates[1], "by cpu": cpu[1] / cpu[0]}
    return [
        Figure(
            f"{name}: to a bare view, {floor}",
            ratio,
            "x",
            ">= 0.4 x",
            ratio >= 0.4,
            more,
        )
    ]


def _right(done: Burst, name: str) -> Burst:
    if not set(done.statuses) <= {200, 303}:
        raise RuntimeError(f"{name}: {done.statuses}")
    return done


def _presses(treatment: Treatment, path: str, count: int) -> Iterator[bytes]:
    """Presses of distinct free times in any order, each of a form of its own."""
    zone = Clinic.objects.current().zone
    first = timezone.localdate() + timedelta(days=DAYS_BOOKED + 2)
    therapists = list(Therapist.objects.giving(treatment))
    places = [
        (datetime.combine(first + timedelta(days=day), place, zone), therapist.slug)
        for day in range(60)
        for place in PLACES
        for therapist in therapists
    ]
    for start, wish in random.Random(SEED).sample(places, count):
        yield post(path, *_form(path, wish, start=start.isoformat()))


def _form(path: str, wish: str, **fields: str) -> tuple[str, dict[str, str]]:
    """The cookie of a browser and what its form sends."""
    request = HttpRequest()
    request.META["CSRF_COOKIE"] = SECRET
    hidden = {"csrfmiddlewaretoken": SECRET, "key": new_key(request), "wish": wish}
    return f"csrftoken={SECRET}", hidden | fields


def _workers(site: Site) -> list[int]:
    children = Path(f"/proc/{site.process.pid}/task/{site.process.pid}/children")
    return [int(pid) for pid in children.read_text().split()]


def _cpu_seconds(site: Site) -> float:
    """What all workers have used so far."""
    used = 0
    for pid in _workers(site):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        used += int(fields[11]) + int(fields[12])
    return used / TICKS


def _resident(pid: int) -> float:
    """Megabytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
