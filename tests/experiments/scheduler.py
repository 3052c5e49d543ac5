"""Reminders over days the clocks change: `python -m tests.experiments.scheduler`.

On a database made for it: SQLite, or PostgreSQL where DATABASE_URL names one. Prints
one JSON line for each change of the clocks, and ends with 1 where somebody was reminded
twice, too late, of what was called off, or not at all though a worker went round.
"""

import json
import sys
from argparse import ArgumentParser
from datetime import date, timedelta

from tests.experiments.by_hand import own_database  # sets Django up, so it comes first

# isort: split
from django.db import connection

from tests.experiments.days import Days

CHANGES = (date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28))


def main():
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--appointments", type=int, default=200)
    parser.add_argument("--minutes", type=int, default=20)
    chosen = parser.parse_args()
    found = [one(change, chosen) for change in CHANGES]
    return 0 if all(found) else 1


def one(change, chosen):
    with own_database():
        days = Days(
            change - timedelta(days=2),
            appointments=chosen.appointments,
            step=timedelta(minutes=chosen.minutes),
        )
        found = days.pass_by()
    told = {"change": f"{change}", "database": connection.vendor}
    line = told | {"right": found.is_right} | found.line()
    print(json.dumps(line), flush=True)  # noqa: T201
    return found.is_right


if __name__ == "__main__":
    sys.exit(main())
