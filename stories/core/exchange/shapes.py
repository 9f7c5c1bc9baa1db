"""From what JSON or YAML holds to typed records and back: each problem comes with its path, and none ends the reading.

Plain code: msgspec stops at the first problem, pydantic's sentences are for programmers, and both are compiled.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from stories.core.exchange.problems import FormatError, Problem, is_text, printable, quoted
from stories.core.grammar import join_words

DEEPEST = 20
"""Levels of lists and mappings under an unknown key."""
EXTRA_LIMIT = 20_000
"""Characters, as JSON, under all unknown keys of a story."""
MOST_PROBLEMS = 1_000
"""In one file; nothing is read of a file that has more."""

_NAMES = {str: "text", int: "a whole number", bool: "true or false"}


@dataclass(frozen=True, slots=True)
class Spread:
    """Annotates a mapping whose names are written among those of the record around it; `kinds` says what each holds."""

    kinds: Mapping[str, Any]


def shape(kind: Any, value: Any, place: str, problems: list[Problem]) -> Any:
    """`value` as the `kind` that a field is annotated with; None if problems were added to `problems`."""
    origin = get_origin(kind)
    if is_dataclass(kind):
        return _record(kind, value, place, problems)
    if origin is Annotated:
        return _checked(kind, value, place, problems)
    if origin is tuple:
        return _items(get_args(kind)[0], value, place, problems)
    if origin is Mapping:
        return _mapping(get_args(kind), value, place, problems)
    if origin is UnionType:
        return shape(get_args(kind)[0], value, place, problems)
    return _scalar(kind, value, place, problems)


def _record(kind: Any, value: Any, place: str, problems: list[Problem]) -> Any:
    if not isinstance(value, dict):
        return _refuse(problems, place, "This must consist of names with values.")
    before, hints = len(problems), field_kinds(kind)
    given = {name: part for name, part in value.items() if name in hints and part is not None}
    read = {name: shape(hints[name], part, within(place, name), problems) for name, part in given.items()}
    unknown = {name: part for name, part in value.items() if name not in hints}
    if _keeps_unknown(kind):
        unknown.pop("format", None)
        read["extra"] = _kept(unknown, place, problems)
        if len(problems) == before:
            _check_size(read["extra"], place, problems)
    else:
        refuse_each(problems, place, unknown, "This name isn't known here.")
    for name, kinds in _spread(kind).items():
        read[name] = {key: read.pop(key, "") for key in kinds}
    refuse_each(problems, place, (name for name in _required(kind) if not given.get(name)), "This is missing.")
    return kind(**read) if len(problems) == before else None


@cache
def field_kinds(kind: Any) -> dict[str, Any]:
    """What each name in a record must hold, except `extra`."""
    kinds: dict[str, Any] = {}
    for name, hint in get_type_hints(kind, include_extras=True).items():
        if name != "extra":
            kinds |= _spread(kind).get(name) or {name: hint}
    return kinds


@cache
def _spread(kind: Any) -> dict[str, Mapping[str, Any]]:
    """The names that each mapping of a record spreads among the record's own."""
    hints = get_type_hints(kind, include_extras=True)
    rules = [(name, rule) for name, hint in hints.items() for rule in getattr(hint, "__metadata__", ())]
    return {name: rule.kinds for name, rule in rules if isinstance(rule, Spread)}


@cache
def _required(kind: Any) -> list[str]:
    return [field.name for field in fields(kind) if field.default is MISSING and field.default_factory is MISSING]


@cache
def _keeps_unknown(kind: Any) -> bool:
    return any(field.name == "extra" for field in fields(kind))


def _checked(kind: Any, value: Any, place: str, problems: list[Problem]) -> Any:
    base, *rules = get_args(kind)
    before = len(problems)
    value = shape(base, value, place, problems)
    for rule in rules:
        if len(problems) == before:
            try:
                value = rule(value)
            except ValueError as error:
                _refuse(problems, place, str(error))
    return value


