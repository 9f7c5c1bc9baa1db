"""What can't be read: where it is, and why, in a sentence."""

import re
from dataclasses import dataclass

_UNFIT = re.compile("[\0\ud800-\udfff]")
_LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Problem:
    place: str
    """As a reader counts: `Line 3`, `Row 7`, `stories[3].tags[0].strength`; empty for a whole file."""
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}" if self.place else self.reason


class FormatError(Exception):
    """A file that is refused as a whole; the only error that reading raises, whatever the file holds."""

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(reason, place)
        self.problem = Problem(place, reason)

    def __str__(self) -> str:
        return str(self.problem)


def is_text(text: str) -> bool:
    """Whether every database and every file can hold it: no NUL, and no half of a character."""
    return not _UNFIT.search(text)


def storable_text(text: str) -> str:
    """With U+FFFD in place of what no database can hold."""
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", text)


def printable(text: str) -> str:
    """The beginning of `text` on one line, safe for a message and a terminal."""
    if text.isascii() and text.isidentifier() and len(text) <= _LONGEST_QUOTE:
        return text  # Most names of fields, of which there are many.
    line = " ".join(text[: 2 * _LONGEST_QUOTE].split())
    line = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line)
    return line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE]}…"


def quoted(text: str) -> str:
    return f"“{printable(text)}”"
