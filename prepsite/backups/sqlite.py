"""SQLite libraries: copied by its online backup, which reads one state of the library while others write."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from prepsite.backups.files import BackupError, as_sentence, written

ENDING = ".sqlite3"
PATIENCE = 30
"""Seconds to wait for others to finish their writes."""
_BEGINNING = b"SQLite format 3\0"
_NEEDED = {"django_migrations", "stories_story"}


def copy(library: Path, to: Path) -> dict[str, int]:
    """Copy the library to a new file and compare the two. Gives the rows by table. Raises BackupError."""
    if not library.exists():
        raise BackupError(f"There is no library at {library} yet.")
    with closing(_connect(library)) as source, closing(_connect(to)) as target:
        source.execute("BEGIN")
        counted = count_rows(source)  # The transaction keeps this state while others write.
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
        target.commit()
        _check(target, to)
        if count_rows(target) != counted:
            raise BackupError(f"{to} does not hold what the library holds; try again.")
    return counted


def count_rows(database: sqlite3.Connection) -> dict[str, int]:
    names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    tables = sorted(name for (name,) in names)
    return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608


def migrations_in(path: Path, beginning: bytes) -> list[tuple[str, str]]:
    """What was applied to a whole library in a file. Raises BackupError for anything else."""
    if beginning.startswith(b"PGDMP"):
        raise BackupError(f"{path} is a backup of PostgreSQL; set DATABASE_URL to restore it there.")
    if beginning != _BEGINNING:
        raise BackupError(f"{path} is no backup of Prepsite.")
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        try:
            _check(database, path)
            if not set(count_rows(database)) >= _NEEDED:
                raise BackupError(f"{path} is a database, but no backup of Prepsite.")
            return database.execute("SELECT app, name FROM django_migrations").fetchall()
        except sqlite3.DatabaseError as error:
            raise BackupError(f"{path} is damaged: {error}.") from error


def replace(library: Path, backup: Path, aside: Path) -> Path | None:
    """Put the backup in the library's place. What is there is kept aside as a backup, or as it is if it is damaged."""
    library.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = None
    if library.exists():
        kept = _keep(library, aside) if _is_sound(library) else _move_away(library, aside)
    _write_over(library, backup)
    return kept


def _is_sound(library: Path) -> bool:
    with as_sentence(library):
        try:
            with closing(_connect(library)) as database:
                _check(database, library)
        except sqlite3.OperationalError:
            raise  # It could not be looked at.
        except (sqlite3.DatabaseError, BackupError):
            return False
    return True


def _keep(library: Path, aside: Path) -> Path:
    with written(aside, force=False) as unfinished:
        copy(library, unfinished)
    return aside


def _move_away(library: Path, aside: Path) -> Path:
    """With what was not written into it yet."""
    aside = aside.with_name(f"damaged-{aside.name}")
    aside.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for ending in ("", "-wal", "-shm"):
        one = Path(f"{library}{ending}")
        if one.exists():
            one.rename(f"{aside}{ending}")
    return aside


def _write_over(library: Path, backup: Path) -> None:
    """As one write into the library, so that a server that has it open sees the old one or the new one."""
    with as_sentence(library), closing(_connect(backup)) as source, closing(_connect(library)) as target:
        source.backup(target, progress=_within(PATIENCE), sleep=0.05)
    library.chmod(0o600)


def _within(seconds: float) -> Callable[[int, int, int], None]:
    """Raises BackupError when the others take longer."""
    end = time.monotonic() + seconds

    def progress(_: int, remaining: int, __: int) -> None:
        if remaining and time.monotonic() > end:
            raise BackupError("The library is in use; stop Prepsite and try again.")

    return progress


def _check(database: sqlite3.Connection, path: Path) -> None:
    found = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise BackupError(f"{path} is damaged: {found}.")
    if database.execute("PRAGMA foreign_key_check").fetchone():
        raise BackupError(f"{path} is damaged: rows refer to others that are not there.")


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
