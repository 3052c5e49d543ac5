"""Serve the site as production does: gunicorn and a worker, ended together by Ctrl-C.

With DEBUG it is Django's own server instead, which loads changed code again.

A worker that dies is started again: people go on booking, and their mails wait. Where
the server ends, all does. Where this process is killed outright, both end with it.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

PORT = int(os.environ.get("PORT", "8000"))
GUNICORN = ["-m", "gunicorn", "clinic.wsgi:application", "--config", "gunicorn.conf.py"]
RUNSERVER = ["manage.py", "runserver", f"127.0.0.1:{PORT}"]
WEB = RUNSERVER if os.environ.get("DEBUG") == "1" else GUNICORN
WORKER = ["manage.py", "worker"]
WELCOME = ["manage.py", "welcome"]

LOOKS_EVERY = 0.2  # seconds
STARTED_AGAIN_AFTER = [1, 2, 5, 15, 30]  # seconds; the last one is kept
STEADY_AFTER = 60.0  # seconds without dying that forgive the deaths before
PR_SET_PDEATHSIG = 1  # prctl(2), Linux

_libc = ctypes.CDLL(None)


def _end_with_parent() -> None:
    """Ask the kernel for SIGTERM when the parent is gone; only Linux can."""
    if hasattr(_libc, "prctl"):
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603
        [sys.executable, *command],
        preexec_fn=_end_with_parent,  # noqa: PLW1509  there are no threads here
    )


class Site:
    """The two processes, and what is done when one of them ends."""

    def __init__(self) -> None:
        self.stopping = False
        self.welcomed = False
        self.deaths = 0
        self.worker_again_at = 0.0

    def run(self) -> int:
        """Until told to stop, or the server ends; its exit code then, else 0."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        self.web, self.worker = start(WEB), self._start_worker()
        while not self.stopping and self.web.poll() is None:
            self._look_after_worker()
            self._welcome()
            time.sleep(LOOKS_EVERY)
        return self._end()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _start_worker(self) -> subprocess.Popen[bytes]:
        self.worker_since = time.monotonic()
        return start(WORKER)

    def _look_after_worker(self) -> None:
        """Start it again when it died, each time after a longer wait."""
        if self.worker.poll() is None:
            return
        now = time.monotonic()
        if not self.worker_again_at:
            lived = now - self.worker_since
            self.deaths = 1 if lived > STEADY_AFTER else self.deaths + 1
            wait = STARTED_AGAIN_AFTER[: self.deaths][-1]
            self.worker_again_at = now + wait
            code = self.worker.returncode
            say(f"The worker ended with {code}; it starts again in {wait} s.")
        elif now >= self.worker_again_at:
            self.worker_again_at = 0.0
            self.worker = self._start_worker()

    def _welcome(self) -> None:
        """Say where to go, once the site answers."""
        if not self.welcomed and answers(PORT):
            self.welcomed = True
            start(WELCOME).wait()

    def _end(self) -> int:
        """Let both finish what they are at; gunicorn kills the slow by itself."""
        for process in (self.web, self.worker):
            if process.poll() is None:
                process.terminate()
        codes = [process.wait() for process in (self.web, self.worker)]
        return 0 if self.stopping else codes[0] or 1


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


if __name__ == "__main__":
    sys.exit(Site().run())
