"""One file with all a clinic would miss, and the way back from it."""

import json
import stat
import tarfile
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from cryptography.fernet import Fernet
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from booking.fields import key_name
from booking.management.backup import BackupError, postgresql
from booking.models import Backup, Client, SessionNote
from tests.constraints.rows import refused_by
from tests.factories import NOW, TUESDAY, at, make_confirmed, make_evening, make_user

pytestmark = pytest.mark.django_db(transaction=True)
PICTURE = "pictures/0123456789abcdef0123456789abcdef.webp"


@pytest.fixture
def clinic(tmp_path, settings):
    """A clinic with a signed note, a picture and somebody who is signed in."""
    media = tmp_path / "media"
    settings.MEDIA_ROOT = str(media)
    (media / "pictures").mkdir(parents=True)
    (media / PICTURE).write_bytes(b"a picture")
    treatment, therapist, room = make_evening()
    appointment = make_confirmed(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "18:00"),
    )
    note = SessionNote(appointment=appointment, author=make_user(), text="calm")
    note.written_at = note.signed_at = NOW
    note.save()
    Session.objects.create(session_key="open", session_data="x", expire_date=NOW)
    return media


@pytest.fixture
def file(clinic, tmp_path):
    run("backup", tmp_path / "clinic.tar")
    return tmp_path / "clinic.tar"


def run(command, *options):
    out = StringIO()
    call_command(command, *map(str, options), stdout=out, stderr=out)
    return out.getvalue()


def rewritten(file, **parts):
    """The same archive, with other content in the parts that are named."""
    with tarfile.open(file) as archive:
        held = {part.name: archive.extractfile(part).read() for part in archive}
    target = file.with_name("rewritten.tar")
    with tarfile.open(target, "w") as archive:
        for name, content in held.items():
            change = next((c for key, c in parts.items() if name.startswith(key)), None)
            part = tarfile.TarInfo(name)
            content = change(content) if change else content
            part.size = len(content)
            archive.addfile(part, BytesIO(content))
    return target


def test_it_is_one_private_file_that_says_what_is_in_it(file, clinic, settings):
    with tarfile.open(file) as archive:
        said = json.load(archive.extractfile("manifest.json"))

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {path.name for path in file.parent.iterdir()} == {"media", "clinic.tar"}
    assert said["rows"]["booking_client"] == 1
    assert list(said["media"]) == [PICTURE]
    assert said["keys"] == [key_name(settings.FIELD_KEYS[0])]
    assert "django_session" not in said["rows"]
    assert timezone.now() - Backup.objects.current().made_at < timedelta(minutes=1)


def test_it_is_not_written_over_another_unless_told_to(file):
    before = file.read_bytes()

    with pytest.raises(CommandError, match="is there already"):
        run("backup", file)
    assert file.read_bytes() == before
    run("backup", file, "--force")
    assert file.read_bytes() != before


def test_a_folder_gets_a_file_named_by_the_time(clinic, tmp_path):
    said = run("backup", tmp_path)

    [made] = tmp_path.glob("vesper-*.tar")
    assert str(made) in said


def test_everything_comes_back_and_is_guarded_as_before(file, clinic):
    Client.objects.create(name="Came later")
    (clinic / PICTURE).unlink()

    said = run("restore", file, "--replace")

    assert [client.name for client in Client.objects.all()] == ["Hannah Whitlock"]
    note = SessionNote.objects.get()
    assert note.text == "calm"
    assert (clinic / PICTURE).read_bytes() == b"a picture"
    assert not Session.objects.exists()
    note.text = "changed"
    with refused_by("note_frozen_once_signed"):
        note.save()
    assert Backup.objects.current().restored_at is not None
    assert "It is back" in said


def test_a_database_that_holds_something_is_replaced_only_when_told(file):
    Client.objects.create(name="Came later")

    with pytest.raises(CommandError, match="not empty"):
        run("restore", file)

    assert Client.objects.filter(name="Came later").exists()


def test_trying_leaves_the_clinic_as_it_is_and_remembers_that_it_was_done(file):
    Client.objects.create(name="Came later")

    said = run("restore", file, "--try")

    assert "It would come back whole" in said
    assert Client.objects.filter(name="Came later").exists()
    assert Backup.objects.current().restored_at is not None


def test_without_its_keys_it_says_which_are_missing(file, settings):
    made_with = key_name(settings.FIELD_KEYS[0])
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(CommandError, match=rf"FIELD_KEYS: {made_with}\.$"):
        run("restore", file, "--try")

    assert Backup.objects.current().restored_at is None


@pytest.mark.parametrize(
    ("part", "change", "said"),
    [
        ("database", lambda held: held[:-100] + b"x" * 100, "damaged"),
        ("media", lambda held: b"another picture", "damaged"),
        ("manifest", lambda held: b"{}", "cannot be read"),
        (
            "manifest",
            lambda held: held.replace(b"booking.0001_", b"booking.9999_"),
            "made by a newer Vesper",
        ),
        (
            "manifest",
            lambda held: held.replace(b'"booking_client": 1', b'"booking_client": 2'),
            "does not hold the rows",
        ),
    ],
)
def test_one_that_is_not_as_it_was_made_changes_nothing(file, part, change, said):
    spoilt = rewritten(file, **{part: change})
    Client.objects.create(name="Came later")

    with pytest.raises(CommandError, match=said):
        run("restore", spoilt, "--replace")

    assert Client.objects.filter(name="Came later").exists()


def test_one_that_was_cut_off_is_refused(file):
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    with pytest.raises(CommandError, match=r"^Not restored\."):
        run("restore", file, "--replace")

    assert Client.objects.exists()


def test_the_password_is_in_no_command_that_others_can_read(tmp_path, monkeypatch):
    told = tmp_path / "told"
    tool = tmp_path / "pg_dump"
    tool.write_text(f'#!/bin/sh\necho "$@" > {told}\necho "$PGPASSWORD" > {told}.env\n')
    tool.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    elsewhere = connection.copy()
    elsewhere.settings_dict |= {"PASSWORD": "very-secret", "HOST": "db.example"}

    postgresql.copy(elsewhere, tmp_path / "copy")

    assert "very-secret" not in told.read_text()
    assert (tmp_path / "told.env").read_text() == "very-secret\n"


def test_a_missing_program_is_named_with_the_package_it_comes_with(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(BackupError, match=r"pg_restore is not .* postgresql-client"):
        postgresql.look(tmp_path / "copy")
