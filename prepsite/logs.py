"""What is written to the terminal: whatever is requested, and however often, its lines stay few, short and harmless."""

import logging
from collections.abc import Callable
from threading import Lock
from time import monotonic

WIDTH = 500
"""Characters of a line."""
LINES = 60
"""Of a message with its traceback, whose end says most."""

MOST = 20
"""Records from one place in the code, in PERIOD."""
PERIOD = 60.0
"""Seconds."""


class FewOfEachKind(logging.Filter):
    """Lets MOST records from one place through in each PERIOD; the first of the next says how many were left out."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._lock = Lock()
        self._periods: dict[tuple[str, int], tuple[float, int]] = {}
        """When the present period of each place began, and how many records have come in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        place, now = (record.pathname, record.lineno), self._clock()
        with self._lock:
            began, count = self._periods.get(place, (now, 0))
            is_over = now - began >= PERIOD
            self._periods[place] = (now, 1) if is_over else (began, count + 1)
        if is_over and count > MOST:
            record.msg, record.args = f"{record.getMessage()} ({count - MOST:,} like it were left out before)", ()
        return is_over or count < MOST


class BoundedFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        first, *others = super().format(record).splitlines() or [""]
        if len(others) >= LINES:
            others = [f"… {len(others) - LINES + 2:,} lines left out …", *others[2 - LINES :]]
        return "\n".join(_bounded(line) for line in (first, *others))


def _bounded(line: str) -> str:
    """Cut, and without control characters, which could make a terminal do things."""
    shown = line if len(line) <= WIDTH else f"{line[:WIDTH]}… ({len(line):,} characters)"
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in shown)
