"""A real `manage.py start` on a separate library, to be killed, crowded and starved of room."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.reliability.libraries import Library

ROOT = Path(__file__).parent.parent.parent
READY_WITHIN = 120
"""Seconds that a start may take, even on a busy machine."""


class NotStartedError(Exception):
    """The server ended, or took too long, before it served; the message is what it printed."""


class Server:
    """A server in its own process group; everything it prints is in `lines`."""

    def __init__(self, library: Library, wrapper: Sequence[str] = (), port: int = 0) -> None:
        self._started = time.perf_counter()
        self.lines: list[str] = []
        self._told = threading.Event()
        self._process = subprocess.Popen(
            [*wrapper, sys.executable, "manage.py", "start", "--no-browser", "--port", str(port)],
            cwd=ROOT,
            env=environment(library),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self.lines.append(line.rstrip())
            if line.startswith("Serving on"):
                self._told.set()
        self._told.set()  # It ended.

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def link(self) -> str:
        """The path of the sign-in link."""
        parts = urlsplit(self._printed("Sign in: "))
        return f"{parts.path}?{parts.query}"

    @property
    def port(self) -> int:
        return urlsplit(self._printed("Sign in: ")).port or 0

    def _printed(self, start: str) -> str:
        return next(line for line in list(self.lines) if line.startswith(start)).removeprefix(start)

    @property
    def age(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self._started

    @property
    def serves(self) -> bool:
        return any(line.startswith("Serving on") for line in list(self.lines))

    def wait(self) -> None:
        """Wait until it serves. Raises NotStartedError."""
        self._told.wait(READY_WITHIN)
        if not self.serves:
            raise NotStartedError("\n".join(self.lines) or f"nothing within {READY_WITHIN} seconds")

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait until the condition holds, or the server serves or has ended."""
        while self.age < READY_WITHIN and not condition() and not self._told.wait(0.01):
            pass

    def kill(self) -> None:
        """End the process as a power cut would: nothing is finished or cleaned up."""
        if self._process.poll() is None:
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()
        self._reader.join()
        if self._process.stdout:
            self._process.stdout.close()

    @property
    def complaints(self) -> list[str]:
        """Printed lines that nobody should ever see."""
        bad = ("Traceback", "database is locked", "deadlock")
        return [line for line in list(self.lines) if any(word in line for word in bad)]


@contextmanager
def serving(
    library: Library, *, wrapper: Sequence[str] = (), until: Callable[[], bool] | None = None, port: int = 0
) -> Iterator[Server]:
    """A server that serves, or for which `until` holds; it is killed at the end. Without a port it finds one."""
    server = Server(library, wrapper, port)
    try:
        server.wait_until(until) if until else server.wait()
        yield server
    finally:
        server.kill()


def environment(library: Library) -> dict[str, str]:
    ours = ("PREPSITE_", "DATABASE_URL", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    url = {"DATABASE_URL": library.url} if library.url else {}
    return kept | url | {"PREPSITE_DATA_DIR": str(library.folder), "PYTHONUNBUFFERED": "1"}
