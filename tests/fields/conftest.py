import uuid

import pytest
from django.apps.registry import Apps
from django.db import connection, models

from booking.constraints import Frozen
from booking.fields import EncryptedJSONField


class Sheet(models.Model):
    """A sheet of answers, of no installed app."""

    seal = models.UUIDField(default=uuid.uuid4)
    answers = EncryptedJSONField(bound_to="seal", null=True)
    note = models.CharField(max_length=20, default="")

    class Meta:
        app_label = "sheets"
        apps = Apps()
        constraints = [Frozen(name="sheet_frozen", fields=["answers", "seal"])]


@pytest.fixture(scope="module")
def table(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(Sheet)
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.delete_model(Sheet)


@pytest.fixture
def sheets(table, db):
    return Sheet.objects
