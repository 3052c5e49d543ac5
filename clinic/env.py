"""Make `.env` once, with fresh keys: `python -m clinic.env`.

`python -m clinic.env key` says a fresh one for FIELD_KEYS, and `secret` for SECRET_KEY.
"""

import os
import secrets
import sys
from pathlib import Path

from cryptography.fernet import Fernet

ENV = Path(__file__).resolve().parent.parent / ".env"


def write(path: Path = ENV) -> None:
    """Write fresh keys, readable by the owner only; an existing file stays as it is."""
    lines = [
        "# The keys of this clinic. Keep a copy apart from the backups.",
        f"SECRET_KEY={new_secret()}",
        f"FIELD_KEYS={new_key()}",
        "# SITE_URL=https://www.example.org",
        "# DATABASE_URL=postgres://vesper:password@127.0.0.1:5432/vesper",
        "# TIME_ZONE=Europe/London",
        "# EMAIL_URL=smtp+tls://user:password@mail.example.org:587",
        "# DEFAULT_FROM_EMAIL=clinic@example.org",
    ]
    (path.parent / "var").mkdir(exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as file:
        file.write("\n".join([*lines, ""]))


def new_secret() -> str:
    return secrets.token_urlsafe(50)


def new_key() -> str:
    return Fernet.generate_key().decode()


SAYS = {"key": new_key, "secret": new_secret}

if __name__ == "__main__":
    if wanted := sys.argv[1:]:
        sys.stdout.write(f"{SAYS[wanted[0]]()}\n")
    else:
        write()
