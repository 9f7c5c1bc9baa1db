"""What keeps the library from being written or read, in words for the person using it."""

import errno
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError, OperationalError


@dataclass(frozen=True, slots=True)
class StorageProblem:
    """`status` is the HTTP status of the response; `what` and `advice` are sentences."""

    status: int
    what: str
    advice: str

    def __str__(self) -> str:
        return f"{self.what} {self.advice}"


FULL = StorageProblem(507, "The disk that holds the library is full.", "Free some space on it and save again.")
FAILING = StorageProblem(
    507,
    "The disk that holds the library can't be written to, most likely because it is full.",
    "Free some space on it and save again; if that doesn't help, check the disk.",
)
READ_ONLY = StorageProblem(
    503, "The library is read-only.", "Give Prepsite permission to write to its file and folder, and save again."
)
BUSY = StorageProblem(
    503, "Something else kept the library busy for too long.", "Wait until it has finished and save again."
)
UNREACHABLE = StorageProblem(503, "The database can't be reached.", "Check that it is running and try again.")

OF_SYSTEM = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EIO: FAILING,
    errno.EROFS: READ_ONLY,
}
OF_SQLITE = {5: BUSY, 6: BUSY, 8: READ_ONLY, 10: FAILING, 13: FULL, 14: FAILING}
"""By SQLite's primary result code: busy, locked, read-only, I/O error, full, can't open."""
OF_POSTGRESQL = {"53100": FULL, "58030": FAILING, "25006": READ_ONLY, "55P03": BUSY, "40P01": BUSY, "40001": BUSY}
CONNECTION_LOST = ("08", "57P", "53300")
"""How PostgreSQL's codes begin when there is no connection: lost, shutting down, too many."""


def problem_in(error: BaseException | None) -> StorageProblem | None:
    """The storage problem behind a failure, if any: the first recognised among the error and its causes."""
    while error is not None:
        if problem := _known(error):
            return problem
        error = error.__cause__ or error.__context__
    return None


def _known(error: BaseException) -> StorageProblem | None:
    if isinstance(error, DatabaseError | InterfaceError):
        return _of_database(error)
    return OF_SYSTEM.get(error.errno or 0) if isinstance(error, OSError) else None


def _of_database(error: Exception) -> StorageProblem | None:
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return OF_SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)  # The other bits give the subtype.
    if state := getattr(cause, "sqlstate", None):
        return UNREACHABLE if state.startswith(CONNECTION_LOST) else OF_POSTGRESQL.get(state)
    is_lost = hasattr(cause, "sqlstate") and isinstance(error, OperationalError | InterfaceError)
    return UNREACHABLE if is_lost else None


@contextmanager
def if_possible() -> Iterator[None]:
    """For storing what only saves work later: a library that can't be written to can still be read."""
    try:
        yield
    except DatabaseError as error:
        if problem_in(error) is None:
            raise


class InOneLine(logging.Filter):
    """A full disk isn't a bug: the log reports it in one line, without a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        problem = problem_in(record.exc_info[1]) if record.exc_info else None
        if problem:
            record.msg, record.args, record.exc_info = f"{record.getMessage()}: {problem}", (), None
        return True
