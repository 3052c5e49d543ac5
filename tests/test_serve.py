"""`python -m clinic.serve`, as `make run` starts it, with real processes."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from clinic.env import new_key, new_secret

ROOT = Path(__file__).resolve().parent.parent
SECRET_KEY, FIELD_KEY = new_secret(), new_key()  # those of the tests start no site


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """A database of its own, migrated, with nothing in it."""
    file = tmp_path_factory.mktemp("serve") / "site.sqlite3"
    manage = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(manage, cwd=ROOT, env=surroundings(file), check=True)
    return file


def surroundings(file, port=0):
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "clinic.settings",
        "SECRET_KEY": SECRET_KEY,
        "FIELD_KEYS": FIELD_KEY,
        "DATABASE_URL": f"sqlite:///{file}",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
    }


class Served:
    """A running site, and what it wrote."""

    def __init__(self, database, log):
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.log = log
        with log.open("wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "clinic.serve"],
                cwd=ROOT,
                env=surroundings(database, self.port),
                stdout=file,
                stderr=file,
                start_new_session=True,
            )

    @property
    def said(self):
        return self.log.read_text()

    def health(self):
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/healthz") as answer:
                return json.load(answer)
        except URLError:
            return {}

    def child(self, name):
        """The process id of the child whose command holds `name`, or None."""
        for pid in children(self.process.pid):
            if name in command(pid):
                return pid
        return None

    def end(self, number):
        self.process.send_signal(number)
        return self.process.wait(timeout=60)


def children(parent):
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and parent_of(int(entry.name)) == parent:
            yield int(entry.name)


def parent_of(pid):
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    state, parent = stat.rpartition(")")[2].split()[:2]
    return None if state == "Z" else int(parent)


def command(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def wait_until(what, seconds=90):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come to pass")


@pytest.fixture
def served(database, tmp_path):
    """A site that answers, with a worker that went its first round."""
    site = Served(database, tmp_path / "log")
    try:
        wait_until(lambda: site.health().get("ok"))
        wait_until(lambda: "Ctrl-C" in site.said)
        yield site
    finally:
        if site.process.poll() is None:
            os.killpg(site.process.pid, signal.SIGKILL)
            site.process.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_it_says_where_to_go_and_ends_site_and_worker_together(served, number):
    web, worker = served.child("gunicorn"), served.child("worker")
    assert f"The site:  http://127.0.0.1:{served.port}/\n" in served.said
    assert f"For staff: http://127.0.0.1:{served.port}/calendar/" in served.said
    assert "password" not in served.said

    code = served.end(number)

    assert code == 0
    assert command(web) == command(worker) == ""
    assert served.health() == {}


def test_a_worker_that_dies_is_started_again_while_the_site_goes_on(served):
    web, worker = served.child("gunicorn"), served.child("worker")

    os.kill(worker, signal.SIGKILL)

    again = wait_until(lambda: served.child("worker") not in (None, worker))
    assert again
    assert served.child("gunicorn") == web
    assert served.health()["ok"]
    assert "The worker ended with -9; it starts again in 1 s." in served.said
    assert served.end(signal.SIGTERM) == 0


def test_where_gunicorn_ends_all_ends_and_says_so_by_its_code(served):
    worker = served.child("worker")

    os.kill(served.child("gunicorn"), signal.SIGKILL)

    assert served.process.wait(timeout=60) != 0
    assert command(worker) == ""


def test_killed_outright_it_leaves_no_orphan(served):
    web, worker = served.child("gunicorn"), served.child("worker")

    served.end(signal.SIGKILL)

    wait_until(lambda: command(web) == command(worker) == "")
    assert served.health() == {}
