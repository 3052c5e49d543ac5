"""The site's own settings, with the bare views of the floor beside its addresses."""

import os
from pathlib import Path

from clinic.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
STATIC_ROOT = Path(os.environ["BENCH_FOLDER"]) / "static"
