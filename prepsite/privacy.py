"""Nobody else on the machine may read a library, whatever the umask is and however its files came to be there."""

import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

BESIDE_SQLITE = ("-wal", "-shm", "-journal")
"""Endings of the files that SQLite keeps next to a database. It gives them the database's own permissions."""


FOLDERS = {"backups", "demo", "static"}
"""What a data folder contains besides files."""


def make_folder(folder: Path) -> None:
    """Create a folder, and those above it that are missing, for its owner alone. Raises OSError."""
    for missing in reversed([folder, *folder.parents]):
        if not missing.exists():
            missing.mkdir(mode=0o700, exist_ok=True)


def close_folders(folders: Iterable[Path]) -> None:
    """Let only its owner into a folder, unless it holds folders of other kinds, as /srv or somebody's home does."""
    for folder in filter(Path.is_dir, folders):
        with suppress(OSError):
            if {entry.name for entry in folder.iterdir() if entry.is_dir()} <= FOLDERS:
                _allow_only_owner(folder, 0o700)


def close_library(library: Path) -> None:
    """Create the SQLite file if there is none, since SQLite itself would let the umask decide who may read it."""
    with suppress(OSError):  # Whatever is in the way is reported when the library is opened.
        library.touch(0o600)
    close_files([library, *(Path(f"{library}{ending}") for ending in BESIDE_SQLITE)])


def close_files(paths: Iterable[Path]) -> None:
    for path in paths:
        if path.is_file():
            _allow_only_owner(path, 0o600)


def _allow_only_owner(path: Path, mode: int) -> None:
    with suppress(OSError):  # It belongs to somebody else, or lies on a file system that knows no permissions.
        if stat.S_IMODE(path.stat().st_mode) != mode:
            path.chmod(mode)
