"""An hour without a mail server, then a bad one: `python -m tests.experiments.outage`.

On a database made for it: SQLite, or PostgreSQL where DATABASE_URL names one. The site
is served meanwhile, and its pages are timed. Prints one JSON line, and ends with 1
where a mail was lost, came twice without a reason, or came before an older one.
"""

import json
import sys
import time
from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from statistics import median

from tests.experiments.by_hand import own_database  # sets Django up, so it comes first

# isort: split
from django.db import connection

from booking.models import Treatment
from tests.experiments.mails import went_through_an_outage, write_mails
from tests.experiments.site import served
from tests.experiments.visitor import Visitor

PAGES = 40


def main():
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=500)
    chosen = parser.parse_args()
    with own_database():
        mails = write_mails(chosen.mails)
        with served(more=["--preload"]) as site, ThreadPoolExecutor(1) as pool:
            alone = paced(site, PAGES)
            telling = pool.submit(tell, mails)
            meanwhile = paced(site, PAGES)
            while not telling.done():
                meanwhile += paced(site, 1)
        found = telling.result()
    pages = {
        "page_ms_alone": round(median(alone)),
        "page_ms_meanwhile": round(median(meanwhile)),
        "page_ratio": round(median(meanwhile) / median(alone), 2),
        "pages_meanwhile": len(meanwhile),
    }
    line = {"database": connection.vendor, "right": found.is_right}
    print(json.dumps(line | found.line() | pages))  # noqa: T201
    return 0 if found.is_right else 1


def tell(mails):
    try:
        return went_through_an_outage(mails)
    finally:
        connection.close()


def paced(site, pages):
    """How many milliseconds each of so many pages of times took."""
    path = f"/book/{Treatment.objects.get().slug}/"
    taken = []
    for _page in range(pages):
        begun = time.perf_counter()
        answer = Visitor(site.port).get(path)
        taken.append((time.perf_counter() - begun) * 1000)
        if answer.status != 200:
            raise RuntimeError(f"a page answered {answer.status}")
        time.sleep(0.05)
    return taken


if __name__ == "__main__":
    sys.exit(main())
