"""Backups of the whole library: made while it is in use, and checked before they count.

A backup is one file: for SQLite a database that can be opened as it is, for PostgreSQL what `pg_dump` writes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from prepsite.backups import postgres, sqlite
from prepsite.backups.files import BackupError, atomic_write, backup_errors, beginning_of

__all__ = ["Backup", "BackupError", "back_up", "backup_folder", "check", "default_path"]


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was read back and found complete."""

    path: Path
    size: int
    """Bytes."""
    tables: dict[str, int]
    """The number of rows by table; empty for PostgreSQL, where pg_restore checks the file."""

    @property
    def rows(self) -> int:
        return sum(self.tables.values())


def backup_folder() -> Path:
    """Where backups are kept unless another path is given."""
    folder: Path = settings.DATA_DIR / "backups"
    return folder


def default_path(prefix: str) -> Path:
    """In the backup folder, named by the prefix and the current time, to which no two backups are alike."""
    ending = sqlite.ENDING if connection.vendor == "sqlite" else postgres.ENDING
    return backup_folder() / f"{prefix}-{datetime.now():%Y-%m-%d-%H%M%S-%f}{ending}"


def back_up(path: Path, *, force: bool = False) -> Backup:
    """Write the library to `path`, completely or not at all. Raises BackupError; only `force` replaces a file."""
    with backup_errors(path), atomic_write(path, force=force) as unfinished:
        if connection.vendor == "sqlite":
            tables = sqlite.copy(Path(connection.settings_dict["NAME"]), unfinished)
        else:
            tables = postgres.dump(connection.settings_dict, unfinished)
    return Backup(path, path.stat().st_size, tables)


def check(path: Path) -> list[tuple[str, str]]:
    """The migrations applied to the library in a backup. Raises BackupError if this version can't restore it."""
    beginning = beginning_of(path)
    with backup_errors(path):
        if connection.vendor == "sqlite":
            applied = sqlite.migrations_in(path, beginning)
        else:
            applied = postgres.migrations_in(path, beginning)
    if newer := _unknown(applied):
        raise BackupError(f"{path} was made by a newer version (it has {newer}); update Prepsite to restore it.")
    return applied


def _unknown(applied: Iterable[tuple[str, str]]) -> str:
    """The first migration that this version doesn't have, or an empty string."""
    loader = MigrationLoader(None)
    unknown = sorted(
        f"{app}.{name}"
        for app, name in applied
        if app in loader.migrated_apps and (app, name) not in loader.disk_migrations
    )
    return unknown[0] if unknown else ""
