"""SQLite libraries, copied by its online backup, which reads one state of the library while others write."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from prepsite.backups.files import BackupError, atomic_write, backup_errors

ENDING = ".sqlite3"
PATIENCE = 30
"""Seconds to wait for others to finish their writes."""
_BEGINNING = b"SQLite format 3\0"
_NEEDED = {"django_migrations", "stories_story"}


def copy(library: Path, to: Path) -> dict[str, int]:
    """Copy the library to a new file, compare the two, and return the rows by table. Raises BackupError."""
    if not library.exists():
        raise BackupError(f"There is no library at {library} yet.")
    with closing(_connect(library)) as source, closing(_connect(to)) as target:
        source.execute("BEGIN")
        rows = count_rows(source)  # The transaction keeps this state while others write.
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
        target.commit()
        _check(target, to)
        if count_rows(target) != rows:
            raise BackupError(f"{to} doesn't match the library; try again.")
    return rows


def count_rows(database: sqlite3.Connection) -> dict[str, int]:
    names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    tables = sorted(name for (name,) in names)
    return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608


def migrations_in(path: Path, beginning: bytes) -> list[tuple[str, str]]:
    """The migrations applied to the library in a file. Raises BackupError if it isn't a complete backup."""
    if beginning.startswith(b"PGDMP"):
        raise BackupError(f"{path} is a backup of a PostgreSQL library; set DATABASE_URL to restore it.")
    if beginning != _BEGINNING:
        raise BackupError(f"{path} isn't a Prepsite backup.")
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        try:
            _check(database, path)
            if not set(count_rows(database)) >= _NEEDED:
                raise BackupError(f"{path} is a database, but not a Prepsite backup.")
            return database.execute("SELECT app, name FROM django_migrations").fetchall()
        except sqlite3.DatabaseError as error:
            raise BackupError(f"{path} is damaged: {error}.") from error


def replace(library: Path, backup: Path, aside: Path) -> Path | None:
    """Put the backup in place of the library. The old one is kept as a backup, or as it is if it is damaged."""
    library.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = None
    if library.exists():
        kept = _keep(library, aside) if _is_sound(library) else _move_away(library, aside)
    _write_over(library, backup)
    return kept


def _is_sound(library: Path) -> bool:
    with backup_errors(library):
        try:
            with closing(_connect(library)) as database:
                _check(database, library)
        except sqlite3.OperationalError:
            raise  # It couldn't be checked.
        except (sqlite3.DatabaseError, BackupError):
            return False
    return True


def _keep(library: Path, aside: Path) -> Path:
    with atomic_write(aside, force=False) as unfinished:
        copy(library, unfinished)
    return aside


def _move_away(library: Path, aside: Path) -> Path:
    """Together with the log of what wasn't written into it yet."""
    aside = aside.with_name(f"damaged-{aside.name}")
    aside.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for ending in ("", "-wal", "-shm"):
        file = Path(f"{library}{ending}")
        if file.exists():
            file.rename(f"{aside}{ending}")
    return aside


def _write_over(library: Path, backup: Path) -> None:
    """In one write, so that a server with the library open sees either the old one or the new one."""
    with backup_errors(library), closing(_connect(backup)) as source, closing(_connect(library)) as target:
        source.backup(target, progress=_within(PATIENCE), sleep=0.05)
    library.chmod(0o600)


def _within(seconds: float) -> Callable[[int, int, int], None]:
    """A progress callback that raises BackupError when others use the library for longer."""
    end = time.monotonic() + seconds

    def progress(_: int, remaining: int, __: int) -> None:
        if remaining and time.monotonic() > end:
            raise BackupError("The library is in use; stop Prepsite and try again.")

    return progress


def _check(database: sqlite3.Connection, path: Path) -> None:
    result = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if result != "ok":
        raise BackupError(f"{path} is damaged: {result}.")
    if database.execute("PRAGMA foreign_key_check").fetchone():
        raise BackupError(f"{path} is damaged: some rows refer to rows that don't exist.")


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
