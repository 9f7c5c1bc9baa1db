"""A list of objects in JSON as a table: its names are those of the columns."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from stories.core.exchange.budget import Budget
from stories.core.exchange.columns import LONGEST_NAME, MOST_COLUMNS, header_field
from stories.core.exchange.problems import FormatError, storable_text
from stories.core.exchange.shapes import DEEPEST

MOST_LEVELS = 5
"""Objects inside one another whose names are looked at."""
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
"""Between the words of a name such as whatILearned."""
_LONGEST_WORDS = 40
"""Characters of an item of a list; longer ones get a line each."""


def objects_in(data: Any, levels: int = MOST_LEVELS) -> list[Mapping[str, Any]]:
    """The first list of objects, wherever it is; empty if there is none."""
    if isinstance(data, list):
        return [item for item in data if isinstance(item, dict)]
    if isinstance(data, dict) and levels:
        return next(filter(None, (objects_in(part, levels - 1) for part in data.values())), [])
    return []


def as_rows(objects: list[Mapping[str, Any]], budget: Budget) -> list[list[str]]:
    """A row of names, and one for each object."""
    records = [dict(_flat(record)) for record in objects]
    names = list(dict.fromkeys(name for record in records for name in record))[:MOST_COLUMNS]
    budget.take("steps", len(names) * (len(records) + 1))
    return [names, *([record.get(name, "") for name in names] for record in records)]


def _flat(record: Mapping[str, Any], levels: int = MOST_LEVELS) -> Iterator[tuple[str, str]]:
    """The texts by name; of an object in it, each under its own name."""
    for name, value in record.items():
        if isinstance(value, dict) and levels:
            yield from _flat(value, levels - 1)
        else:
            yield storable_text(_column(name)), storable_text(_text(value))


def _column(name: str) -> str:
    """In words, if these are known."""
    words = _HUMP.sub(" ", name) if len(name) <= LONGEST_NAME else ""
    return words if header_field(words) else name


def _text(value: Any, levels: int = DEEPEST) -> str:
    if not levels:
        raise FormatError(f"A value holds lists inside one another, more than {DEEPEST} levels deep.")
    if isinstance(value, list):
        items = [_text(item, levels - 1) for item in value]
        is_short = all(len(item) <= _LONGEST_WORDS for item in items)
        return ", ".join(items) if is_short else "\n".join(f"- {item}" for item in items)
    if isinstance(value, dict):
        return _text(list(value.values()), levels - 1)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
