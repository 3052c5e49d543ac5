"""Timing, and how a figure is printed and kept."""

import json
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection

SHOWN = 38  # letters of what a figure should reach


@dataclass(frozen=True)
class Figure:
    """One measured number and what it should reach; `reach` is in words.

    `ok` is None where it is only told. `more` says what else was measured.
    """

    name: str
    value: float
    unit: str
    reach: str
    ok: bool | None = None
    more: dict[str, float] = field(default_factory=dict)


@dataclass
class Timing:
    """Milliseconds of each run: on the wall, and of this process alone."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def own(self) -> list[float]:
        """What nobody else on the machine can add to.

        SQLite works within this process; a database server does not, so there the
        wall is all there is.
        """
        return self.cpu if connection.vendor == "sqlite" else self.wall

    @property
    def median(self) -> float:
        return statistics.median(self.own)

    @property
    def more(self) -> dict[str, float]:
        return {
            "wall": statistics.median(self.wall),
            "least": min(self.wall),
            "cpu": statistics.median(self.cpu),
        }


def timed(*calls: Callable[[], object], runs: int = 15) -> list[Timing]:
    """Every call in turn, run after run, so that a busy machine is so for all."""
    timings = [Timing() for _call in calls]
    for run in range(-1, runs):
        for call, timing in zip(calls, timings, strict=True):
            wall, cpu = time.perf_counter(), time.process_time()
            call()
            if run >= 0:
                timing.cpu.append((time.process_time() - cpu) * 1000)
                timing.wall.append((time.perf_counter() - wall) * 1000)
    return timings


def ratio(timing: Timing, to: Timing) -> float:
    """The median of the ratios of two calls that ran side by side."""
    pairs = zip(timing.own, to.own, strict=True)
    return statistics.median(one / other for one, other in pairs)


def show(figures: list[Figure]) -> None:
    """A table for people, and a JSON line per figure in var/bench.jsonl."""
    print("\n".join(_lines(figures)))  # noqa: T201
    path = Path(settings.VAR_DIR) / "bench.jsonl"
    path.write_text("".join(json.dumps(asdict(figure)) + "\n" for figure in figures))


def _lines(figures: list[Figure]) -> Iterator[str]:
    width = max(len(figure.name) for figure in figures)
    for figure in figures:
        mark = {True: "ok", False: "MISSED", None: ""}[figure.ok]
        value = f"{figure.value:,.2f}".rstrip("0").rstrip(".")
        more = ", ".join(f"{name} {value:,.1f}" for name, value in figure.more.items())
        yield (
            f"{figure.name:<{width}}  {value:>9} {figure.unit:<6} "
            f"{figure.reach:<{SHOWN}} {mark:<7} {more}"
        ).rstrip()
