"""Work that a page doesn't wait for: one thread for each process that serves pages makes the vectors of stories."""

import logging
from threading import Event, Lock, Thread
from time import monotonic

from django.conf import settings
from django.core.signals import request_started
from django.db import DatabaseError, close_old_connections

from stories.base.embedding import Unavailable
from stories.base.engine import Engine, load_engine
from stories.core.progress import paced

LOOK_EVERY = 60.0
"""Seconds, in which a command may have written stories beside the server."""
_log = logging.getLogger(__name__)
_wanted = Event()
_starting = Lock()
_threads: list[Thread] = []


def serve() -> None:
    """From now on this process serves pages, so it works in the background."""
    if settings.WORK_IN_BACKGROUND:
        with _starting:
            if not _threads:
                _threads.append(Thread(target=_work, daemon=True))
                request_started.connect(_begin)


def _begin(**_: object) -> None:
    """With the first request, in whichever process of a server it arrives: an upgrade may have left vectors to make."""
    request_started.disconnect(_begin)
    ask_for_vectors()


def ask_for_vectors() -> None:
    """Have the vectors that are missing made soon; nothing happens in a process that doesn't serve pages."""
    _wanted.set()
    with _starting:
        for thread in _threads:
            if thread.ident is None:  # Only now, since servers fork after they have loaded the site.
                thread.start()


def _work() -> None:
    engine = load_engine()
    while not isinstance(engine, Unavailable):
        _wanted.wait(LOOK_EVERY)
        _wanted.clear()
        make_missing_vectors(engine)


def make_missing_vectors(engine: Engine) -> None:
    """As many as can be made now; if the database fails, the next save tries again."""
    # Imported here because a process in which nobody saves a story shouldn't wait for numpy.
    from stories.library.vectors import make_vectors

    close_old_connections()
    try:
        make_vectors(engine, paced(_tell, monotonic))
    except DatabaseError as error:
        _log.warning("The meaning of some stories isn't known yet: %s", error)
    finally:
        close_old_connections()


def _tell(done: int, total: int) -> None:
    _log.warning("The meaning of %s of %s stories is known.", f"{done:,}", f"{total:,}")
