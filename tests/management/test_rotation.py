"""A new key in front: everything comes under it, and nothing else changes."""

from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection

from booking.fields import WrongKey, key_name
from booking.management.rotation import Column, encrypted_columns, rotate
from booking.models import (
    Appointment,
    Clearance,
    PhoneOnly,
    Screening,
    SessionNote,
)
from tests.constraints.rows import refused_by
from tests.factories import NOW, TUESDAY, at, make_confirmed, make_evening, make_user

pytestmark = pytest.mark.django_db
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
WORDS = "lavender makes her sneeze"
HOLDS = {
    Appointment: "review",
    Clearance: "changes",
    PhoneOnly: "reason",
    Screening: "content",
    SessionNote: "text",
}


@pytest.fixture
def appointment(settings):
    """An appointment with something in every encrypted column, under the old key."""
    settings.FIELD_KEYS = [OLD]
    treatment, therapist, room = make_evening()
    made = make_confirmed(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "18:00"),
        review={"why": WORDS},
    )
    by = make_user()
    PhoneOnly.objects.create(client=made.client, reason=WORDS, by=by, since=NOW)
    SessionNote.objects.create(
        appointment=made, author=by, text=WORDS, written_at=NOW, signed_at=NOW
    )
    settings.FIELD_KEYS = [NEW, OLD]
    return made


def contents():
    return {
        model: [getattr(row, name) for row in model.objects.order_by("pk")]
        for model, name in HOLDS.items()
    }


def stored():
    """What the database itself holds in the columns."""
    found = []
    with connection.cursor() as cursor:
        for model, name in HOLDS.items():
            table = model._meta.db_table
            cursor.execute(f"SELECT {name} FROM {table} ORDER BY id")
            found += [token for (token,) in cursor.fetchall() if token]
    return found


def opens_with(key, token):
    try:
        Fernet(key).decrypt(token)
    except Exception:
        return False
    return True


def run(*options):
    out = StringIO()
    call_command("rotate_field_keys", *options, stdout=out)
    return out.getvalue()


def test_everything_comes_under_the_new_key_with_its_content(appointment, settings):
    before = contents()

    said = run()

    settings.FIELD_KEYS = [NEW]
    assert contents() == before
    assert set(HOLDS) <= {column.model for column in encrypted_columns()}
    assert all(opens_with(NEW, token) for token in stored())
    assert f"{len(stored())} rows are encrypted anew" in said


def test_what_is_frozen_is_as_frozen_as_before(appointment):
    run()

    with refused_by("note_frozen_once_signed"):
        changed = SessionNote.objects.get()
        changed.text = "something else"
        changed.save()
    with refused_by("note_frozen_once_signed"):
        SessionNote.objects.get().delete()
    with refused_by("clearance_frozen"):
        changed = Clearance.objects.get()
        changed.changes = {"leave_out": []}
        changed.save()


def test_what_is_under_the_first_key_stays_as_it_is(appointment):
    run()
    before = stored()

    said = run()

    assert stored() == before
    assert said.startswith("0 rows are encrypted anew")


def test_what_somebody_wrote_meanwhile_is_theirs(appointment, monkeypatch):
    """They save after the batch was read, and before it is put back."""
    column = Column(PhoneOnly, PhoneOnly._meta.get_field("reason"))
    read = list(column.batches())
    PhoneOnly.objects.all()[0].delete()
    PhoneOnly.objects.create(
        pk=read[0][0][0],
        client=appointment.client,
        reason="theirs",
        by=make_user(),
        since=NOW,
    )
    monkeypatch.setattr(Column, "batches", lambda *_args: iter(read))

    counts = rotate(column)

    assert (counts.rotated, counts.changed_meanwhile) == (0, 1)
    assert PhoneOnly.objects.get().reason == "theirs"


def test_the_check_counts_the_rows_of_each_key_and_changes_none(appointment, settings):
    before = stored()

    with pytest.raises(CommandError, match=f"^{len(before)} rows are not under"):
        run("--check")

    assert stored() == before
    run()
    said = run("--check")
    assert f"key 1 ({key_name(NEW)}): {len(before)} rows" in said
    assert f"key 2 ({key_name(OLD)}): 0 rows" in said
    assert not {NEW, OLD} & set(said.replace("(", " ").split())


def test_what_no_key_opens_is_counted_and_left_alone(appointment, settings):
    settings.FIELD_KEYS = [NEW]
    before = stored()

    with pytest.raises(CommandError, match=f"^{len(before)} rows are opened by none"):
        run()

    assert stored() == before
    with pytest.raises(WrongKey):
        SessionNote.objects.get().text  # noqa: B018
