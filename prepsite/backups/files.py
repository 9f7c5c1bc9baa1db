"""Files that are written completely or not at all, and their failures in a sentence."""

import os
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from prepsite.privacy import make_folder

HIGHEST_NUMBER = 2**53
"""Of a row. Nobody makes so many, and a backup with a higher one might leave none for the next."""


class BackupError(Exception):
    """A backup can't be made or restored; the message is a sentence for the user."""


@contextmanager
def backup_errors(path: Path) -> Iterator[None]:
    """Turn errors of the system or the database into a BackupError about `path`."""
    try:
        yield
    except OSError as error:
        raise BackupError(f"{path}: {error.strerror or error}.") from error
    except sqlite3.Error as error:
        raise BackupError(f"{path}: {error}.") from error


def beginning_of(path: Path, size: int = 16) -> bytes:
    """The first bytes of a file. Raises BackupError for what isn't one: reading a pipe or a device might never end."""
    with backup_errors(path):
        _refuse_special(path)
        with path.open("rb") as file:
            return file.read(size)


def _refuse_special(path: Path) -> None:
    kind = path.stat().st_mode
    if not stat.S_ISREG(kind):
        raise BackupError(f"{path} is {'a folder' if stat.S_ISDIR(kind) else 'not a file'}; give the name of a file.")


def check_last_number(backup: Path, last: int) -> None:
    """Of the rows that a table has ever had. Raises BackupError."""
    if last > HIGHEST_NUMBER:
        raise BackupError(f"{backup} is damaged: the numbers of its rows are used up.")


@contextmanager
def atomic_write(path: Path, *, force: bool) -> Iterator[Path]:
    """An unfinished file next to `path`, which becomes `path` if the block succeeds. Only its owner can read it."""
    with backup_errors(path):
        if path.exists():
            _refuse_special(path)
            if not force:
                raise BackupError(f"{path} already exists; use --force to replace it.")
        make_folder(path.parent)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".unfinished-")
        os.close(handle)
        try:
            yield Path(name)
            _sync(Path(name))
            Path(name).replace(path)
            _sync(path.parent)
        finally:
            for ending in ("", "-wal", "-shm", "-journal"):
                with suppress(FileNotFoundError):
                    Path(f"{name}{ending}").unlink()


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows can't open a folder.
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
