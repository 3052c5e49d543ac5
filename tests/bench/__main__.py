"""`make bench`: everything measured in one run, on a database made for it."""

import sys
from datetime import timedelta

from tests.bench import own_database  # noqa: F401  sets Django up, so it comes first

# isort: split
from django.core.management import call_command
from django.utils import timezone

from tests.bench import availability, peer, serving
from tests.bench.figures import show
from tests.bench.occupancy import half_book, make_clinic


def main() -> int:
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    call_command("collectstatic", interactive=False, verbosity=0)
    figures, first = availability.measure()
    treatment = make_clinic()
    half_book(treatment, first=timezone.localdate() + timedelta(days=1))
    figures += serving.measure(treatment)
    figures += availability.measure_past(treatment)
    figures += peer.measure(first)
    show(figures)
    return 1 if any(figure.ok is False for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
