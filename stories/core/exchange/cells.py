"""A cell of a workbook as text, the way a spreadsheet program last showed it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from stories.core.exchange.problems import is_text

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_LIKE_AN_ESCAPE = re.compile(f"_(?={_ESCAPE.pattern[1:]})")
_LONGEST_NUMBER = 100
"""Digits; a longer one is a text."""


@dataclass(frozen=True, slots=True)
class Book:
    """What the cells of all sheets refer to."""

    strings: Sequence[str] = ()
    """Shared between cells."""
    dates: Mapping[int, bool] = field(default_factory=dict)
    """The numbers of styles that show a number as a date or time; True for a duration."""
    since_1904: bool = False
    """Days are counted from 1904, not 1900."""


def cell_text(kind: str, style: int, value: str, book: Book) -> str:
    """`kind` is the cell's `t`, and `value` what is in its `v` or `is`, not empty. Raises ValueError or IndexError.

    An error is empty; a text that only reads like one is not.
    """
    match kind:
        case "s":
            return _unescaped(book.strings[int(value)])
        case "e":
            return ""
        case "b":
            return _shown(bool(int(value)))
        case "n" if len(value) <= _LONGEST_NUMBER:
            return _shown(_number(value, is_duration=book.dates.get(style), since_1904=book.since_1904))
    return _unescaped(value)


def escaped(text: str) -> str:
    """The text as a workbook holds it, in which `_x000D_` stands for a character (ECMA-376, part 1, §22.9.2.19)."""
    return _LIKE_AN_ESCAPE.sub("_x005F_", text)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    """As it stands if it is none that can be stored."""
    character = chr(int(match[1], 16))
    return character if is_text(character) else match[0]


def _number(text: str, *, is_duration: bool | None, since_1904: bool) -> Any:
    """`is_duration` is None if it is neither a duration nor a date."""
    number = float(text) if set(text) & set(".eE") else int(text)
    return number if is_duration is None else _moment(number, is_duration=is_duration, since_1904=since_1904)


def _moment(number: float, *, is_duration: bool, since_1904: bool) -> Any:
    """A date, time or duration; empty if there is no such day."""
    from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel  # Only for dates: it takes a while.

    try:
        return from_excel(number, MAC_EPOCH if since_1904 else WINDOWS_EPOCH, timedelta=is_duration)
    except (ValueError, OverflowError):
        return ""


def _shown(value: Any) -> str:
    match value:
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
        case float() if value.is_integer():
            return str(int(value))
    return str(value)
