"""Evernote's export: each note as a page of HTML below its title, with its tags as front matter."""

import html
import json
import re
from collections.abc import Iterator

from stories.core.exchange.budget import Budget
from stories.core.exchange.html_text import read_html

_NOTE = re.compile(r"<note>(.*?)</note>", re.DOTALL)
_TITLE = re.compile(r"<title>([^<]{0,1000})</title>")
_TAG = re.compile(r"<tag>([^<]{1,200})</tag>")
_CONTENT = re.compile(r"<content>\s{0,20}<!\[CDATA\[(.*?)\]\]>\s{0,20}</content>", re.DOTALL)
_PROLOGUE = re.compile(r"<[?!][^<>]{0,300}>")


def is_evernote(text: str) -> bool:
    return "<en-export" in text[:1_000]


def read_evernote(text: str, budget: Budget) -> Iterator[tuple[str, str]]:
    """The title and the text of each note. Raises FormatError as `read_html` does."""
    for note in _NOTE.finditer(text):
        title, content = _TITLE.search(note[1]), _CONTENT.search(note[1])
        tags = [html.unescape(tag) for tag in _TAG.findall(note[1])]
        front = f"---\ntags: {json.dumps(tags, ensure_ascii=False)}\n---\n" if tags else ""
        named = " ".join(html.unescape(title[1]).split()) if title else ""
        body = read_html(_PROLOGUE.sub("", content[1]), budget) if content else ""
        yield named, f"{front}# {named}\n\n{body}" if named else f"{front}{body}"
