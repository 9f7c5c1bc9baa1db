"""From what JSON or YAML holds to typed records and back: each problem is named by its path, none ends the reading.

Plain code: msgspec stops at the first problem, pydantic's sentences are for programmers, and both are compiled.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from stories.core.exchange.problems import Problem, is_text, printable, quoted

DEEPEST = 20
"""Levels of lists and mappings under a key that is not known."""

_NAMES = {str: "text", int: "a whole number", bool: "true or false"}


@dataclass(frozen=True, slots=True)
class Spread:
    """Annotates a mapping whose names stand among those of the record around it; `kinds` says what each holds."""

    kinds: Mapping[str, Any]


def shape(kind: Any, value: Any, place: str, found: list[Problem]) -> Any:
    """`value` as the `kind` that a field is annotated with; None where problems were added to `found`."""
    origin = get_origin(kind)
    if is_dataclass(kind):
        return _record(kind, value, place, found)
    if origin is Annotated:
        return _checked(kind, value, place, found)
    if origin is tuple:
        return _items(get_args(kind)[0], value, place, found)
    if origin is Mapping:
        return _mapping(get_args(kind), value, place, found)
    if origin is UnionType:
        return shape(get_args(kind)[0], value, place, found)
    return _scalar(kind, value, place, found)


def _record(kind: Any, value: Any, place: str, found: list[Problem]) -> Any:
    if not isinstance(value, dict):
        return _refuse(found, place, "This must be names with what they hold.")
    before, hints = len(found), field_kinds(kind)
    given = {name: one for name, one in value.items() if name in hints and one is not None}
    read = {name: shape(hints[name], one, within(place, name), found) for name, one in given.items()}
    unknown = {name: one for name, one in value.items() if name not in hints}
    if _keeps_unknown(kind):
        unknown.pop("format", None)
        read["extra"] = _kept(unknown, place, found)
    else:
        found += [Problem(within(place, name), "There is no such name here.") for name in unknown]
    for name, kinds in _spread(kind).items():
        read[name] = {key: read.pop(key, "") for key in kinds}
    found += [Problem(within(place, name), "This is missing.") for name in _required(kind) if not given.get(name)]
    return kind(**read) if len(found) == before else None


@cache
def field_kinds(kind: Any) -> dict[str, Any]:
    """What the names in a record are to hold, but for `extra`."""
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
    return [one.name for one in fields(kind) if one.default is MISSING and one.default_factory is MISSING]


@cache
def _keeps_unknown(kind: Any) -> bool:
    return any(one.name == "extra" for one in fields(kind))


def _checked(kind: Any, value: Any, place: str, found: list[Problem]) -> Any:
    base, *rules = get_args(kind)
    before = len(found)
    value = shape(base, value, place, found)
    for rule in rules:
        if len(found) == before:
            try:
                value = rule(value)
            except ValueError as error:
                _refuse(found, place, str(error))
    return value


def _items(kind: Any, value: Any, place: str, found: list[Problem]) -> Any:
    if not isinstance(value, list):
        return _refuse(found, place, "This must be a list.")
    return tuple(shape(kind, one, f"{place}[{number}]", found) for number, one in enumerate(value))


def _mapping(kinds: tuple[Any, Any], value: Any, place: str, found: list[Problem]) -> Any:
    if not isinstance(value, dict):
        return _refuse(found, place, "This must be names with what they hold.")
    return {
        shape(kinds[0], name, within(place, name), found): shape(kinds[1], one, within(place, name), found)
        for name, one in value.items()
    }


def _scalar(kind: Any, value: Any, place: str, found: list[Problem]) -> Any:
    if issubclass(kind, StrEnum):
        return _member(kind, value, place, found)
    if type(value) is not kind:
        return _refuse(found, place, f"This must be {_NAMES[kind]}.")
    if kind is str and not is_text(value):
        return _refuse(found, place, "This holds a character that is no text.")
    return value


def _member(kind: type[StrEnum], value: Any, place: str, found: list[Problem]) -> Any:
    if isinstance(value, str) and value.lower() in tuple(kind):
        return kind(value.lower())
    return _refuse(found, place, f"{quoted(str(value))} is none of {', '.join(kind)}.")


def _kept(value: Any, place: str, found: list[Problem], depth: int = DEEPEST) -> Any:
    """What stands under an unknown key, with numbers as text: a story file knows no others."""
    if depth < 0:
        return _refuse(found, place, f"This is nested more than {DEEPEST} levels deep.")
    if isinstance(value, list):
        return [_kept(one, f"{place}[{number}]", found, depth - 1) for number, one in enumerate(value)]
    if isinstance(value, dict):
        return {
            _scalar(str, name, within(place, name), found): _kept(one, within(place, name), found, depth - 1)
            for name, one in value.items()
        }
    if value is None:
        return None
    return _scalar(str, value if isinstance(value, str) else json.dumps(value), place, found)


def _refuse(found: list[Problem], place: str, reason: str) -> None:
    found.append(Problem(place, reason))


def within(place: str, name: str) -> str:
    return f"{place}.{printable(name)}" if place else printable(name)


def plain(record: Any) -> Any:
    """A record as JSON holds it; what was kept of unknown names stands beside the known ones."""
    if is_dataclass(record):
        named = _plain_fields(record)
        return named | {name: one for name, one in getattr(record, "extra", {}).items() if name not in named}
    if isinstance(record, tuple):
        return [plain(one) for one in record]
    if isinstance(record, Mapping):
        return {str(name): plain(one) for name, one in record.items()}
    return str(record) if isinstance(record, StrEnum) else record


def _plain_fields(record: Any) -> dict[str, Any]:
    named: dict[str, Any] = {}
    for field in fields(record):
        if field.name != "extra":
            value = plain(getattr(record, field.name))
            named |= value if field.name in _spread(record.__class__) else {field.name: value}
    return named
