"""`make bench`: everything measured in one run, on a database made for it."""

import os
import sys
import tempfile
from pathlib import Path

FOLDER = tempfile.TemporaryDirectory(prefix="vesper-bench-")
if not os.environ.get("BENCH_DATABASE_URL"):
    os.environ["DATABASE_URL"] = f"sqlite:///{Path(FOLDER.name) / 'bench.sqlite3'}"
else:
    os.environ["DATABASE_URL"] = os.environ["BENCH_DATABASE_URL"]
os.environ["DJANGO_SETTINGS_MODULE"] = "clinic.settings"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from tests.bench import availability, peer  # noqa: E402
from tests.bench.figures import show  # noqa: E402


def main() -> int:
    call_command("migrate", verbosity=0)
    figures = availability.measure() + peer.measure()
    show(figures)
    return 1 if any(figure.ok is False for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