def _items(kind: Any, value: Any, place: str, problems: list[Problem]) -> Any:
    if not isinstance(value, list):
        return _refuse(problems, place, "This must be a list.")
    return tuple(shape(kind, item, f"{place}[{number}]", problems) for number, item in enumerate(value))


def _mapping(kinds: tuple[Any, Any], value: Any, place: str, problems: list[Problem]) -> Any:
    if not isinstance(value, dict):
        return _refuse(problems, place, "This must consist of names with values.")
    return {
        shape(kinds[0], name, within(place, name), problems): shape(kinds[1], part, within(place, name), problems)
        for name, part in value.items()
    }


def _scalar(kind: Any, value: Any, place: str, problems: list[Problem]) -> Any:
    if issubclass(kind, StrEnum):
        return _member(kind, value, place, problems)
    if type(value) is not kind:
        return _refuse(problems, place, f"This must be {_NAMES[kind]}.")
    if kind is str and not is_text(value):
        return _refuse(problems, place, "This contains a character that can't be stored.")
    return value


def _member(kind: type[StrEnum], value: Any, place: str, problems: list[Problem]) -> Any:
    if isinstance(value, str) and value.lower() in tuple(kind):
        return kind(value.lower())
    return _refuse(problems, place, f"{quoted(str(value))} isn't {join_words(list(kind), 'or')}.")


def _kept(value: Any, place: str, problems: list[Problem], depth: int = DEEPEST) -> Any:
    """What is under an unknown key, with numbers as text: a story file has no other scalars."""
    if depth < 0:
        return _refuse(problems, place, f"This is nested more than {DEEPEST} levels deep.")
    if isinstance(value, list):
        return [_kept(item, f"{place}[{number}]", problems, depth - 1) for number, item in enumerate(value)]
    if isinstance(value, dict):
        return {
            _scalar(str, name, within(place, name), problems): _kept(part, within(place, name), problems, depth - 1)
            for name, part in value.items()
        }
    if value is None:
        return None
    return _scalar(str, value if isinstance(value, str) else json.dumps(value), place, problems)


def is_keepable(extra: Any) -> bool:
    """Whether a story can hold this as what a file said under unknown names."""
    problems: list[Problem] = []
    return isinstance(extra, dict) and _kept(extra, "", problems) == extra and not problems


def _check_size(extra: Mapping[str, Any], place: str, problems: list[Problem]) -> None:
    sizes = {name: len(name) + len(json.dumps(part, ensure_ascii=False)) for name, part in extra.items()}
    if (size := sum(sizes.values())) > EXTRA_LIMIT:
        longest = within(place, max(sizes, key=lambda name: sizes[name]))
        reason = f"All that is under unknown names has {size:,} characters; the limit is {EXTRA_LIMIT:,}."
        _refuse(problems, longest, reason)


def _refuse(problems: list[Problem], place: str, reason: str) -> None:
    """Raises FormatError if there are too many problems to tell."""
    if len(problems) >= MOST_PROBLEMS:
        raise FormatError(f"More than {MOST_PROBLEMS:,} things in it are wrong.")
    problems.append(Problem(place, reason))


def refuse_each(problems: list[Problem], place: str, names: Iterable[str], reason: str) -> None:
    """The same problem with each of some names at a place."""
    for name in names:
        _refuse(problems, within(place, name), reason)


def within(place: str, name: str) -> str:
    return f"{place}.{printable(name)}" if place else printable(name)


def plain(record: Any) -> Any:
    """A record as JSON holds it, with what was kept of unknown names next to the known ones."""
    if is_dataclass(record):
        named = _plain_fields(record)
        return named | {name: part for name, part in getattr(record, "extra", {}).items() if name not in named}
    if isinstance(record, tuple):
        return [plain(item) for item in record]
    if isinstance(record, Mapping):
        return {str(name): plain(part) for name, part in record.items()}
    return str(record) if isinstance(record, StrEnum) else record


def _plain_fields(record: Any) -> dict[str, Any]:
    named: dict[str, Any] = {}
    for field in fields(record):
        if field.name != "extra":
            value = plain(getattr(record, field.name))
            named |= value if field.name in _spread(record.__class__) else {field.name: value}
    return named
