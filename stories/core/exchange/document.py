"""One JSON document of a whole library (docs/story-format.md)."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, NoReturn, get_args

from stories.core.exchange.budget import Budget
from stories.core.exchange.front_matter import with_texts
from stories.core.exchange.library_records import MAY_COME_TWICE, LibraryRecord, key_of
from stories.core.exchange.problems import FormatError, Problem, quoted
from stories.core.exchange.shapes import field_kinds, plain, refuse_each, shape
from stories.core.exchange.story_records import FORMAT

LIMIT = 10_000_000
"""Characters."""
MOST_RECORDS = 5_000
"""Of each kind."""
_TOO_DEEP = "This JSON can't be read: it is nested too deeply."
STEPS = 2
"""What a value costs."""


def write_document(library: LibraryRecord) -> str:
    """The document from which `read_document` reads the same library."""
    return json.dumps({"format": FORMAT} | plain(library), ensure_ascii=False, indent=2) + "\n"


def read_document(text: str, budget: Budget | None = None) -> tuple[LibraryRecord, tuple[Problem, ...]]:
    """The sound records, and what is wrong with the others. Raises FormatError if the text isn't a document."""
    return read_library(load_json(text, budget or Budget()))


def load_json(text: str, budget: Budget) -> Any:
    """What the text holds. Raises FormatError."""
    try:
        return _load(text, budget)
    except RecursionError as error:
        raise FormatError(_TOO_DEEP) from error


def read_library(data: Any) -> tuple[LibraryRecord, tuple[Problem, ...]]:
    """The same, from what the JSON holds. Raises FormatError if that isn't a library."""
    try:
        return _read(data)
    except RecursionError as error:
        raise FormatError(_TOO_DEEP) from error


def _read(data: Any) -> tuple[LibraryRecord, tuple[Problem, ...]]:
    if not isinstance(data, dict) or "format" not in data:
        raise FormatError(f"This isn't a library: “format”: “{FORMAT}” is missing.")
    if data["format"] != FORMAT:
        raise FormatError(f"The format is {quoted(str(data['format']))}; this version reads {FORMAT}.")
    kinds = {name: kind for name, kind in field_kinds(LibraryRecord).items() if data.get(name) is not None}
    known = {"format", *field_kinds(LibraryRecord)}
    problems: list[Problem] = []
    refuse_each(problems, "", (name for name in data if name not in known), "This name isn't known here.")
    settings = shape(kinds.pop("settings"), data["settings"], "settings", problems) if "settings" in kinds else None
    lists = {name: tuple(_records(name, get_args(kind)[0], data[name], problems)) for name, kind in kinds.items()}
    return LibraryRecord(settings=settings, **lists), tuple(problems)


def _load(text: str, budget: Budget) -> Any:
    if len(text) > LIMIT:
        raise FormatError(f"The document has {len(text):,} characters; the limit is {LIMIT:,}.")
    most_values = sum(map(text.count, "[{,"))
    budget.take("steps", STEPS * most_values)
    try:
        return json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_once_each, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise FormatError(f"This isn't valid JSON: {error.msg}.", f"Line {error.lineno}") from error
    except ValueError as error:
        raise FormatError("This JSON can't be read: a number is too long.") from error


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        name, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        raise FormatError(f"{quoted(name)} appears twice in one object.")
    return record


def _refuse_constant(name: str) -> NoReturn:
    raise FormatError(f"{name} isn't valid JSON.")


def _records(name: str, kind: Any, rows: Any, problems: list[Problem]) -> Iterator[Any]:
    """The sound records of a list, each once."""
    seen: set[tuple[str, ...]] = set()
    for number, row in enumerate(_rows(name, rows, problems)):
        place, before = f"{name}[{number}]", len(problems)
        is_story = name == "stories" and isinstance(row, dict)
        record = shape(kind, with_texts(row) if is_story else row, place, problems)
        if len(problems) > before:
            continue
        key = key_of(name, record)
        if any(key) and key in seen and name not in MAY_COME_TWICE:
            problems.append(Problem(place, "It appears twice."))
        else:
            seen.add(key)
            yield record


def _rows(name: str, rows: Any, problems: list[Problem]) -> list[Any]:
    if not isinstance(rows, list):
        problems.append(Problem(name, "This must be a list."))
        return []
    if len(rows) > MOST_RECORDS:
        raise FormatError(f"There are {len(rows):,}; the limit is {MOST_RECORDS:,}.", name)
    return rows
