"""Backups while people write, each restored beside the clinic and looked at."""

import threading
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils import timezone

from booking.management.backup.making import look_at, make
from booking.management.backup.restoring import put_back, taken_apart
from booking.management.backup.trying import database_beside
from booking.models import Client, PhoneOnly
from tests.factories import NOW, make_user

WRITERS = 3
PAIRS = """
SELECT c.name FROM booking_client c
LEFT JOIN booking_phoneonly p ON p.client_id = c.id WHERE p.id IS {} NULL"""


class Writer(threading.Thread):
    """Writes one pair of rows after another, each in a transaction of its own."""

    def __init__(self, name, by, stop):
        super().__init__(name=name)
        self.by, self.stop = by, stop
        self.told, self.failed = 0, []

    def run(self):
        try:
            while not self.stop.wait(0.002):
                self.write()
        except Exception as error:
            self.failed.append(error)
        finally:
            connection.close()

    def write(self):
        with transaction.atomic():
            client = Client.objects.create(name=f"{self.name} {self.told}")
            PhoneOnly.objects.create(
                client=client, reason="x" * 500, by=self.by, since=NOW
            )
        self.told += 1


@contextmanager
def writing():
    stop, by = threading.Event(), make_user()
    writers = [Writer(f"writer{number}", by, stop) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    try:
        yield writers
    finally:
        stop.set()
        for writer in writers:
            writer.join()


def back_up_under_load(*, folder, times):
    """How many pairs each backup held; asserts that it holds what it must."""
    held = []
    with writing() as writers:
        for number in range(times):
            told = {writer.name: writer.told for writer in writers}
            made = make(file=folder / f"{number}.tar", now=timezone.now())
            held.append(look_into(made.file, told))
            made.file.unlink()
    assert [writer.failed for writer in writers] == [[]] * WRITERS
    assert min(writer.told for writer in writers) > 0
    return held


def look_into(file, told):
    """Whole pairs only, none missing between, and all that was told before it began."""
    with taken_apart(file) as unpacked, database_beside() as trial:
        done = put_back(unpacked, look_at(unpacked), trial)
        assert names(trial, PAIRS.format("")) == []
        pairs = names(trial, PAIRS.format("NOT"))
    for writer, before in told.items():
        count = sum(1 for name in pairs if name.startswith(f"{writer} "))
        assert {f"{writer} {number}" for number in range(count)} <= set(pairs)
        assert count >= before
    assert (done.values.opened, done.values.closed) == (len(pairs), 0)
    return len(pairs)


def names(trial, sql):
    with trial.cursor() as cursor:
        cursor.execute(sql)
        return [name for (name,) in cursor.fetchall()]
