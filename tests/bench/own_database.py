"""Django on a database in a folder that goes when the process ends.

Or on what BENCH_DATABASE_URL names, which must be empty.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import django

FOLDER = TemporaryDirectory(prefix="vesper-bench-")

os.environ["BENCH_FOLDER"] = FOLDER.name
os.environ["DATABASE_URL"] = (
    os.environ.get("BENCH_DATABASE_URL")
    or f"sqlite:///{Path(FOLDER.name) / 'bench.sqlite3'}"
)
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
django.setup()
