"""A cell of a workbook as text, the way a spreadsheet program last showed it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}
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
    """`kind` is the cell's `t`, and `value` what is in its `v` or `is`, not empty. Raises ValueError or IndexError."""
    match kind:
        case "s":
            return _shown(book.strings[int(value)])
        case "b":
            return _shown(bool(int(value)))
        case "n" if len(value) <= _LONGEST_NUMBER:
            return _shown(_number(value, is_duration=book.dates.get(style), since_1904=book.since_1904))
    return _shown(value)


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
        case str() if value in _ERRORS:
            return ""
    return str(value).replace("_x000D_", "\r")  # How spreadsheet programs on Windows write line ends.
