"""An experiment by hand: on a database of its own, made before and dropped after."""

import os
from contextlib import contextmanager

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ.setdefault("PYTEST_DB_SUFFIX", "_by_hand")

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402


@contextmanager
def own_database():
    """SQLite, or PostgreSQL where DATABASE_URL names one."""
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
