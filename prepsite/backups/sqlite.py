"""SQLite libraries, copied by its online backup, which reads one state of the library while others write."""

import sqlite3
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from pathlib import Path

from prepsite.backups.files import BackupError, atomic_write, backup_errors, check_last_number
from prepsite.privacy import BESIDE_SQLITE, close_library, make_folder

ENDING = ".sqlite3"
LOGS = ("-wal", "-journal")
"""Endings of the files that hold what isn't written into a database yet, or has to be undone in it."""
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
    return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in _tables(database)}  # noqa: S608


def migrations_in(path: Path, beginning: bytes) -> list[tuple[str, str]]:
    """The migrations applied to the library in a file. Raises BackupError if it isn't a complete backup."""
    if beginning.startswith(b"PGDMP"):
        raise BackupError(f"{path} is a backup of a PostgreSQL library; set DATABASE_URL to restore it.")
    if beginning != _BEGINNING:
        raise BackupError(f"{path} isn't a Prepsite backup.")
    _refuse_with_log(path)
    with closing(sqlite3.connect(_as_it_is(path), uri=True)) as database:
        try:
            if virtual := _virtual_tables(database):
                raise BackupError(f"{path} isn't a Prepsite backup: it has the virtual table {virtual[0]}.")
            if not set(_tables(database)) >= _NEEDED:
                raise BackupError(f"{path} is a database, but not a Prepsite backup.")
            _check(database, path)
            return database.execute("SELECT app, name FROM django_migrations").fetchall()
        except sqlite3.DatabaseError as error:
            raise BackupError(f"{path} is damaged: {error}.") from error


def copy_rows(backup: Path, to: Path, tables: Mapping[str, Collection[str]]) -> None:
    """Copy the rows of these tables, given with their columns, into another database; nothing else gets into it.

    Raises BackupError.
    """
    with backup_errors(backup), closing(_connect(to)) as database:
        database.execute("ATTACH ? AS backup", (_as_it_is(backup),))
        if missing := set(tables) - set(_tables(database, "backup")):
            raise BackupError(f"{backup} is damaged: it lacks the table {min(missing)}.")
        database.execute("BEGIN")
        for table, columns in tables.items():
            ours, theirs = (", ".join(f'{prefix}"{name}"' for name in columns) for prefix in ("", "theirs."))
            database.execute(f'INSERT INTO main."{table}" ({ours}) SELECT {theirs} FROM backup."{table}" AS theirs')  # noqa: S608
            _continue_numbers(database, table, backup)
        database.execute("COMMIT")
        _check(database, backup)


def _continue_numbers(database: sqlite3.Connection, table: str, backup: Path) -> None:
    """Keep the number of a deleted row from being given to another: the bin may still bring it back."""
    numbers = "SELECT name, CAST(seq AS INTEGER) FROM backup.sqlite_sequence WHERE name = ?"
    for _, last in database.execute(numbers, (table,)):
        check_last_number(backup, last)
    database.execute("DELETE FROM main.sqlite_sequence WHERE name = ?", (table,))
    database.execute(f"INSERT INTO main.sqlite_sequence {numbers}", (table,))


def _tables(database: sqlite3.Connection, schema: str = "main") -> list[str]:
    """Views are left out: reading one runs whatever it says, perhaps without end."""
    tables = f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"  # noqa: S608
    return sorted(name for (name,) in database.execute(tables))


def _virtual_tables(database: sqlite3.Connection) -> list[str]:
    """Tables without pages of their own: some code computes them as they are read."""
    return [
        name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage = 0")
    ]


def _refuse_with_log(path: Path) -> None:
    """Our backups have no log; beside a library, it holds the newest rows, and reading it would write to its folder."""
    for log in (Path(f"{path.resolve()}{ending}") for ending in LOGS):
        if log.exists() and log.stat().st_size:
            raise BackupError(
                f"{path} isn't a backup but a library, with its newest rows in {log.name} beside it. "
                "Make a backup of it first (“manage.py backup”), and restore that."
            )


def _as_it_is(path: Path) -> str:
    """The address of a database that is only read, without looking for a log next to it."""
    return f"{path.resolve().as_uri()}?mode=ro&immutable=1"


def replace(library: Path, restored: Path, aside: Path) -> Path | None:
    """Put a database in place of the library. The old one is kept as a backup, or as it is if it is damaged.

    Raises BackupError; then the library is as it was.
    """
    if not library.exists():
        _write_over(library, restored)
        return None
    if _is_sound(library):
        kept = _keep(library, aside)
        _write_over(library, restored)
        return kept
    kept = aside.with_name(f"damaged-{aside.name}")
    _move(library, kept)
    try:
        _write_over(library, restored)
    except BaseException:
        _move(kept, library)
        raise
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


def _move(library: Path, to: Path) -> None:
    """Together with the log of what wasn't written into it yet."""
    make_folder(to.parent)
    for ending in ("", *BESIDE_SQLITE):
        file = Path(f"{library}{ending}")
        if file.exists():
            file.replace(f"{to}{ending}")


def _write_over(library: Path, restored: Path) -> None:
    """In one write, so that a server with the library open sees either the old one or the new one."""
    is_new = not library.exists()
    try:
        close_library(library)
        with backup_errors(library), closing(_connect(restored)) as source, closing(_connect(library)) as target:
            source.backup(target, progress=_within(PATIENCE), sleep=0.05)
    except BaseException:
        if is_new:
            library.unlink(missing_ok=True)
        raise


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
    return sqlite3.connect(path.absolute().as_uri(), timeout=PATIENCE, isolation_level=None, uri=True)
