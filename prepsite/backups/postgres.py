"""PostgreSQL libraries, by its own tools: pg_dump and pg_restore."""

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


def load(database: Mapping[str, Any], path: Path) -> None:
    """Replace the library in one transaction. Raises BackupError; then nothing is changed."""
    replacing = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
    _run("pg_restore", *replacing, *_place(database), str(path), password=database["PASSWORD"])


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
