"""The site's settings in the surroundings of a test: fixed keys, plain files."""

import hashlib
import os
from pathlib import Path

os.environ.update(
    SECRET_KEY="a key for tests, used nowhere else, 0123456789abcdefghij",
    FIELD_KEYS="dGVzdHMtb25seS1rZXktMzItYnl0ZXMtbG9uZy4uLi4=",
    SITE_URL="http://testserver",
    TIME_ZONE="Europe/London",
    DEBUG="",
    EMAIL_URL="",
)

from clinic.settings import *  # noqa: E402, F403
from clinic.settings import DATABASES, VAR_DIR  # noqa: E402

SILENCED_SYSTEM_CHECKS = ["booking.E006", "clinic.E002"]  # the keys above are known
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# A file with production's options, so that threads meet the same locks as workers; in
# memory where the machine has such a folder, so that a sync costs nothing.
(VAR_DIR / "static").mkdir(parents=True, exist_ok=True)
MEMORY = Path("/dev/shm")  # noqa: S108
FOLDER = MEMORY if os.access(MEMORY, os.W_OK) else VAR_DIR
CHECKOUT = hashlib.sha256(str(VAR_DIR).encode()).hexdigest()[:8]
SUFFIX = os.environ.get("PYTEST_DB_SUFFIX", "")
if "sqlite" in DATABASES["default"]["ENGINE"]:
    NAME = f"{FOLDER}/vesper-test-{CHECKOUT}{SUFFIX}.sqlite3"
else:
    NAME = f"test_vesper{SUFFIX}"
DATABASES["default"]["TEST"] = {"NAME": NAME}
# The live server has a thread for each connection of a browser, and a browser keeps its
# connections; none of them may still hold the database when that is thrown away.
DATABASES["default"]["CONN_MAX_AGE"] = 0
