"""Browser tests drive Debian's own Chromium; without one they are not collected."""

import os
import shutil

import pytest
from django.db import connections

from tests.browser.person import Person
from tests.browser.watch import Watch
from tests.public.browser import browser_of

CHROMIUM = shutil.which("chromium")
collect_ignore_glob = [] if CHROMIUM else ["test_*.py"]
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "locale": "en-GB",
    "timezone_id": "Europe/London",
}
PATIENCE = 15_000  # milliseconds
QUIET = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Without Chromium's own sandbox where it will not run: for root, say."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": [*QUIET, *sandbox],
    }


@pytest.fixture(scope="session", autouse=True)
def _rows_beside_the_browsers_loop(playwright):
    """Playwright's loop is in the tests' own thread; the ORM may be used beside it.

    Django keeps a connection of its own for as long as that loop runs.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield
        connections.close_all()


@pytest.fixture
def someone(new_context, live_server):
    """Makes people with a phone each, who may open some appointments already.

    Whatever they do, nothing of `Watch` happens.
    """
    watches = []

    def make(*appointments, **options):
        context = new_context(base_url=live_server.url, **{**PHONE, **options})
        context.set_default_timeout(PATIENCE)
        for name, morsel in browser_of(*appointments).cookies.items():
            cookie = {"name": name, "value": morsel.value, "url": live_server.url}
            context.add_cookies([cookie])
        watch = Watch(context, live_server.url)
        watches.append(watch)
        return Person(context.new_page(), watch)

    yield make
    assert [fault for watch in watches for fault in watch.faults] == []
