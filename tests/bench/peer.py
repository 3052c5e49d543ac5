"""The peer's same answer, where PEER_BENCH names the folder of its benchmark."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.bench.figures import Figure, Timing

SWEEP = "next_30_days_any_therapist_function"
STARTS = 1470


def measure(ours: Timing) -> list[Figure]:
    """Its 30-day question beside ours; says so where it cannot be asked."""
    folder = os.environ.get("PEER_BENCH", "")
    if not (Path(folder) / "run.sh").is_file():
        print("The peer is left out: PEER_BENCH does not name its folder.")  # noqa: T201
        return []
    with tempfile.TemporaryDirectory(prefix="vesper-peer-") as scratch:
        copy = Path(scratch) / "peer"
        shutil.copytree(folder, copy)
        return _figures(_run(copy), ours)


def _run(folder: Path) -> dict[str, Any]:
    """Its own script, on SQLite and no longer than it must; its packages are kept."""
    env = os.environ | {
        "PYTHON": sys.executable,
        "VENV": str(Path(settings.VAR_DIR) / "peer-venv"),
        "BENCH_DBS": "sqlite",
        "BENCH_RUNS": "3",
        "BENCH_PATIENCE": "1",
        "LOAD_RUNS": "1",
        "LOAD_SECONDS": "1",
        "RACE_TRIALS": "1",
    }
    for ours in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "PYTHONPATH"):
        env.pop(ours, None)
    done = subprocess.run(
        ["bash", "run.sh"], cwd=folder, env=env, capture_output=True, text=True
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    for line in map(json.loads, lines):
        if line["figure"] == SWEEP:
            return line
    raise RuntimeError(f"The peer gave no {SWEEP}:\n{done.stderr[-2000:]}")


def _figures(sweep: dict[str, Any], ours: Timing) -> list[Figure]:
    own = sweep["cpu_ms"] if ours.own is ours.cpu else sweep["median"]
    more = {"wall": sweep["median"], "least": sweep["min"], "cpu": sweep["cpu_ms"]}
    times, starts = own / ours.median, sweep["slots_found"]
    same = starts == STARTS
    return [
        Figure("the peer's same answer: queries", sweep["sql"], "", ""),
        Figure("the peer's same answer", own, "ms", "", None, more),
        Figure("the peer's answer to ours", times, "x", ">= 100 x", times >= 100),
        Figure("the peer: therapist-starts", starts, "", "= 1,470, as ours", same),
    ]
