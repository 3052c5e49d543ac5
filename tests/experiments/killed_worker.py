"""Workers killed while they send: `python -m tests.experiments.killed_worker`.

On a database made for it: SQLite, or PostgreSQL where DATABASE_URL names one. Prints
one JSON line for two and four workers, with and without kills, and one for each twin;
ends with 1 where one of them was not as it should be.
"""

import json
import sys
from argparse import ArgumentParser

from tests.experiments.by_hand import own_database  # sets Django up, so it comes first

# isort: split
from django.db import connection

from tests.experiments.killing import sent_while_killed


def main():
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=600)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--workers", type=int, nargs="+", default=[2, 4])
    chosen = parser.parse_args()
    return 0 if all(list(runs(chosen.mails, chosen.kills, chosen.workers))) else 1


def runs(mails, kills, numbers):
    """Each run, and whether it came out as it should."""
    for workers in numbers:
        yield one("killed", lambda f: f.is_right, mails, kills, workers)
        yield one("not killed", lambda f: f.is_right, mails, 0, workers)
    few = min(mails, 100)
    yield one("twin without a lease", lambda f: f.twice > 0, few, 0, 2, ["lease"])
    yield one("twin that marks first", lambda f: f.lost > 0, few, 20, 2, ["mark"])


def one(name, is_right, mails, kills, workers, twin=()):
    with own_database():
        found = sent_while_killed(mails=mails, kills=kills, workers=workers, twin=twin)
    right = is_right(found)
    line = {"experiment": name, "database": connection.vendor, "right": right}
    print(json.dumps(line | found.line()), flush=True)  # noqa: T201
    return right


if __name__ == "__main__":
    sys.exit(main())
