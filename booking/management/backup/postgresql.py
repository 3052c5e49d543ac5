"""Copies of a PostgreSQL database, by its own pg_dump, pg_restore and psql.

They are told where the database is, and the password, by their environment alone:
everybody on the machine can read the words of a command.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from django.db.backends.base.base import BaseDatabaseWrapper

from booking.management.backup.found import LEFT_OUT, Found
from booking.management.backup.problems import BackupError

NAME = "database.dump"
ROWS_OF = re.compile(rb'COPY public\."?(\w+)"? \(.*\) FROM stdin;')
TRIGGER = re.compile(rb'CREATE TRIGGER "?(\w+)"? ')
EXCLUSION = re.compile(rb' +ADD CONSTRAINT "?(\w+)"? EXCLUDE ')
AS_PLAIN = ["--file=-", "--no-owner", "--no-privileges", "--no-comments"]
PASSED_ON = ("sslmode", "sslrootcert", "sslcert", "sslkey")
GUARDS = """
SELECT tgname FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
WHERE NOT tgisinternal AND c.relnamespace = current_schema()::regnamespace
UNION ALL
SELECT conname FROM pg_constraint
WHERE contype = 'x' AND connamespace = current_schema()::regnamespace"""
FUNCTIONS = """
SELECT p.oid::regprocedure::text FROM pg_proc p
WHERE pronamespace = current_schema()::regnamespace AND NOT EXISTS (
    SELECT 1 FROM pg_depend WHERE objid = p.oid AND deptype = 'e')"""


def copy(connection: BaseDatabaseWrapper, to: Path) -> None:
    without = [f"--exclude-table-data={table}" for table in LEFT_OUT]
    dump = [_tool("pg_dump"), "--format=custom", "--no-password", f"--file={to}"]
    ended = subprocess.run(  # noqa: S603
        [*dump, *without], env=_whereabouts(connection), capture_output=True, text=True
    )
    if ended.returncode:
        raise BackupError(f"pg_dump: {ended.stderr.strip()}")


def look(file: Path) -> Found:
    """Have all of it unpacked, to nowhere, and count what comes by."""
    with _unpacked(file) as lines:
        return _found(lines)


def put_back(file: Path, connection: BaseDatabaseWrapper) -> None:
    """In one transaction: psql dies before it could commit half of it."""
    emptied = _emptying(connection)
    connection.close()
    psql = [_tool("psql"), "--no-psqlrc", "--quiet", "--single-transaction"]
    with subprocess.Popen(  # noqa: S603
        [*psql, "--set=ON_ERROR_STOP=1", "--no-password", "--output=/dev/null", "-f-"],
        env=_whereabouts(connection),
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as writing:
        _feed(writing, emptied, file)
        _out, said = writing.communicate()
    if writing.returncode:
        raise BackupError(f"psql: {said.decode(errors='replace').strip()}")


def guards(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(GUARDS)
        return sorted(name for (name,) in cursor.fetchall())


def _feed(writing: "subprocess.Popen[bytes]", first: str, file: Path) -> None:
    into = cast(IO[bytes], writing.stdin)
    try:
        with _unpacked(file) as lines:
            into.write(first.encode())
            shutil.copyfileobj(lines, into)
    except BrokenPipeError:
        return  # psql has ended, and says why
    except BackupError:
        writing.kill()
        raise


def _emptying(connection: BaseDatabaseWrapper) -> str:
    """Statements that take away what is there; extensions stay."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        tables = [quote(name) for name in connection.introspection.table_names(cursor)]
        cursor.execute(FUNCTIONS)
        functions = [signature for (signature,) in cursor.fetchall()]
    lines = ["SET lock_timeout = '30s';"]
    lines += [f"DROP TABLE {', '.join(tables)} CASCADE;"] if tables else []
    lines += [f"DROP FUNCTION {signature} CASCADE;" for signature in functions]
    return "\n".join([*lines, ""])


def _found(lines: Iterable[bytes]) -> Found:
    rows: dict[str, int] = {}
    named: list[str] = []
    walk = iter(lines)
    for line in walk:
        if match := ROWS_OF.match(line):
            rows[match[1].decode()] = _rows_until_the_end(walk)
        elif match := TRIGGER.match(line) or EXCLUSION.match(line):
            named.append(match[1].decode())
    return Found(rows=rows, guards=sorted(named))


def _rows_until_the_end(walk: Iterator[bytes]) -> int:
    for count, line in enumerate(walk):
        if line == b"\\.\n":
            return count
    raise BackupError("The copy of the database ends in the middle of a table.")


@contextmanager
def _unpacked(file: Path) -> Iterator[IO[bytes]]:
    """The statements a copy holds; BackupError where it does not end well."""
    unpacking = [_tool("pg_restore"), *AS_PLAIN, str(file)]
    with subprocess.Popen(  # noqa: S603
        unpacking, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        yield cast(IO[bytes], process.stdout)
    if process.returncode:
        raise BackupError("The copy of the database is damaged.")


def _whereabouts(connection: BaseDatabaseWrapper) -> dict[str, str]:
    given: dict[str, Any] = connection.settings_dict
    told = {
        "PGHOST": given["HOST"],
        "PGPORT": given["PORT"],
        "PGUSER": given["USER"],
        "PGPASSWORD": given["PASSWORD"],
        "PGDATABASE": given["NAME"],
        **{f"PG{name.upper()}": given["OPTIONS"].get(name) for name in PASSED_ON},
    }
    return os.environ | {name: str(value) for name, value in told.items() if value}


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise BackupError(
            f"{name} is not on the PATH. It comes with PostgreSQL's client programs "
            "(on Debian: apt-get install postgresql-client)."
        )
    return found
