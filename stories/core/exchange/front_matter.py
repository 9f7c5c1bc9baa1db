"""YAML as people write it by hand: every value is a text, a list or a mapping."""

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from stories.core.exchange.budget import Budget
from stories.core.exchange.problems import FormatError, quoted
from stories.core.exchange.shapes import within
from stories.core.fields import ASIDES

LIMIT = 100_000
"""Characters."""
MOST_LEVELS = 50
LEVELS_WITH_LINES = 5
"""A value deeper inside is reported at the line of what holds it; the names of all that holds it can be long."""
MOST_DIRECTIVES = 10
"""Lines such as “%TAG …”. None has a use here, and the parser compares each with all before it."""
STEPS = 2
"""What a value costs."""

_DIRECTIVE = re.compile("(?:\\A|[\n\r\x85\u2028\u2029])\ufeff?%")
_NULL, _TEXT, _LIST, _NAMES = (f"tag:yaml.org,2002:{name}" for name in ("null", "str", "seq", "map"))


_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C library's is ten times as fast; not every build of PyYAML has it."""


class _PlainLoader(_SafeLoader):  # type: ignore[misc]
    """With resolvers of its own."""


class _OneALine(dict[str, Any]):
    """A mapping written with one line per name; others are written so only if they hold lists or mappings."""


class _PlainDumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True


# 2025 is a title, and 1.10 isn't a number that may become 1.1.
_PlainDumper.yaml_implicit_resolvers = _PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == _NULL]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_PlainDumper.add_representer(
    _OneALine, lambda dumper, data: dumper.represent_mapping(_NAMES, data.items(), flow_style=False)
)
_PlainDumper.add_representer(
    str, lambda dumper, text: dumper.represent_scalar(_TEXT, text, style=None if text.isprintable() else '"')
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    data: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    """The lines of the values in the file that aren't deep inside, by their paths: `tags[0].strength`."""


def write_front_matter(data: Mapping[str, Any]) -> str:
    """The text from which `read_front_matter` reads the same data, one line per name."""
    return yaml.dump(
        _OneALine(data),
        Dumper=_PlainDumper,
        allow_unicode=True,
        default_flow_style=None,
        sort_keys=False,
        width=sys.maxsize,
    )


def as_text(value: Any) -> str:
    """Lists and mappings as YAML, a text as it is, and None as an empty text."""
    if not isinstance(value, list | dict):
        return "" if value is None else str(value)
    return yaml.dump(value, Dumper=_PlainDumper, allow_unicode=True, sort_keys=False, width=sys.maxsize).strip()


def with_texts(data: Mapping[str, Any]) -> dict[str, Any]:
    """A story's data, with text for whatever may stand under the names that became fields later."""
    return {name: as_text(value) if name in ASIDES else value for name, value in data.items()}


def read_front_matter(text: str, budget: Budget) -> FrontMatter:
    """`text` is what is between the two `---` lines, the first of which is line 1. Raises FormatError."""
    if len(text) > LIMIT:
        raise FormatError(f"The front matter has {len(text):,} characters; the limit is {LIMIT:,}.", "Line 2")
    if len(_DIRECTIVE.findall(text)) > MOST_DIRECTIVES:
        raise FormatError(f"More than {MOST_DIRECTIVES} lines of the front matter begin with “%”.", "Line 2")
    front = FrontMatter()
    try:
        data = _Document(_PlainLoader(text), budget, front.lines).read()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 2
        raise FormatError(f"The front matter isn't valid YAML: {error.problem}.", f"Line {line}") from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # The last two for characters that don't exist.
        raise FormatError("The front matter can't be read as YAML.") from error
    if not isinstance(data, dict | None):
        raise FormatError("The front matter must consist of lines such as “title: …”.", "Line 2")
    front.data.update(data or {})
    return front


@dataclass
class _Document:
    """What a YAML document holds, built from the parser's events so that reading ends where a limit is reached.

    There are no aliases, which can make a small file huge.
    """

    loader: Any
    budget: Budget
    lines: dict[str, int]

    def read(self) -> Any:
        """None if there is no document."""
        self.loader.get_event()
        if self.loader.check_event(yaml.StreamEndEvent):
            return None
        self.loader.get_event()
        data = self._value(self.loader.get_event(), "", MOST_LEVELS)
        self.loader.get_event()
        if not self.loader.check_event(yaml.StreamEndEvent):
            raise FormatError(
                "The front matter can't be read: it ends and begins again.", _line(self.loader.peek_event())
            )
        return data

    def _value(self, event: Any, place: str, levels: int) -> Any:
        """`levels` counts those that may still be inside of it."""
        self.budget.take("steps", STEPS)
        if isinstance(event, yaml.AliasEvent):
            raise FormatError("The front matter isn't valid YAML: aliases are not allowed.", _line(event))
        if self._tag(event) not in (_NULL, _TEXT, _LIST, _NAMES):
            raise FormatError("The front matter can't be read: YAML tags are not allowed.", _line(event))
        if not levels:
            raise FormatError(f"This is nested more than {MOST_LEVELS} levels deep.", _line(event))
        if levels > MOST_LEVELS - LEVELS_WITH_LINES:
            self.lines[place] = event.start_mark.line + 2
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(place, levels - 1)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(place, levels - 1)
        return None if self._tag(event) == _NULL else event.value

    def _list(self, place: str, levels: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := self.loader.get_event(), yaml.SequenceEndEvent):
            items.append(self._value(event, f"{place}[{len(items)}]", levels))
        return items

    def _mapping(self, place: str, levels: int) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not isinstance(key := self.loader.get_event(), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent):
                raise FormatError("A list can't be a name.", _line(key))
            if key.value in mapping:
                raise FormatError(f"{quoted(key.value)} appears twice.", _line(key))
            mapping[key.value] = self._value(self.loader.get_event(), within(place, key.value), levels)
        return mapping

    def _tag(self, event: Any) -> str:
        if event.tag and event.tag != "!":
            return str(event.tag)
        if isinstance(event, yaml.ScalarEvent):
            return str(self.loader.resolve(yaml.ScalarNode, event.value, event.implicit))
        return _LIST if isinstance(event, yaml.SequenceStartEvent) else _NAMES


def _line(event: Any) -> str:
    return f"Line {event.start_mark.line + 2}"
