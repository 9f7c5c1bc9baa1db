"""Evernote's export: each note as a page of HTML below its title, with its tags as front matter."""

import html
import json
import re
from collections.abc import Iterator

from stories.core.exchange.budget import Budget
from stories.core.exchange.html_text import read_html

_TITLE = re.compile(r"<title>([^<]{0,1000})</title>")
_TAG = re.compile(r"<tag>([^<]{1,200})</tag>")
_PROLOGUE = re.compile(r"<[?!][^<>]{0,300}>")


def is_evernote(text: str) -> bool:
    return "<en-export" in text[:1_000]


def read_evernote(text: str, budget: Budget) -> Iterator[tuple[str, str]]:
    """The title and the text of each note. Raises FormatError as `read_html` does."""
    for note in _between(text, "<note>", "</note>"):
        title = _TITLE.search(note)
        tags = [html.unescape(tag) for tag in _TAG.findall(note)]
        front = f"---\ntags: {json.dumps(tags, ensure_ascii=False)}\n---\n" if tags else ""
        named = " ".join(html.unescape(title[1]).split()) if title else ""
        content = "".join(_between(note, "<![CDATA[", "]]>"))
        body = read_html(_PROLOGUE.sub("", content), budget)
        yield named, f"{front}# {named}\n\n{body}" if named else f"{front}{body}"


def _between(text: str, start: str, end: str) -> Iterator[str]:
    """A pattern would look for each end again from each start."""
    at = text.find(start)
    while at >= 0 and (stop := text.find(end, at)) >= 0:
        yield text[at + len(start) : stop]
        at = text.find(start, stop)
