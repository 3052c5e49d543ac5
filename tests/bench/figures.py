"""Timing, and how a figure is printed and kept."""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Figure:
    """One measured number and what it should reach; `reach` is in words."""

    name: str
    value: float
    unit: str
    reach: str
    ok: bool | None = None


def median_ms(call: Callable[[], object], *, runs: int = 15) -> float:
    """The median of several runs in milliseconds, after one to warm up."""
    call()
    taken = []
    for _run in range(runs):
        begun = time.perf_counter()
        call()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def show(figures: list[Figure]) -> None:
    """A table for people, and a JSON line per figure in var/bench.jsonl."""
    width = max(len(figure.name) for figure in figures)
    lines = []
    for figure in figures:
        mark = {True: "ok", False: "MISSED", None: ""}[figure.ok]
        value = f"{figure.value:,.3f}".rstrip("0").rstrip(".")
        lines.append(
            f"{figure.name:<{width}}  {value:>12} {figure.unit:<8} {figure.reach:<28} {mark}"
        )
    print("\n".join(lines))  # noqa: T201
    path = Path(settings.VAR_DIR) / "bench.jsonl"
    path.write_text("".join(json.dumps(asdict(figure)) + "\n" for figure in figures))
