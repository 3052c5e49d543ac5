"""A new key under load, killed again and again: nothing lost, and it finishes."""

import os
import subprocess
import sys
import threading
import time
import uuid
from contextlib import contextmanager, suppress

from django.db import OperationalError, connection
from django.test import override_settings

from booking.fields import under_first_key
from booking.management.rotation import encrypted_columns, rows_by_key
from booking.models import Client, PhoneOnly, Screening, SessionNote
from tests.experiments.site import ROOT, database_url
from tests.experiments.two_keys import FIELD_KEYS, NEW
from tests.factories import (
    NOW,
    TUESDAY,
    at,
    make_confirmed,
    make_evening,
    make_user,
)

PATIENCE = 120  # seconds
WRITERS = 2


def fill(rows):
    """Half of them frozen notes, half answers, each with words of its own."""
    treatment, therapist, room = make_evening()
    appointment = make_confirmed(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "18:00"),
    )
    by, answered = make_user(), appointment.screening
    SessionNote.objects.bulk_create(
        SessionNote(
            appointment=appointment,
            author=by,
            text=f"note {number}",
            written_at=NOW,
            signed_at=NOW,
        )
        for number in range(rows // 2)
    )
    Screening.objects.bulk_create(
        Screening(
            questionnaire=answered.questionnaire,
            treatment=treatment,
            answered_at=NOW,
            content={"number": number},
            outcome=answered.outcome,
            valid_until=answered.valid_until,
            seal=uuid.uuid4(),
        )
        for number in range(rows - rows // 2)
    )
    for number in range(WRITERS):
        client = Client.objects.create(name=f"Client {number}")
        PhoneOnly.objects.create(client=client, reason=-1, by=by, since=NOW)


class Writer(threading.Thread):
    """Writes to one row all the time, as a desk would that cannot decide."""

    def __init__(self, pk, stop):
        super().__init__()
        self.pk, self.stop = pk, stop
        self.written, self.slowest = -1, 0.0

    def run(self):
        try:
            while not self.stop.is_set():
                self.write()
        finally:
            connection.close()

    def write(self):
        started = time.monotonic()
        row = PhoneOnly.objects.get(pk=self.pk)
        row.reason = self.written + 1
        with suppress(OperationalError):
            row.save()
            self.written += 1
        self.slowest = max(self.slowest, time.monotonic() - started)
        time.sleep(0.005)


@contextmanager
def writing():
    """Writers at work, each on a row of its own, until the block is left."""
    stop = threading.Event()
    rows = PhoneOnly.objects.order_by("pk").values_list("pk", flat=True)
    writers = [Writer(pk, stop) for pk in rows]
    for writer in writers:
        writer.start()
    try:
        yield writers
    finally:
        stop.set()
        for writer in writers:
            writer.join()


def start():
    """The command as an owner runs it, on the database of this process."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "rotate_field_keys"],
        cwd=ROOT,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "tests.experiments.two_keys",
            "DATABASE_URL": database_url(),
        },
        stdout=subprocess.PIPE,
        text=True,
    )


def kill_at(model, pk):
    """Start it, and kill it as soon as that row is under the new key."""
    field = {SessionNote: "text", Screening: "content"}[model]
    running, until = start(), time.monotonic() + PATIENCE
    while not under_first_key(_held(model, field, pk)):
        assert running.poll() is None
        assert time.monotonic() < until
    running.kill()
    running.communicate()
    assert running.returncode < 0


def _held(model, field, pk):
    return model.objects.values_list(field, flat=True).get(pk=pk)


def moments(kills):
    """Rows spread over both tables, in the order in which they are reached."""
    columns = [column.model for column in encrypted_columns()]
    models = sorted([SessionNote, Screening], key=columns.index)
    steps = [(model, part) for model in models for part in range(1, kills + 1)]
    for model, part in steps[1::2]:
        keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
        yield model, keys[len(keys) * part // (kills + 1)]


def rotate_killed(*, rows, kills):
    """Fill, rotate with kills under load, and look; the slowest write, in seconds."""
    fill(rows)
    with override_settings(FIELD_KEYS=FIELD_KEYS):
        with writing() as writers:
            for model, pk in moments(kills):
                kill_at(model, pk)
            last = start()
            said, _nothing = last.communicate(timeout=PATIENCE)
        assert last.returncode == 0, said
    with override_settings(FIELD_KEYS=[NEW]):
        look(rows, writers)
    return said, max(writer.slowest for writer in writers)


def look(rows, writers):
    """With the new key alone everything is there, and the last writing stands."""
    for column in encrypted_columns():
        assert None not in rows_by_key(column), column
    notes = SessionNote.objects.order_by("pk")
    assert [note.text for note in notes] == [f"note {n}" for n in range(rows // 2)]
    numbers = [s.content.get("number") for s in Screening.objects.order_by("pk")]
    assert numbers[1:] == list(range(rows - rows // 2))
    for writer in writers:
        assert PhoneOnly.objects.get(pk=writer.pk).reason == writer.written > 0
