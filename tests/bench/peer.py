"""The peer's same answer, where PEER_BENCH names the folder of its benchmark."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.figures import Figure

SWEEP = "availability_30_days_function"


def measure() -> list[Figure]:
    """Its 30-day sweep in milliseconds and starts; says so where it cannot be run."""
    folder = os.environ.get("PEER_BENCH", "")
    if not (Path(folder) / "run.sh").is_file():
        print("The peer is left out: PEER_BENCH does not name its folder.")  # noqa: T201
        return []
    with tempfile.TemporaryDirectory(prefix="vesper-peer-") as scratch:
        copy = Path(scratch) / "peer"
        shutil.copytree(folder, copy)
        return _figures(_run(copy))


def _run(folder: Path) -> list[dict]:
    env = os.environ | {"BENCH_DBS": "sqlite", "BENCH_RUNS": "3", "LOAD_RUNS": "1"}
    env |= {"LOAD_SECONDS": "1", "PYTHON": sys.executable}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        ["bash", "run.sh"], cwd=folder, env=env, capture_output=True, text=True
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    return [json.loads(line) for line in lines]


def _figures(lines: list[dict]) -> list[Figure]:
    return [
        Figure(
            f"peer: {line['figure']}", line["median"], line.get("unit", ""), ""
        )
        for line in lines
        if "median" in line
    ]
