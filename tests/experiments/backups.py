"""Backups under load: `python -m tests.experiments.backups --times 20`."""

import time
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.experiments.by_hand import own_database  # sets Django up, so it comes first

# isort: split
from tests.experiments.backing_up import back_up_under_load


def main():
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    chosen = parser.parse_args()
    with own_database(), TemporaryDirectory() as folder:
        started = time.monotonic()
        held = back_up_under_load(folder=Path(folder), times=chosen.times)
        took = time.monotonic() - started
    print(f"{len(held)} backups restored whole, pairs in each: {held}")  # noqa: T201
    print(f"{took:.0f} s")  # noqa: T201


if __name__ == "__main__":
    main()
