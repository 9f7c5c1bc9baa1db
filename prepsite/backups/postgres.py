"""PostgreSQL libraries, through its own tools: pg_dump and pg_restore."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from prepsite.backups.files import BackupError

ENDING = ".dump"
MINUTES = 60
_BEGINNING = b"PGDMP"


def dump(database: Mapping[str, Any], to: Path) -> dict[str, int]:
    """Write the library to a file in pg_dump's own format, and read its list of contents. Raises BackupError."""
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={to}", *_place(database), password=database["PASSWORD"])
    _contents(to)
    return {}


def migrations_in(path: Path, beginning: bytes) -> list[tuple[str, str]]:
    """What was applied to a whole library in a file. Raises BackupError for anything else."""
    if beginning.startswith(b"SQLite format 3"):
        raise BackupError(f"{path} is a backup of SQLite; unset DATABASE_URL to restore it there.")
    if not beginning.startswith(_BEGINNING) or "TABLE DATA public stories_story " not in _contents(path):
        raise BackupError(f"{path} is no backup of Prepsite.")
    _run("pg_restore", "--file=/dev/null", str(path))  # Unpacks all of it: a file that was cut off ends here.
    rows = _run("pg_restore", "--data-only", "--table=django_migrations", "--file=-", str(path))
    cells = (line.split("\t") for line in rows.splitlines())
    return [(row[1], row[2]) for row in cells if len(row) == 4]


def load(database: Mapping[str, Any], path: Path) -> None:
    """Replace the library in one transaction. Raises BackupError; then nothing is changed."""
    replacing = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
    _run("pg_restore", *replacing, *_place(database), str(path), password=database["PASSWORD"])


def _contents(path: Path) -> str:
    return _run("pg_restore", "--list", str(path))


def _place(database: Mapping[str, Any]) -> list[str]:
    """Where the database is, without the password, which everybody on the machine could read there."""
    options = {"host": "HOST", "port": "PORT", "username": "USER", "dbname": "NAME"}
    return [f"--{option}={database[key]}" for option, key in options.items() if database[key]] + ["--no-password"]


def _run(program: str, *arguments: str, password: str = "") -> str:
    environment = os.environ | {"LC_ALL": "C"} | ({"PGPASSWORD": password} if password else {})
    try:
        done = subprocess.run(  # noqa: S603 - a program of PostgreSQL, with arguments from the settings
            [program, *arguments], env=environment, capture_output=True, text=True, timeout=MINUTES * 60, check=True
        )
    except FileNotFoundError:
        reason = f"{program} is not on this machine; install PostgreSQL's client (Debian: postgresql-client)."
        raise BackupError(reason) from None
    except subprocess.TimeoutExpired:
        raise BackupError(f"{program} took more than {MINUTES} minutes.") from None
    except subprocess.CalledProcessError as error:
        raise BackupError(f"{program} failed: {_reason(error.stderr)}") from None
    return done.stdout


def _reason(said: str) -> str:
    """The first of its lines that tells of an error, as a sentence."""
    lines = [line for line in said.splitlines() if "error: " in line] or [said.strip() or "it gave no reason"]
    return f"{lines[0].rpartition('error: ')[2].strip().rstrip('.')}."
