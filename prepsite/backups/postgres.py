"""PostgreSQL libraries, by its own tools: pg_dump and pg_restore."""

import os
import re
import subprocess
import tempfile
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any

from prepsite.backups.files import BackupError, check_last_number

ENDING = ".dump"
MINUTES = 60
_BEGINNING = b"PGDMP"
_COPY = re.compile(rb"COPY public\.(\w+) \((.+)\) FROM stdin;\n")
_SETVAL = re.compile(rb"SELECT pg_catalog\.setval\('public\.(\w+)', (\d+), true\);\n")
_CONTINUE = """
SELECT setval(to_regclass(%(sequence)s), greatest(%(last)s, nextval(to_regclass(%(sequence)s))))
"""
"""Keeps the number of a deleted row from being given to another: the bin may still bring it back."""


def dump(database: Mapping[str, Any], to: Path) -> dict[str, int]:
    """Write the library to a file in pg_dump's format, and read its table of contents back. Raises BackupError."""
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={to}", *_place(database), password=database["PASSWORD"])
    _contents(to)
    return {}


def migrations_in(path: Path, beginning: bytes) -> list[tuple[str, str]]:
    """The migrations applied to the library in a file. Raises BackupError if it isn't a complete backup."""
    if beginning.startswith(b"SQLite format 3"):
        raise BackupError(f"{path} is a backup of an SQLite library; unset DATABASE_URL to restore it.")
    if not beginning.startswith(_BEGINNING) or "TABLE DATA public stories_story " not in _contents(path):
        raise BackupError(f"{path} isn't a Prepsite backup.")
    _run("pg_restore", "--file=/dev/null", str(path))  # Unpacks everything, so a truncated file fails here.
    rows = _run("pg_restore", "--data-only", "--table=django_migrations", "--file=-", str(path))
    cells = (line.split("\t") for line in rows.splitlines())
    return [(row[1], row[2]) for row in cells if len(row) == 4]


def copy_rows(backup: Path, cursor: Any, tables: Mapping[str, Collection[str]]) -> None:
    """Copy the rows of these tables, given with their columns, into the database; nothing of the backup is executed.

    Raises BackupError, in a transaction that then has to be rolled back.
    """
    missing = set(tables)
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "rows.sql"
        _run("pg_restore", "--data-only", f"--file={script}", str(backup))
        with script.open("rb") as lines:
            for line in lines:
                if copying := _COPY.fullmatch(line):
                    table, columns = (part.decode() for part in copying.groups())
                    missing.discard(table)
                    _copy_table(cursor, table, _names(columns), tables.get(table), _rows(lines))
                elif numbers := _SETVAL.fullmatch(line):
                    sequence, last = (part.decode() for part in numbers.groups())
                    check_last_number(backup, int(last))
                    cursor.execute(_CONTINUE, {"sequence": sequence, "last": int(last)})
    if missing:
        raise BackupError(f"{backup} is damaged: it lacks the table {min(missing)}.")


def _copy_table(
    cursor: Any, table: str, columns: list[str], wanted: Collection[str] | None, rows: Iterator[bytes]
) -> None:
    """Copy the rows, or only read past them if they aren't wanted."""
    if wanted is None:
        deque(rows, maxlen=0)
        return
    if set(columns) != set(wanted):
        raise BackupError(f"The backup is damaged: its table {table} has other columns.")
    # Imported here because every command would wait for it, and most libraries are SQLite's.
    import psycopg
    from psycopg import sql

    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    try:
        with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)) as copy:
            for row in rows:
                copy.write(row)
    except psycopg.Error as error:
        raise BackupError(f"The backup is damaged: {str(error).splitlines()[0]}.") from error


def _rows(lines: Iterable[bytes]) -> Iterator[bytes]:
    return takewhile(lambda line: line != b"\\.\n", lines)


def _names(columns: str) -> list[str]:
    return [name.strip('"') for name in columns.split(", ")]


def _contents(path: Path) -> str:
    return _run("pg_restore", "--list", str(path))


def _place(database: Mapping[str, Any]) -> list[str]:
    """Options that name the database, without the password: everyone on the machine can read a command line."""
    options = {"host": "HOST", "port": "PORT", "username": "USER", "dbname": "NAME"}
    return [f"--{option}={database[key]}" for option, key in options.items() if database[key]] + ["--no-password"]


def _run(program: str, *arguments: str, password: str = "") -> str:
    environment = os.environ | {"LC_ALL": "C"} | ({"PGPASSWORD": password} if password else {})
    try:
        process = subprocess.run(  # noqa: S603 - one of PostgreSQL's programs, with arguments from the settings
            [program, *arguments], env=environment, capture_output=True, text=True, timeout=MINUTES * 60, check=True
        )
    except FileNotFoundError:
        reason = f"{program} isn't installed; install PostgreSQL's client programs (on Debian: postgresql-client)."
        raise BackupError(reason) from None
    except subprocess.TimeoutExpired:
        raise BackupError(f"{program} took more than {MINUTES} minutes and was stopped.") from None
    except subprocess.CalledProcessError as error:
        raise BackupError(f"{program} failed: {_reason(error.stderr)}") from None
    return process.stdout


def _reason(output: str) -> str:
    """The first line that reports an error, as a sentence."""
    lines = [line for line in output.splitlines() if "error: " in line] or [output.strip() or "it gave no reason"]
    return f"{lines[0].rpartition('error: ')[2].strip().rstrip('.')}."
