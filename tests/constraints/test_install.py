"""What an install needs for its guards, and what it does not."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.constraints.rows import on_sqlite

ROOT = Path(__file__).resolve().parents[2]
WITHOUT_PSYCOPG = """
import sys
sys.modules["psycopg"] = sys.modules["psycopg2"] = None
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    print(*[name for [name] in cursor.fetchall()])
"""


def test_sqlite_alone_needs_no_psycopg(tmp_path):
    if not on_sqlite():
        return  # once is enough
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'alone.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }

    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_PSYCOPG],
        **{"cwd": ROOT, "env": environment, "capture_output": True, "text": True},
        check=True,
    )

    triggers = ran.stdout.split()
    assert "appointment_therapist_free_insert" in triggers
    assert "appointment_room_free_update" in triggers
    assert "screening_frozen_update" in triggers
    assert "access_record_frozen_delete" in triggers
    assert not [name for name in triggers if name.endswith("_refuse")]


@pytest.mark.django_db(transaction=True)
def test_sqlmigrate_shows_the_guards():
    shown = StringIO()

    call_command("sqlmigrate", "booking", "0002", stdout=shown)

    sql = shown.getvalue()
    if on_sqlite():
        assert 'CREATE TRIGGER "appointment_therapist_free_insert"' in sql
    else:
        assert 'CONSTRAINT "appointment_therapist_free" EXCLUDE USING gist' in sql
    assert "DEFERRABLE INITIALLY DEFERRED" in sql
    assert 'CREATE TRIGGER "screening_frozen_update"' in sql


def test_no_migration_is_missing(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
