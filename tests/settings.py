"""The site's settings in the surroundings of a test: fixed keys, plain files."""

import os

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

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# A file with production's options, so that threads meet the same locks as workers.
VAR_DIR.mkdir(exist_ok=True)
SUFFIX = os.environ.get("PYTEST_DB_SUFFIX", "")
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / f"test{SUFFIX}.sqlite3"}
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_vesper{SUFFIX}"}
