"""Files that are written whole or not at all, and what can go wrong with them in a sentence."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class BackupError(Exception):
    """A backup can't be made or put back; the text is a sentence for the user."""


@contextmanager
def as_sentence(path: Path) -> Iterator[None]:
    """What the system or the database complains about, as a BackupError about `path`."""
    try:
        yield
    except OSError as error:
        raise BackupError(f"{path}: {error.strerror or error}.") from error
    except sqlite3.Error as error:
        raise BackupError(f"{path}: {error}.") from error


@contextmanager
def written(path: Path, *, force: bool) -> Iterator[Path]:
    """An unfinished file beside `path`, which becomes `path` when the block ends well. Readable by its owner alone."""
    with as_sentence(path):
        if path.is_dir():
            raise BackupError(f"{path} is a folder; name a file in it.")
        if path.exists() and not force:
            raise BackupError(f"{path} is there already; --force replaces it.")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".unfinished-")
        os.close(handle)
        try:
            yield Path(name)
            _to_the_disk(Path(name))
            Path(name).replace(path)
            _to_the_disk(path.parent)
        finally:
            for ending in ("", "-wal", "-shm", "-journal"):
                with suppress(FileNotFoundError):
                    Path(f"{name}{ending}").unlink()


def _to_the_disk(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows has no handle to a folder.
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
