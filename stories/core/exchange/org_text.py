"""Notes of Emacs' Org mode as Markdown."""

import json
import re
from collections.abc import Iterator

from stories.core.exchange.markup import unlinked

_HEADING = re.compile(r"(\*{1,20})[ \t]+(.{0,1400})\Z")
_TAGS = re.compile(r"[ \t]:(\S{1,300}):\Z")
_STATE = re.compile(r"(TODO|DONE|NEXT|WAITING|WIP|IDEA|DRAFT|READY|CANCELLED|CANCELED)(?:[ \t]+|\Z)")
_PRIORITY = re.compile(r"\[#[A-Z]\][ \t]*")
_PROPERTY = re.compile(r"[ \t]*:([A-Za-z_-]{1,60}):[ \t]*(.*)\Z")
_KEYWORD = re.compile(r"[ \t]*#\+([A-Za-z_]{1,40}):?[ \t]*(.*)\Z")
_LINK = re.compile(r"\[\[[^\[\]\n]{1,300}\](?:\[([^\[\]\n]{1,300})\])?\]")
_EMPHASIS = re.compile(r"(?<![\w*])\*([^*\n]{1,200})\*(?![\w*])")
_BLOCK = re.compile(r"(begin|end)_(src|example|quote)", re.IGNORECASE)
_FILE_TAGS = re.compile(r"^[ \t]*#\+FILETAGS:[ \t]*:([^\s]{1,300}):[ \t]*$", re.MULTILINE | re.IGNORECASE)
_IS_ORG = re.compile(r"^(?:#\+TITLE:|\*+ .*\n(?:.*\n){0,3}[ \t]*:PROPERTIES:)", re.MULTILINE | re.IGNORECASE)


def is_org(text: str) -> bool:
    return bool(_IS_ORG.search(text[:5_000]))


def read_org(text: str) -> str:
    """Headings, properties and states as lines that the reader of labelled text understands.

    What all headings inherit becomes front matter.
    """
    tags = [tag for line in _FILE_TAGS.findall(text) for tag in line.split(":") if tag.strip()]
    front = f"---\ntags: {json.dumps(tags, ensure_ascii=False)}\n---\n" if tags else ""
    return front + "\n".join(line for raw in text.split("\n") for line in _lines(raw))


def _lines(raw: str) -> Iterator[str]:
    if heading := _HEADING.match(raw.rstrip()):
        tags = _TAGS.search(heading[2])
        said = heading[2][: tags.start()].rstrip() if tags else heading[2]
        state = _STATE.match(said)
        name = _PRIORITY.sub("", said[state.end() :] if state else said)
        yield f"{'#' * min(len(heading[1]), 6)} {_inline(name)}"
        yield from ([f"Status: {state[1]}"] if state else [])
        yield from ([f"Tags: {tags[1].replace(':', ', ')}"] if tags else [])
    elif keyword := _KEYWORD.match(raw):
        if block := _BLOCK.match(keyword[1]):
            yield "```" if block[2].lower() != "quote" else ""
        elif keyword[1].lower() == "title":
            yield f"# {keyword[2]}"
    elif prop := _PROPERTY.match(raw):
        if prop[2]:
            yield f"{prop[1].replace('_', ' ').capitalize()}: {unlinked(prop[2].strip())}"
    else:
        yield _inline(raw)


def _inline(text: str) -> str:
    return _EMPHASIS.sub(r"**\1**", _LINK.sub(lambda match: match[1] or "", text))
