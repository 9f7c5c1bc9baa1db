"""A framework of an owner's own, read from what was typed or from a TOML or CSV file."""

import csv
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from stories.core.search import fold

MOST_VALUES = 100
NAME_LIMIT = 80
SIGNALS_LIMIT = 2000
_TEXT_KEYS = ("company", "name", "source")
_COLUMNS = {"name": "name", "value": "name", "concept": "concept", "signals": "signals", "what shows it": "signals"}


class FrameworkFileError(ValueError):
    """The text can't be read as a framework; the message names the line, or the value, and the reason."""


@dataclass(frozen=True, slots=True)
class ValueFacts:
    name: str
    signals: tuple[str, ...] = ()
    """What shows it, a line each."""
    concept: str = ""
    """What values of other frameworks that mean the same have too."""


@dataclass(frozen=True, slots=True)
class FrameworkFacts:
    company: str = ""
    name: str = ""
    source: str = ""
    values: tuple[ValueFacts, ...] = ()


def read_lines(text: str) -> FrameworkFacts:
    """A value a line: its name, and after a colon what shows it, divided by semicolons. Raises FrameworkFileError."""
    values = []
    for number, line in enumerate(text.splitlines(), start=1):
        name, _, signals = line.partition(":")
        if line.strip():
            values.append((f"Line {number}", ValueFacts(name.strip(), _divided(signals))))
    return FrameworkFacts(values=_checked(values))


def read_csv(text: str) -> FrameworkFacts:
    """A value a row: the columns are name, signals (divided by semicolons) and concept. Raises FrameworkFileError."""
    rows = csv.reader(text.removeprefix("\ufeff").splitlines(), strict=True)
    try:
        numbered = [(rows.line_num, row) for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise FrameworkFileError(f"Line {rows.line_num}: {error}.") from None
    if not numbered:
        raise FrameworkFileError("The file is empty.")
    head = [_COLUMNS.get(cell.strip().lower(), "") for cell in numbered[0][1]]
    if "name" not in head:
        raise FrameworkFileError("Line 1: a column must be headed “name”; “signals” and “concept” may stand beside it.")
    values = [(f"Line {number}", _of_row(dict(zip(head, row, strict=False)))) for number, row in numbered[1:]]
    return FrameworkFacts(values=_checked(values))


def read_toml(text: str) -> FrameworkFacts:
    """Company, name and source, and a `[[value]]` each with name, signals and concept. Raises FrameworkFileError."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FrameworkFileError(f"This is no TOML: {error}.") from None
    entries = document.get("value", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise FrameworkFileError("The values must be tables, each begun by [[value]].")
    texts = {key: _text(document, key, "The file") for key in _TEXT_KEYS}
    values = [(f"Value {place}", _of_entry(entry, f"Value {place}")) for place, entry in enumerate(entries, start=1)]
    return FrameworkFacts(**texts, values=_checked(values))


def _of_row(row: Mapping[str, str]) -> ValueFacts:
    return ValueFacts(row["name"].strip(), _divided(row.get("signals", "")), row.get("concept", "").strip())


def _of_entry(entry: Mapping[str, Any], place: str) -> ValueFacts:
    signals = entry.get("signals", [])
    if not isinstance(signals, list) or not all(isinstance(line, str) for line in signals):
        raise FrameworkFileError(f"{place}: signals must be a list of texts.")
    return ValueFacts(_text(entry, "name", place), tuple(signals), _text(entry, "concept", place))


def _text(entry: Mapping[str, Any], key: str, place: str) -> str:
    text = entry.get(key, "")
    if not isinstance(text, str):
        raise FrameworkFileError(f"{place}: {key} must be a text.")
    return text.strip()


def _divided(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _checked(values: Iterable[tuple[str, ValueFacts]]) -> tuple[ValueFacts, ...]:
    """The values, each with the place that a complaint names."""
    seen: dict[str, ValueFacts] = {}
    for place, value in values:
        if complaint := _complaint(value, seen):
            raise FrameworkFileError(f"{place}: {complaint}")
        seen[fold(value.name)] = value
    if not seen:
        raise FrameworkFileError("There is no value in it.")
    if len(seen) > MOST_VALUES:
        raise FrameworkFileError(f"There are {len(seen)} values; a framework may have {MOST_VALUES}.")
    return tuple(seen.values())


def _complaint(value: ValueFacts, seen: Mapping[str, ValueFacts]) -> str:
    if not value.name:
        return "the value has no name."
    if len(value.name) > NAME_LIMIT:
        return f"the name has {len(value.name)} characters; it may have {NAME_LIMIT}."
    if len("\n".join(value.signals)) > SIGNALS_LIMIT:
        return f"what shows it is longer than {SIGNALS_LIMIT:,} characters."
    return f"“{value.name}” stands there twice." if fold(value.name) in seen else ""
