"""The story file (prepsite/1): Markdown with YAML front matter, one file a story."""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from stories.core.words import Section, Strength

FORMAT = "prepsite/1"
LIMIT = 1_000_000
"""Characters."""
TEXT_KEYS = ("title", "headline", "organisation", "role", "when")

_FRONT = re.compile(r"\A---[ \t]*\n(?P<front>.*?)^---[ \t]*(?:\n|\Z)(?P<body>.*)\Z", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^##[ \t]+(\w+)[ \t]*$", re.MULTILINE)


class StoryFileError(Exception):
    """A file that can't be read as a story; the text names the line, where there is one, and the reason."""


@dataclass(frozen=True, slots=True)
class FileTag:
    value: str
    """`framework/value`."""
    strength: Strength
    evidence: str


@dataclass(frozen=True, slots=True)
class StoryFile:
    texts: dict[str, str]
    """By key: title, headline, organisation, role, when, and the sections (Markdown)."""
    tags: tuple[FileTag, ...] = ()
    id: str = ""
    """Empty in a hand-written file."""
    extra: dict[str, Any] = field(default_factory=dict)
    """Keys that are not known here."""


class _PlainLoader(yaml.SafeLoader):
    """YAML as people write it by hand: no aliases, which can make a small file huge, and no dates read as dates."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="aliases are not allowed", problem_mark=self.get_mark())
        return super().compose_node(parent, index)


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_story(text: str) -> StoryFile:
    """Raises StoryFileError."""
    if len(text) > LIMIT:
        raise StoryFileError(f"The file has {len(text):,} characters; a story file may have {LIMIT:,}.")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    match = _FRONT.match(text)
    front = _read_front(match["front"]) if match else {}
    if front.get("format", FORMAT) != FORMAT:
        raise StoryFileError(f"The format is {front['format']!r}; this version reads {FORMAT}.")
    texts = {key: _text(front, key) for key in TEXT_KEYS} | _read_sections(match["body"] if match else text)
    known = {*TEXT_KEYS, "format", "id", "tags"}
    extra = {key: value for key, value in front.items() if key not in known}
    return StoryFile(texts, _read_tags(front.get("tags")), _text(front, "id"), extra)


def _read_front(front: str) -> dict[str, Any]:
    try:
        found = yaml.load(front, Loader=_PlainLoader)  # noqa: S506 - built on SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 2
        raise StoryFileError(f"Line {line}: the front matter is no YAML: {error.problem}.") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise StoryFileError("The front matter is no YAML that can be read.") from error
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise StoryFileError("Line 2: the front matter must hold lines such as “title: …”.")
    return {str(key): value for key, value in found.items()}


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise StoryFileError(f"“{key}” must be a line of text.")
    return value or ""


def _read_tags(rows: Any) -> tuple[FileTag, ...]:
    if rows is None:
        return ()
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise StoryFileError("“tags” must be a list, each with a value, a strength and evidence.")
    return tuple(_read_tag(row) for row in rows)


def _read_tag(row: dict[str, Any]) -> FileTag:
    value, strength = _text(row, "value"), _text(row, "strength") or Strength.PRIMARY
    if not value:
        raise StoryFileError("A tag has no “value”.")
    if strength not in tuple(Strength):
        raise StoryFileError(f"The tag “{value}” has the strength “{strength}”; it is primary or supporting.")
    return FileTag(value, Strength(strength), _text(row, "evidence"))


def _read_sections(body: str) -> dict[str, str]:
    """The text under each heading that names a section; other headings belong to the section they stand in."""
    found = dict.fromkeys((section.value for section in Section), "")
    heads = [match for match in _HEADING.finditer(body) if match[1].lower() in found]
    if not heads:
        raise StoryFileError("No section found: write headings such as “## Situation”.")
    for head, end in zip(heads, [*(match.start() for match in heads[1:]), len(body)], strict=True):
        found[head[1].lower()] += body[head.end() : end].strip()
    return found
