"""Turns between processes: one sets a library up while others wait, and one serves it on a port."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from filelock import FileLock, Timeout

from prepsite.privacy import make_folder

SETTING_UP = 0x70726570
"""The number of PostgreSQL's advisory lock, chosen at random."""


@contextmanager
def turn_to_set_up() -> Iterator[None]:
    """Wait until no other process is setting the library up; a process that is killed gives up its turn."""
    if connection.vendor == "sqlite":
        with FileLock(settings.DATA_DIR / "set-up.lock", mode=0o600):
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [SETTING_UP])
    try:
        yield
    finally:
        with suppress(DatabaseError), connection.cursor() as cursor:  # It ends with the connection at the latest.
            cursor.execute("SELECT pg_advisory_unlock(%s)", [SETTING_UP])


@contextmanager
def turn_to_serve(port: int) -> Iterator[bool]:
    """Whether this process may serve the library on the port; False while another one does. 0 is always free.

    A start that fails leaves no new folder behind.
    """
    folder: Path = settings.DATA_DIR
    is_new = not folder.exists()
    lock = FileLock(folder / f"port-{port}.lock", blocking=False, mode=0o600)
    try:
        if port and not settings.PRODUCTION:
            make_folder(folder)
            lock.acquire()
    except Timeout:
        yield False
        return
    except OSError:
        pass  # Setting up the library says what is wrong with the folder.
    try:
        yield True
    finally:
        if lock.is_locked:
            Path(lock.lock_file).unlink(missing_ok=True)
            lock.release()
        if is_new:
            with suppress(OSError):  # The library is in it.
                folder.rmdir()
