"""Rows of the imagined clinic, and what its tables refuse."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from booking.constraints import violated

# Tests that commit, in tables of their own: those of the site need no flush.
committed = pytest.mark.django_db(transaction=True, available_apps=[])

SEVEN = datetime(2026, 12, 1, 19, tzinfo=UTC)  # a Tuesday
EIGHT = datetime(2026, 12, 1, 20, tzinfo=UTC)
NINE = datetime(2026, 12, 1, 21, tzinfo=UTC)
HOUR = timedelta(hours=1)
MICROSECOND = timedelta(microseconds=1)


def make_visit(schema, *, therapist=None, starts_at=SEVEN, busy_until=EIGHT, **fields):
    """A visit, of rows read before or after a migration alike."""
    fields["therapist"] = therapist or make_therapist(schema)
    keys = {
        f"{name}_id" if isinstance(value, Model) else name: getattr(value, "pk", value)
        for name, value in fields.items()
    }
    return schema.model("Visit").objects.create(
        starts_at=starts_at, busy_until=busy_until, **keys
    )


def make_therapist(schema):
    return schema.model("Therapist").objects.create(name="Ada")


def make_client(schema):
    return schema.model("Client").objects.create(name="Grace")


def make_permit(schema, *, client=None, until=NINE):
    client = client or make_client(schema)
    return schema.model("Permit").objects.create(client=client, until=until)


@contextmanager
def refused_by(name):
    """Expect the database to refuse what is inside, and to name this constraint."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        yield
    assert violated(refusal.value) == name


@contextmanager
def refused_by_foreign_key(name):
    """The same for a foreign key, which SQLite never names."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        yield
    assert violated(refusal.value) == (None if on_sqlite() else name)


def on_sqlite():
    return connection.vendor == "sqlite"


def run(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
