"""What people write about their health is found nowhere outside its encrypted column.

Each canary is a word that stands nowhere else. Searched: the database's own files while
somebody writes, a backup, what was logged, and the mails.
"""

import logging
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from booking.actions import (
    answer_question,
    ask_question,
    clear_review,
    phone_only,
    read_answers,
    record_doctor,
    sign_note,
    write_note,
)
from booking.fields import EncryptedJSONField
from booking.management.backup import postgresql
from booking.management.backup.making import make
from booking.management.backup.restoring import taken_apart
from booking.management.rotation import encrypted_columns
from booking.models import Appointment, SessionNote
from tests.factories import MONDAY, TUESDAY, at, make_evening, make_review, make_user

pytestmark = pytest.mark.django_db(transaction=True)
CANARIES = {
    f"zebrafinch{word}"
    for word in (
        *("answered", "asked", "replied", "noted", "adapted", "avoided"),
        *("drafted", "signed", "read", "rings", "practice"),
    )
}
SEVEN = at(TUESDAY, "19:00")
THEN = SEVEN - timedelta(hours=6)


@pytest.fixture
def told(caplog):
    """A review from the first answer to the signed note, a canary in every text."""
    caplog.set_level(logging.DEBUG)
    treatment, therapist, room = make_evening(lead_time_minutes=0)
    ines = make_user(role="Lead therapist")
    kept = {"treatment": treatment, "therapist": therapist, "room": room}
    review = make_review(starts_at=SEVEN, now=THEN, **kept)
    screening = review.screening
    screening.content = {**screening.content, "said": "zebrafinchanswered"}
    screening.save()
    common = {"appointment": review, "now": THEN}
    read_answers(
        screening=screening, by=ines, why="other", words="zebrafinchread", now=THEN
    )
    ask_question(text="zebrafinchasked?", note="zebrafinchnoted", by=ines, **common)
    answer_question(text="zebrafinchreplied.", **common)
    record_doctor(practice="zebrafinchpractice", said_on=MONDAY, by=ines, **common)
    clear_review(
        by=ines,
        valid_until=SEVEN + timedelta(days=90),
        adaptations=["zebrafinchadapted"],
        avoid=["zebrafinchavoided"],
        **common,
    )
    common["now"] = SEVEN + timedelta(minutes=5)
    sign_note(text="zebrafinchsigned", by=ines, **common)
    write_note(text="zebrafinchdrafted", by=make_user(role="Lead therapist"), **common)
    phone_only(client=review.client, reason="zebrafinchrings", by=ines, now=THEN)
    return Appointment.objects.get(pk=review.pk)


def canaries_in(content):
    return {canary for canary in CANARIES if canary.encode() in content}


def kept_by_the_database():
    """Its files as they lie on the disk; PostgreSQL's as text, they are its own."""
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        beside = [file.with_name(f"{file.name}-{end}") for end in ("journal", "wal")]
        return b"".join(path.read_bytes() for path in [file, *beside] if path.exists())
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        postgresql.copy(connection, copy)
        with postgresql._unpacked(copy) as lines:
            return lines.read()


def put_in_clear(monkeypatch):
    """The column as somebody forgot to encrypt it, to see that the search finds it."""
    prepared = EncryptedJSONField.get_prep_value
    monkeypatch.setattr(
        EncryptedJSONField,
        "get_prep_value",
        lambda field, value: prepared(field, value) and "zebrafinchsigned",
    )


def test_every_canary_is_there_for_who_may_read_it(told):
    """Without this the searches below would find nothing in an empty clinic."""
    held = "".join(
        repr(getattr(row, column.field.name))
        for column in encrypted_columns()
        for row in column.model.objects.all()
    )

    assert {canary for canary in CANARIES if canary in held} == CANARIES


def test_none_is_in_the_files_of_the_database_while_somebody_writes(told, monkeypatch):
    note = SessionNote.objects.get(signed_at=None)

    with transaction.atomic():
        note.text = "zebrafinchdrafted, and zebrafinchanswered"
        note.save()
        meanwhile = kept_by_the_database()
    afterwards = kept_by_the_database()

    assert told.ref.encode() in meanwhile
    assert told.ref.encode() in afterwards
    assert canaries_in(meanwhile + afterwards) == set()
    put_in_clear(monkeypatch)
    note.text = "anything"
    note.save()
    assert canaries_in(kept_by_the_database()) == {"zebrafinchsigned"}


def test_none_is_in_a_backup_and_no_key_either(told, tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    file = make(file=tmp_path / "b.tar", now=timezone.now()).file

    content = file.read_bytes()
    with taken_apart(file) as unpacked:
        copied = next(unpacked.folder.glob("database.*"))
        if connection.vendor == "postgresql":
            with postgresql._unpacked(copied) as lines:
                content += lines.read()

    assert told.ref.encode() in content
    assert canaries_in(content) == set()
    for key in (*settings.FIELD_KEYS, settings.SECRET_KEY):
        assert key.encode() not in content


def test_none_is_in_the_mails_or_the_log(told, tmp_path, settings, caplog, client):
    settings.EMAIL_BACKEND = settings.MAIL_TO_FILES
    settings.EMAIL_FILE_PATH = str(tmp_path)

    with time_machine.travel(THEN + timedelta(minutes=1)):
        call_command("tick")
    client.get(f"/appointments/{told.ref}/")
    client.get("/no-such-page/")

    mails = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"hannah@whitlock.example" in mails
    assert "no-such-page" in caplog.text
    assert canaries_in(mails + caplog.text.encode()) == set()
