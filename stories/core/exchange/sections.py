"""The body of a story file: a heading for each longer text of a story, and the text under it.

A line of text that looks like one of the headings gets a backslash before it. Spaces and line ends at the edges,
which a reader would take for layout, and carriage returns are written as entities, which Markdown reads as the same.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from stories.core.exchange.problems import FormatError
from stories.core.fields import FIELDS, LABELS, Kind

PROSE = tuple(field.name for field in FIELDS if field.kind == Kind.PROSE and field.is_exported)
"""The names of the texts that have headings, newest last."""
_NAMES = {LABELS[name].lower(): name for name in PROSE}
_FLAGS = re.MULTILINE | re.IGNORECASE | re.ASCII
_TITLE = re.compile(r"\A\s*#[ \t]+(.+)$", re.MULTILINE)
_LAYOUT = " \t\n"
_LOST_OTHERWISE = re.compile(r"(?<!\\)(\\*)(?:(&#(?:9|10|13|32);)|(\r|\A[ \t\n]|[ \t\n]\Z))")
_ENTITY = re.compile(r"(?<!\\)(\\*)&#(9|10|13|32);")


@dataclass(frozen=True, slots=True)
class Body:
    texts: dict[str, str]
    """By section name, only those that are there; and the title, if the body begins with a `# …` line."""
    lines: dict[str, int]
    """The line where each begins, counted from 1."""


@dataclass(frozen=True, slots=True)
class _Headings:
    """Patterns for headings in a file, and for lines of a text that only look like one."""

    heading: re.Pattern[str]
    like_a_heading: re.Pattern[str]
    escaped: re.Pattern[str]


@cache
def _headings(names: tuple[str, ...]) -> _Headings:
    labels = "|".join(re.escape(LABELS[name]) for name in names)
    line = rf"##[ \t]+({labels})[ \t]*(?::[ \t]*)?$"
    patterns = (rf"^{line}", rf"^\\*{line}", rf"^\\(?=\\*{line})")
    return _Headings(*(re.compile(pattern, _FLAGS) for pattern in patterns))


def write_body(texts: Mapping[str, str], required: Sequence[str]) -> str:
    """The `required` texts and all that aren't empty, each under its heading, with a blank line between them."""
    written = [name for name in PROSE if texts[name] or name in required]
    parts = [(f"## {LABELS[name]}", _escaped(texts[name])) for name in written]
    return "\n".join("\n".join(filter(None, part)) + "\n" for part in parts)


def read_body(body: str, names: tuple[str, ...] = PROSE) -> Body:
    """The texts under the headings of `names`; text before the first heading belongs to that section.

    Raises FormatError if there are no headings.
    """
    headings = _headings(names)
    heads = list(headings.heading.finditer(body))
    if not heads:
        raise FormatError("No section found: write headings such as “## Situation”.")
    title, before = _read_title(body[: heads[0].start()], headings)
    parts: dict[str, list[str]] = {_NAMES[heads[0][1].lower()]: [before]}
    lines = {"title": 1}
    ends = [*(head.start() for head in heads[1:]), len(body)]
    for head, end in zip(heads, ends, strict=True):
        name = _NAMES[head[1].lower()]
        parts.setdefault(name, []).append(_unescaped(body[head.end() : end], headings))
        if name not in lines:
            lines[name] = body.count("\n", 0, head.start()) + 1
    texts = {name: "\n\n".join(filter(None, texts)) for name, texts in parts.items()}
    return Body(texts | title, lines)


def _read_title(before: str, headings: _Headings) -> tuple[dict[str, str], str]:
    match = _TITLE.match(before)
    if match is None:
        return {}, _unescaped(before, headings)
    return {"title": match[1].strip()}, _unescaped(before[match.end() :], headings)


def _escaped(text: str) -> str:
    return _headings(PROSE).like_a_heading.sub(r"\\\g<0>", _LOST_OTHERWISE.sub(_as_entity, text))


def _as_entity(match: re.Match[str]) -> str:
    """Backslashes before it are doubled; one more keeps an entity in the text itself from being read as one."""
    slashes, literal, lost = match.groups()
    return f"{slashes * 2}\\{literal}" if literal else f"{slashes * 2}&#{ord(lost)};"


def _unescaped(text: str, headings: _Headings) -> str:
    return _ENTITY.sub(_from_entity, headings.escaped.sub("", text.strip(_LAYOUT)))


def _from_entity(match: re.Match[str]) -> str:
    slashes, is_literal = divmod(len(match[1]), 2)
    return "\\" * slashes + (f"&#{match[2]};" if is_literal else chr(int(match[2])))
