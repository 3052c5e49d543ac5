"""Keys: several at once, missing, broken, and never in a migration."""

import pytest
from cryptography.fernet import Fernet, MultiFernet
from django.apps.registry import Apps
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import models

from booking.fields import EncryptedJSONField, check_field_keys
from tests.fields.columns import store, stored

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_a_new_key_in_front_opens_the_old_and_seals_the_new(sheets, settings):
    settings.FIELD_KEYS = [OLD]
    first = sheets.create(answers="first")
    settings.FIELD_KEYS = [NEW, OLD]
    second = sheets.create(answers="second")

    assert [sheet.answers for sheet in sheets.order_by("pk")] == ["first", "second"]

    store(first, MultiFernet([Fernet(NEW), Fernet(OLD)]).rotate(stored(first)).decode())
    settings.FIELD_KEYS = [NEW]
    assert [sheet.answers for sheet in sheets.order_by("pk")] == ["first", "second"]
    assert second.answers == "second"


@pytest.mark.parametrize(
    ("keys", "codes"),
    [
        ([], ["booking.E001"]),
        ([""], ["booking.E002"]),
        (["short"], ["booking.E002"]),
        ([NEW, "not a key at all, but of some length, yes"], ["booking.E002"]),
        ([None, NEW, 5], ["booking.E002", "booking.E002"]),
        (["dGVzdHMtb25seS1rZXktMzItYnl0ZXMtbG9uZy4uLi4="], ["booking.E006"]),
        ([NEW, "A" * 43 + "="], ["booking.E006"]),
        ([NEW, OLD], []),
    ],
)
def test_the_check_finds_missing_and_broken_keys(settings, keys, codes):
    settings.FIELD_KEYS = keys

    found = check_field_keys()

    assert [error.id for error in found] == codes
    assert not any(key and str(key) in str(found) for key in keys)


def test_the_site_does_not_start_without_keys(settings):
    settings.FIELD_KEYS = []

    with pytest.raises(SystemCheckError, match="booking.E001"):
        call_command("check")


def test_the_check_finds_a_binding_to_no_field():
    class Loose(models.Model):
        answers = EncryptedJSONField(bound_to="nothing")

        class Meta:
            app_label = "sheets"
            apps = Apps()

    assert [error.id for error in Loose.check()] == ["booking.E003"]


def test_a_migration_holds_its_binding_and_no_key():
    field = EncryptedJSONField(bound_to="seal", default=dict)

    _name, path, args, kwargs = field.deconstruct()

    assert path == "booking.fields.EncryptedJSONField"
    assert (args, kwargs) == (
        [],
        {"bound_to": "seal", "default": dict, "editable": False},
    )
    assert field.clone().bound_to == "seal"
