"""What is written to the terminal: however long a request is, its lines stay short and harmless."""

import logging

WIDTH = 500
"""Characters of a line."""
LINES = 60
"""Of a message with its traceback, whose end says most."""


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
