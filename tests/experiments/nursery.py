"""Workers at once: for every line it reads it forks `manage.py worker`, says its pid.

A kill then costs the next worker nothing but the fork. With a word after its name it
brings up twins, each without one of the worker's promises: of `lease`, a claim keeps
nobody else away; of `mark`, a mail is called told before it is sent.
"""

import os
import signal
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db.models import Q  # noqa: E402

from booking.messages import delivery  # noqa: E402
from booking.models import Message  # noqa: E402
from booking.models.message import MessageQuerySet  # noqa: E402
from clinic.serve import _end_with_parent  # noqa: E402

EVERY = 0.1  # seconds between two rounds
State = Message.State


def ignore_leases():
    def due(self, now):
        waiting = Q(state=State.WAITING, due_at__lte=now)
        mails = self.filter(channel=Message.Channel.EMAIL)
        return mails.filter(waiting | Q(state=State.SENDING))

    MessageQuerySet.due = due


def mark_first():
    opened = delivery._open

    def open_and_mark(message):
        post = opened(message)
        Message.objects.filter(pk=message.pk).update(state=State.SENT, lease_until=None)
        return post

    delivery._open = open_and_mark


def bring_up():
    """The pid of a new worker, which ends with this process."""
    pid = os.fork()
    if pid == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _end_with_parent()
        call_command("worker", every=EVERY)
        os._exit(0)
    return pid


if __name__ == "__main__":
    for twin in sys.argv[1:]:
        {"lease": ignore_leases, "mark": mark_first}[twin]()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the killed
    for _line in sys.stdin:
        print(bring_up(), flush=True)  # noqa: T201
