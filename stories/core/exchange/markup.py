"""What note-taking programs write between the words: links, embeds, block ids, comments, tags and leftovers."""

import re
from dataclasses import dataclass

_LINK = re.compile(r"(!?)\[\[([^\[\]\n|]{1,300})(?:\|([^\[\]\n]{0,300}))?\]\]")
_BLOCK_ID = re.compile(r"[ \t]\^[A-Za-z0-9-]{1,60}[ \t]*\Z")
_HIGHLIGHT = re.compile(r"==([^=\n]{1,1000})==")
_TEMPLATE = re.compile(r"<%[^%\n]{0,500}%>|\{\{[^{}\n]{0,200}\}\}|\{%[^%\n]{0,200}%\}")
_COMMENT = re.compile(r"%%([^%\n]{0,1000})%%|<!--([^<>\n]{0,1000})-->")
_CHECKBOX = re.compile(r"\A([ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+)\[[ xX]\][ \t]+")
_TAGS = re.compile(r"(?:(?:\A|(?<=\s))#[^\W\d_][\w/-]{0,80}[ \t]*){1,30}\Z")
_EMPTY_BOX = re.compile(r"\A[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+\[ \][ \t]+")
_LINE_OF_TAGS = re.compile(r"\A\s*#[^\W\d_]")
_TAG_OF_WORDS = re.compile(r"(?:\A|(?<=\s))#([^\W\d_][^#\n]{0,60}[ \t][^#\n]{0,60}(?<=\S))#(?=\s|\Z)")
_NOTHING_LEFT = re.compile(r"[ \t*+-]*(?:tags?:{1,2}[ \t]*)?\Z", re.IGNORECASE)
_CONTAINER = re.compile(r"\A\s*</?(?:aside|details|summary|div|section|center|figure)(?:\s[^<>]{0,200})?>\s*\Z")
_SUMMARY = re.compile(r"(?:<details[^<>]{0,200}>[ \t]{0,9})?<summary[^<>]{0,200}>(.{1,300})</summary>\Z")
_TAG = re.compile(r"<[^<>]{0,200}>")
_HEADING_IN_LIST = re.compile(r"\A[ \t]*[-*+][ \t]+(?=#{1,6}[ \t]+\S)")
"""So Logseq sets headings."""
_NOTION_ID = re.compile(r"[ \t-]{1,20}[0-9a-f]{32}\Z")
_ID_IN_NAME = re.compile(
    r"(?<=[^\s/])[ \t_-]{1,20}(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-f])"
)
_MOMENT = re.compile(r"\A(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}[\d:.,+Z -]{0,30}\Z")
_ORG_DATE = re.compile(r"\A[<\[](\d{4}-\d{2}-\d{2})[^<>\[\]]{0,40}[>\]]\Z")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A line without its markup."""

    text: str
    tags: tuple[str, ...] = ()
    """The hashtags at its end."""
    aside: str = ""
    """What it hides from readers: a comment, or the name of something embedded."""
    is_unchecked: bool = False
    """It is an item whose box is empty."""


def cleaned(line: str) -> Cleaned:
    if not any(sign in line for sign in ("[", "%", "=", "^", "#", "<", "{")):
        return Cleaned(line)
    if _CONTAINER.match(line):
        return Cleaned("")
    if summary := _SUMMARY.match(line.strip()):
        return Cleaned(f"**{_TAG.sub('', summary[1]).strip('*_ ')}**")
    line = _HEADING_IN_LIST.sub("", line)
    of_words, bare = _tags_of_words(line)
    is_unchecked = bool(_EMPTY_BOX.match(line))
    hidden = [(match[1] or match[2] or "").strip() for match in _COMMENT.finditer(line)]
    text = _TEMPLATE.sub("", _COMMENT.sub("", bare))
    hidden += [match[2] for match in _LINK.finditer(text) if match[1]]
    text = _HIGHLIGHT.sub(r"\1", _BLOCK_ID.sub("", _LINK.sub(_linked, _CHECKBOX.sub(r"\1", text))))
    text, tags = _without_tags(text)
    if text != line and _NOTHING_LEFT.match(text):
        text = ""
    return Cleaned(text, (*tags, *of_words), ", ".join(filter(None, hidden)), is_unchecked)


def unlinked(text: str) -> str:
    """A value of a property as its text."""
    bare = _TEMPLATE.sub("", _LINK.sub(_linked, text)).strip()
    return _MOMENT.sub(r"\1", _ORG_DATE.sub(r"\1", bare))


def without_id(title: str) -> str:
    """A title or a file's name without the number that Notion puts after it."""
    return _NOTION_ID.sub("", title)


def without_ids(name: str) -> str:
    """The name of an exported file or folder without the numbers that Notion puts in it."""
    return _ID_IN_NAME.sub("", name)


def _linked(match: re.Match[str]) -> str:
    """The text of a link; nothing of an embed, which isn't spoken."""
    if match[1]:
        return ""
    return match[3] or match[2].partition("#")[0].rpartition("/")[2]


def _tags_of_words(line: str) -> tuple[list[str], str]:
    """Of a line of tags, those that Bear ends with a sign since they have several words; and the line without them."""
    if not _LINE_OF_TAGS.match(line):
        return [], line
    return _TAG_OF_WORDS.findall(line), _TAG_OF_WORDS.sub("", line)


def _without_tags(text: str) -> tuple[str, tuple[str, ...]]:
    start = len(text) - 2_000
    match = _TAGS.search(text, max(0, start)) if "#" in text else None
    if not match:
        return text, ()
    return text[: match.start()].rstrip(), tuple(tag[1:] for tag in match[0].split())
