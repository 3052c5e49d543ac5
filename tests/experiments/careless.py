"""The twins of the worker, each without one of its promises.

`python -m tests.experiments.careless lease`: a claim keeps nobody else away.
`python -m tests.experiments.careless mark`: a mail is called told before it is sent.
"""

import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db.models import Q  # noqa: E402

from booking.messages import delivery  # noqa: E402
from booking.models import Message  # noqa: E402
from booking.models.message import MessageQuerySet  # noqa: E402

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


if __name__ == "__main__":
    {"lease": ignore_leases, "mark": mark_first}[sys.argv[1]]()
    call_command("worker", every=0.1)
