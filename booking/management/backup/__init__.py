"""One file with all a clinic would miss: its database and its pictures, and no key.

The file is a tar of three parts: `manifest.json` (what is in it, and when it was made),
the database (`database.sqlite3`, or `database.dump` as pg_dump writes it) and `media/`.
It is whole or not there: made under another name beside it, read again, then renamed.
"""

from booking.management.backup.making import make
from booking.management.backup.problems import BackupError
from booking.management.backup.restoring import restore
from booking.management.backup.trying import try_out

__all__ = ["BackupError", "make", "restore", "try_out"]
