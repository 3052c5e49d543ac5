"""Serve the site as production does: gunicorn and a worker, ended together by Ctrl-C."""

import os
import signal
import subprocess
import sys
from types import FrameType

GUNICORN = ["gunicorn", "clinic.wsgi:application", "--config", "gunicorn.conf.py"]
WORKER = ["manage.py", "worker"]
WELCOME = """
  Vesper is at http://127.0.0.1:{port}/ and the staff pages at http://127.0.0.1:{port}/admin/
  Mail goes to var/mail/. Ctrl-C ends both the site and its worker.
{demo}"""


def start() -> list[subprocess.Popen[bytes]]:
    """The two processes; each dies with this one's process group."""
    commands = [["-m", *GUNICORN], WORKER]
    return [subprocess.Popen([sys.executable, *command]) for command in commands]  # noqa: S603


def main() -> int:
    processes = start()

    def stop(number: int, frame: FrameType | None) -> None:
        for process in processes:
            process.terminate()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    pid, status = os.wait()
    stop(0, None)
    codes = [process.wait() for process in processes if process.pid != pid]
    return max([os.waitstatus_to_exitcode(status), *codes], key=abs)


if __name__ == "__main__":
    sys.exit(main())
