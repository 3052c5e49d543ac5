"""The site under gunicorn, on the very database the tests are using."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from django.db import connection

from clinic.serve import _end_with_parent

ROOT = Path(__file__).resolve().parents[2]
SITE = "clinic.wsgi:application"
UNGUARDED = "tests.experiments.unguarded:application"
WORKERS = 4
STARTS_WITHIN = 60  # seconds
ENDS_WITHIN = 20  # seconds


@dataclass
class Site:
    """A running site; it listens on this machine only."""

    port: int
    process: subprocess.Popen
    log: Path

    def kill(self):
        """End gunicorn and all its workers at once, as a loss of power does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """Let the workers finish; what is left after a while is killed."""
        if self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self.kill()

    def answers(self):
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=5)) as probe:
            try:
                probe.request("GET", "/robots.txt")
                return probe.getresponse().status == 200
            except (OSError, HTTPException):
                return False

    def wait_until_it_answers(self):
        until = time.monotonic() + STARTS_WITHIN
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"The site did not start:\n{self.log.read_text()}")
            time.sleep(0.1)


@contextmanager
def served(*, application=SITE, workers=WORKERS, settings="tests.settings", more=()):
    """The site, until the block is left; it ends with this process in any case.

    `more` are further options of gunicorn, such as `--preload` to start sooner.
    """
    with TemporaryDirectory(prefix="vesper-site-") as folder:
        command = [application, *more]
        site = _start(command, _environment(workers, settings), Path(folder) / "log")
        try:
            site.wait_until_it_answers()
            yield site
        finally:
            site.stop()


def _start(command, environment, log):
    """gunicorn inherits a socket that listens already, so no port is lost to others."""
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listener:
        port = listener.getsockname()[1]
        with log.open("wb") as out:
            process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", *command),
                    *("--config", "gunicorn.conf.py"),
                    *("--bind", f"fd://{listener.fileno()}"),
                ],
                cwd=ROOT,
                env=environment,
                pass_fds=[listener.fileno()],
                stdout=out,
                stderr=out,
                start_new_session=True,
                preexec_fn=_end_with_parent,
            )
    return Site(port, process, log)


def _environment(workers, settings):
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": settings,
        "DATABASE_URL": database_url(),
        "WEB_CONCURRENCY": str(workers),
        "PYTHONPATH": str(ROOT),
    }


def database_url():
    """The address of the database this process is connected to."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{Path(given['NAME']).absolute()}"
    password = f":{quote(given['PASSWORD'], safe='')}" if given["PASSWORD"] else ""
    port = given["PORT"] or 5432
    return (
        f"postgres://{given['USER']}{password}@{given['HOST']}:{port}/{given['NAME']}"
    )
