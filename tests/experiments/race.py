"""Many clients at one time: `python -m tests.experiments.race --clients 200`.

On a database made for it: SQLite, or PostgreSQL where DATABASE_URL names one. Prints
a JSON line per round and ends with 1 where one of them was not as it should be.
"""

import json
import sys
from argparse import ArgumentParser

from tests.experiments.by_hand import own_database  # sets Django up, so it comes first

# isort: split
from django.db import connection

from booking.models import Appointment
from tests.constraints.schema import guards_removed
from tests.experiments.rush import GUARDS, rush
from tests.experiments.site import SITE, UNGUARDED, served
from tests.factories import make_evening, make_room, make_therapist


def main():
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=4)
    chosen = parser.parse_args()
    with own_database():
        return 0 if all(list(rounds(chosen))) else 1


def rounds(chosen):
    """Each round, and whether it came out as it should."""
    treatment, _therapist, _room = make_evening()
    for _round in range(chosen.rounds):
        yield one(treatment, chosen, "one therapist, one room", lambda held: held == 1)
    with guards_removed(Appointment, *GUARDS):
        clear()
        name = "without lock and constraint"
        yield one(treatment, chosen, name, lambda held: held > 1, UNGUARDED)
    for _other in range(2):
        make_therapist(treatments=[treatment])
        make_room()
    for _round in range(chosen.rounds):
        yield one(treatment, chosen, "anyone of three", lambda held: held == 3)


def one(treatment, chosen, name, is_right, application=SITE):
    clear()
    with served(application=application, workers=chosen.workers) as site:
        found = rush(site, treatment.slug, clients=chosen.clients)
    guarded = application == SITE
    right = is_right(found.held) and not (guarded and found.faults)
    line = found.line(experiment=name, database=connection.vendor, right=right)
    print(json.dumps(line), flush=True)  # noqa: T201
    return right


def clear():
    Appointment.objects.all().delete()


if __name__ == "__main__":
    sys.exit(main())
