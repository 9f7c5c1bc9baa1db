"""The body of a story file: five headings and the text under each.

A line of a text that looks like one of the headings gets a backslash before it. Spaces and line ends at the edges,
which a reader would take for layout, and carriage returns are written as entities, which Markdown reads as the same.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from stories.core.choices import Section
from stories.core.exchange.problems import FormatError

_NAMES = "|".join(Section)
_LINE = rf"##[ \t]+({_NAMES})[ \t]*(?::[ \t]*)?$"
_FLAGS = re.MULTILINE | re.IGNORECASE | re.ASCII
_HEADING = re.compile(rf"^{_LINE}", _FLAGS)
_LIKE_A_HEADING = re.compile(rf"^\\*{_LINE}", _FLAGS)
_ESCAPED_HEADING = re.compile(rf"^\\(?=\\*{_LINE})", _FLAGS)
_TITLE = re.compile(r"\A\s*#[ \t]+(.+)$", re.MULTILINE)
_LAYOUT = " \t\n"
_LOST_OTHERWISE = re.compile(r"(?<!\\)(\\*)(?:(&#(?:9|10|13|32);)|(\r|\A[ \t\n]|[ \t\n]\Z))")
_ENTITY = re.compile(r"(?<!\\)(\\*)&#(9|10|13|32);")


@dataclass(frozen=True, slots=True)
class Body:
    texts: dict[str, str]
    """By the name of the section, those alone that are there; and the title, where a `# …` line begins the body."""
    lines: dict[str, int]
    """Where each begins, counted from 1."""


def write_body(texts: Mapping[str, str]) -> str:
    """All five sections, with a blank line between them."""
    parts = [(f"## {section.capitalize()}", _escaped(texts[section])) for section in Section]
    return "\n".join("\n".join(filter(None, part)) + "\n" for part in parts)


def read_body(body: str) -> Body:
    """What stands before the first heading goes to that section. Raises FormatError where there is no heading."""
    heads = list(_HEADING.finditer(body))
    if not heads:
        raise FormatError("No section found: write headings such as “## Situation”.")
    title, before = _read_title(body[: heads[0].start()])
    parts: dict[str, list[str]] = {heads[0][1].lower(): [before]}
    lines = {"title": 1}
    ends = [*(head.start() for head in heads[1:]), len(body)]
    for head, end in zip(heads, ends, strict=True):
        name = head[1].lower()
        parts.setdefault(name, []).append(_unescaped(body[head.end() : end]))
        if name not in lines:
            lines[name] = body.count("\n", 0, head.start()) + 1
    texts = {name: "\n\n".join(filter(None, texts)) for name, texts in parts.items()}
    return Body(texts | title, lines)


def _read_title(before: str) -> tuple[dict[str, str], str]:
    match = _TITLE.match(before)
    if match is None:
        return {}, _unescaped(before)
    return {"title": match[1].strip()}, _unescaped(before[match.end() :])


def _escaped(text: str) -> str:
    return _LIKE_A_HEADING.sub(r"\\\g<0>", _LOST_OTHERWISE.sub(_as_entity, text))


def _as_entity(match: re.Match[str]) -> str:
    """Backslashes before it are doubled; one more takes the meaning from an entity that the text itself holds."""
    slashes, literal, lost = match.groups()
    return f"{slashes * 2}\\{literal}" if literal else f"{slashes * 2}&#{ord(lost)};"


def _unescaped(text: str) -> str:
    return _ENTITY.sub(_from_entity, _ESCAPED_HEADING.sub("", text.strip(_LAYOUT)))


def _from_entity(match: re.Match[str]) -> str:
    slashes, is_literal = divmod(len(match[1]), 2)
    return "\\" * slashes + (f"&#{match[2]};" if is_literal else chr(int(match[2])))
