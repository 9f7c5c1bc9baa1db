"""Backups of the whole library: made while it is in use, checked before they count, and put back.

A backup is one file. Of SQLite it is a database that can be opened as it is, of PostgreSQL what `pg_dump` writes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from prepsite.backups import postgres, sqlite
from prepsite.backups.files import BackupError, as_sentence, written

__all__ = ["Backup", "BackupError", "back_up", "backup_folder", "check", "default_path", "put_back"]


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was read again and found whole."""

    path: Path
    size: int
    """Bytes."""
    tables: dict[str, int]
    """The number of rows by table; none for PostgreSQL, whose own tool checks what it wrote."""

    @property
    def rows(self) -> int:
        return sum(self.tables.values())


def backup_folder() -> Path:
    """Where backups are kept whose place was not chosen."""
    folder: Path = settings.DATA_DIR / "backups"
    return folder


def default_path(what: str) -> Path:
    """`what` and the present moment, in the folder of backups."""
    ending = sqlite.ENDING if connection.vendor == "sqlite" else postgres.ENDING
    return backup_folder() / f"{what}-{datetime.now():%Y-%m-%d-%H%M%S}{ending}"


def back_up(path: Path, *, force: bool = False) -> Backup:
    """Write the library to `path`, whole or not at all. Raises BackupError; a file that is there needs `force`."""
    with as_sentence(path), written(path, force=force) as unfinished:
        if connection.vendor == "sqlite":
            tables = sqlite.copy(Path(connection.settings_dict["NAME"]), unfinished)
        else:
            tables = postgres.dump(connection.settings_dict, unfinished)
    return Backup(path, path.stat().st_size, tables)


def check(path: Path) -> None:
    """Raises BackupError where `path` is no backup that this version can put back."""
    with as_sentence(path):
        with path.open("rb") as file:
            beginning = file.read(16)
        if connection.vendor == "sqlite":
            applied = sqlite.migrations_in(path, beginning)
        else:
            applied = postgres.migrations_in(path, beginning)
    if newer := _unknown(applied):
        raise BackupError(f"{path} was made by a newer version (it has {newer}); update Prepsite to restore it.")


def put_back(path: Path) -> Path | None:
    """Replace the library by a checked backup, and say where what was there is kept; None where there was nothing.

    It takes effect for a server that is running, too. Raises BackupError; then nothing is changed.
    """
    check(path)
    connections.close_all()
    if connection.vendor == "sqlite":
        aside = default_path("before-restore")
        return sqlite.replace(Path(connection.settings_dict["NAME"]), path, aside)
    aside = back_up(default_path("before-restore")).path
    postgres.load(connection.settings_dict, path)
    return aside


def _unknown(applied: Iterable[tuple[str, str]]) -> str:
    """The first migration that this version does not have."""
    loader = MigrationLoader(None)
    unknown = sorted(
        f"{app}.{name}"
        for app, name in applied
        if app in loader.migrated_apps and (app, name) not in loader.disk_migrations
    )
    return unknown[0] if unknown else ""
