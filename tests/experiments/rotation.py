"""A new key, killed often: `python -m tests.experiments.rotation --rows 10000`."""

import time
from argparse import ArgumentParser

from tests.experiments.by_hand import own_database  # sets Django up, so it comes first

# isort: split
from tests.experiments.rotating import rotate_killed


def main():
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=5)
    chosen = parser.parse_args()
    with own_database():
        started = time.monotonic()
        said, slowest = rotate_killed(rows=chosen.rows, kills=chosen.kills)
        took = time.monotonic() - started
    print(said, f"slowest write {slowest:.2f} s, all of it {took:.0f} s")  # noqa: T201


if __name__ == "__main__":
    main()
