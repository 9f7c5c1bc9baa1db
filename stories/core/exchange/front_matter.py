"""YAML as people write it by hand: every value is a text, a list or a mapping."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from stories.core.exchange.problems import FormatError, quoted
from stories.core.exchange.shapes import within
from stories.core.fields import ASIDES

LIMIT = 100_000
"""Characters."""

_NULL, _TEXT, _LIST, _NAMES = (f"tag:yaml.org,2002:{name}" for name in ("null", "str", "seq", "map"))


class _PlainLoader(yaml.SafeLoader):
    """No aliases, which can make a small file huge."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="aliases are not allowed", problem_mark=self.get_mark())
        return super().compose_node(parent, index)


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
    """The line of each value in the file, by its path: `tags[0].strength`."""


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


def read_front_matter(text: str) -> FrontMatter:
    """`text` is what is between the two `---` lines, the first of which is line 1. Raises FormatError."""
    node = _compose(text)
    if node is None:
        return FrontMatter()
    if not isinstance(node, yaml.MappingNode):
        raise FormatError("The front matter must consist of lines such as “title: …”.", "Line 2")
    front = FrontMatter()
    front.data.update(_plain(node, "", front.lines))
    return front


def _compose(text: str) -> yaml.Node | None:
    if len(text) > LIMIT:
        raise FormatError(f"The front matter has {len(text):,} characters; the limit is {LIMIT:,}.", "Line 2")
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=_PlainLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 2
        raise FormatError(f"The front matter isn't valid YAML: {error.problem}.", f"Line {line}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise FormatError("The front matter can't be read as YAML.") from error
    return node


def _plain(node: yaml.Node, place: str, lines: dict[str, int]) -> Any:
    lines[place] = _line(node)
    if node.tag not in (_NULL, _TEXT, _LIST, _NAMES):
        raise FormatError("The front matter can't be read: YAML tags are not allowed.", f"Line {_line(node)}")
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, f"{place}[{number}]", lines) for number, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, lines)
    return None if node.tag == _NULL else node.value


def _mapping(node: yaml.MappingNode, place: str, lines: dict[str, int]) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise FormatError("A list can't be a name.", f"Line {_line(key)}")
        if key.value in mapping:
            raise FormatError(f"{quoted(key.value)} appears twice.", f"Line {_line(key)}")
        mapping[key.value] = _plain(value, within(place, key.value), lines)
    return mapping


def _line(node: yaml.Node) -> int:
    line: int = node.start_mark.line
    return line + 2
