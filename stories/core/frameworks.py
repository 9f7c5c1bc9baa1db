"""An owner's own framework, read from what they typed or from a TOML or CSV file."""

import csv
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from stories.core.search import fold

MOST_VALUES = 100
NAME_LIMIT = 80
UNSTORABLE = "contains a character that can't be stored."
SIGNALS_LIMIT = 2000
_MANY_PARTS = re.compile(r"""(?<![\w"'-])(?:(?:[\w-]++|"[^"\n]{0,200}"|'[^'\n]{0,200}')[ \t]*+\.[ \t]*+){9}""")
"""A key such as a.b.c: reading one takes the square of its parts. No framework needs more than two."""
_TEXT_KEYS = ("company", "name", "source")
_COLUMNS = {"name": "name", "value": "name", "concept": "concept", "signals": "signals", "what shows it": "signals"}


class FrameworkFileError(ValueError):
    """The text can't be read as a framework; the message names the line or the value, and the reason."""


@dataclass(frozen=True, slots=True)
class ValueFacts:
    name: str
    signals: tuple[str, ...] = ()
    """What shows the value, one line each."""
    concept: str = ""
    """Shared by values in other frameworks that mean the same."""


@dataclass(frozen=True, slots=True)
class FrameworkFacts:
    company: str = ""
    name: str = ""
    source: str = ""
    values: tuple[ValueFacts, ...] = ()


def read_lines(text: str) -> FrameworkFacts:
    """One value per line: its name, a colon, and what shows it, separated by semicolons. Raises FrameworkFileError."""
    values = []
    for number, line in enumerate(text.splitlines(), start=1):
        name, _, signals = line.partition(":")
        if line.strip():
            values.append((f"Line {number}", ValueFacts(name.strip(), _split(signals))))
    return FrameworkFacts(values=_checked(values))


def read_csv(text: str) -> FrameworkFacts:
    """One value per row; columns are name, signals (separated by semicolons) and concept. Raises FrameworkFileError."""
    rows = csv.reader(text.removeprefix("\ufeff").splitlines(), strict=True)
    try:
        numbered = [(rows.line_num, row) for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise FrameworkFileError(f"Line {rows.line_num}: {error}.") from None
    if not numbered:
        raise FrameworkFileError("The file is empty.")
    header = [_COLUMNS.get(cell.strip().lower(), "") for cell in numbered[0][1]]
    if "name" not in header:
        raise FrameworkFileError("Line 1: one column must be called “name”; “signals” and “concept” are optional.")
    values = [(f"Line {number}", _from_row(dict(zip(header, row, strict=False)))) for number, row in numbered[1:]]
    return FrameworkFacts(values=_checked(values))


def read_toml(text: str) -> FrameworkFacts:
    """Company, name and source, and for each value a `[[value]]` with name, signals and concept.

    Raises FrameworkFileError.
    """
    if many := _MANY_PARTS.search(text):
        raise FrameworkFileError(f"“{many[0][:40]}…” has too many parts for a key.")
    try:
        document = tomllib.loads(text)
    except RecursionError:
        raise FrameworkFileError("There are too many brackets inside one another.") from None
    except ValueError as error:  # Not TOML, or a number with thousands of digits.
        raise FrameworkFileError(f"This isn't valid TOML: {error}.") from None
    entries = document.get("value", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise FrameworkFileError("Each value must be a table that starts with [[value]].")
    texts = {key: _text(document, key, "The file") for key in _TEXT_KEYS}
    values = [(f"Value {place}", _from_entry(entry, f"Value {place}")) for place, entry in enumerate(entries, start=1)]
    return FrameworkFacts(**texts, values=_checked(values))


def _from_row(row: Mapping[str, str]) -> ValueFacts:
    return ValueFacts(row["name"].strip(), _split(row.get("signals", "")), row.get("concept", "").strip())


def _from_entry(entry: Mapping[str, Any], place: str) -> ValueFacts:
    signals = entry.get("signals", [])
    if not isinstance(signals, list) or not all(isinstance(line, str) for line in signals):
        raise FrameworkFileError(f"{place}: signals must be a list of strings.")
    return ValueFacts(_text(entry, "name", place), tuple(signals), _text(entry, "concept", place))


def _text(entry: Mapping[str, Any], key: str, place: str) -> str:
    text = entry.get(key, "")
    if not isinstance(text, str):
        raise FrameworkFileError(f"{place}: {key} must be a string.")
    if "\0" in text:
        raise FrameworkFileError(f"{place}: {key} {UNSTORABLE}")
    return text.strip()


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _checked(values: Iterable[tuple[str, ValueFacts]]) -> tuple[ValueFacts, ...]:
    """The values, without the places that error messages name. Raises FrameworkFileError."""
    seen: dict[str, ValueFacts] = {}
    for place, value in values:
        if problem := _problem(value, seen):
            raise FrameworkFileError(f"{place}: {problem}")
        seen[fold(value.name)] = value
    if not seen:
        raise FrameworkFileError("The framework has no values.")
    if len(seen) > MOST_VALUES:
        raise FrameworkFileError(f"There are {len(seen)} values; the limit is {MOST_VALUES}.")
    return tuple(seen.values())


def _problem(value: ValueFacts, seen: Mapping[str, ValueFacts]) -> str:
    if not value.name:
        return "the value has no name."
    if "\0" in "".join([value.name, value.concept, *value.signals]):
        return f"it {UNSTORABLE}"
    if len(value.name) > NAME_LIMIT:
        return f"the name has {len(value.name)} characters; the limit is {NAME_LIMIT}."
    if len("\n".join(value.signals)) > SIGNALS_LIMIT:
        return f"the text about what shows it is longer than {SIGNALS_LIMIT:,} characters."
    return f"“{value.name}” appears twice." if fold(value.name) in seen else ""
