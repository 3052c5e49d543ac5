"""A key that people made up, or can read in the source, starts no site."""

import os
import subprocess
import sys

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from booking.fields import check_field_keys
from clinic.env import new_key, new_secret
from clinic.keys import check_secret_key, refuse_unsafe_keys
from tests.experiments.site import ROOT


@pytest.mark.parametrize(
    "secret",
    [
        "too-few-characters",
        "x" * 60,
        "a key for tests, used nowhere else, 0123456789abcdefghij",
        "django-insecure-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH",
    ],
)
def test_a_secret_key_that_can_be_guessed_is_found(settings, secret):
    settings.SECRET_KEY = secret

    [fault] = check_secret_key()

    assert fault.id == "clinic.E002"
    assert secret not in str(fault)


def test_fresh_keys_are_good(settings):
    for _time in range(50):
        settings.SECRET_KEY, settings.FIELD_KEYS = new_secret(), [new_key()]

        assert check_secret_key() + check_field_keys() == []


def test_a_server_refuses_what_the_check_finds(settings):
    settings.SILENCED_SYSTEM_CHECKS = []

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is short"):
        refuse_unsafe_keys()


def test_a_site_with_a_key_of_the_tests_does_not_start():
    """As gunicorn loads it, which runs no checks."""
    known = {"SECRET_KEY": new_secret(), "FIELD_KEYS": os.environ["FIELD_KEYS"]}
    start = [sys.executable, "-c", "import clinic.wsgi"]
    site = {"DJANGO_SETTINGS_MODULE": "clinic.settings", **known}

    ended = subprocess.run(
        start, cwd=ROOT, env=os.environ | site, capture_output=True, text=True
    )

    assert ended.returncode != 0
    assert "Key 1 of FIELD_KEYS was made up" in ended.stderr
    assert known["FIELD_KEYS"] not in ended.stderr


@pytest.mark.parametrize(("asked", "good"), [("key", Fernet), ("secret", len)])
def test_the_keys_of_a_site_can_be_asked_for(asked, good):
    said = subprocess.run(
        [sys.executable, "-m", "clinic.env", asked],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert good(said.strip())
