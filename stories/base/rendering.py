"""Markdown to safe HTML: the one place that marks anything safe."""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

import markdown
import nh3
from django.utils.safestring import SafeString, mark_safe

from stories.core.choices import Section, Strength
from stories.core.review import quoted_places
from stories.core.speaking import count_words, seconds

_EXTENSIONS = ("sane_lists", "tables", "fenced_code")
_TAGS = {"p", "br", "strong", "em", "del", "ul", "ol", "li", "blockquote", "code", "pre", "a", "hr"}
_TAGS |= {"h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto"}
_MANY_BRACKETS = 100
_MOST_BACKTICKS = 400
_BLANK_LINE = re.compile(r"\n\s*\n")
_STRAY_BRACKET = re.compile(r"(?<!\\)\[(?![^\[\]\n]{1,200}\]\([^()\s]{1,500}\))")
_ITEM = re.compile(r"<li>\s*(?:<p>)?")
_LIST = re.compile(r'<(?P<end>/?)(?:ol(?: start="(?P<start>\d{1,9})")?|ul)>|' + _ITEM.pattern)
_TAG = re.compile(r"""(<(?:"[^"]*"|[^">])*>)""")
_HEADING = re.compile(r"(</?h)([12])(?=>)")
KEPT = 512
"""Texts whose rendering is kept: while someone types, every section but one stays the same."""


@lru_cache(maxsize=KEPT)
def render_markdown(text: str, *, wrapped: bool = False) -> SafeString:
    """Sanitised HTML. HTML in the text is shown as text; images, and links but http, https and mailto, are removed.

    A line end stays one, as people who type expect; in a file `wrapped` at some width it becomes a space.
    """
    rendered = _convert(text, _EXTENSIONS if wrapped else [*_EXTENSIONS, "nl2br"])
    # The page has its own h1 and h2; headings in a text come below them.
    rendered = _HEADING.sub(lambda match: f"{match[1]}{int(match[2]) + 2}", rendered)
    clean = nh3.clean(
        rendered, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener noreferrer nofollow"
    )
    return mark_safe(clean)  # noqa: S308 - sanitised on the line above


def joined(parts: Iterable[SafeString]) -> SafeString:
    """Safe parts one after the other; `format_html_join` would look at each again, which takes longer than the rest."""
    return mark_safe("".join(parts))  # noqa: S308 - every part is safe


def _convert(text: str, extensions: Sequence[str]) -> str:
    if text.count("`") > _MOST_BACKTICKS:  # The parser searches for the end of code from every one of them.
        return _as_typed(text)
    if _holds_mostly_empty_table(text):
        extensions = [name for name in extensions if name != "tables"]
    converter = markdown.Markdown(extensions=extensions)
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    try:
        return converter.convert(_without_stray_brackets(text))
    except RecursionError:  # Nested deeper than any story: show it as typed.
        return _as_typed(text)


def _as_typed(text: str) -> str:
    return f"<pre>{html.escape(text)}</pre>"


def _holds_mostly_empty_table(text: str) -> bool:
    """Whether it may have more cells than characters: the parser fills each row of a table up to the widest one."""
    cells = 0
    for part in _BLANK_LINE.split(text) if "|" in text else ():
        lines = part.split("\n")
        cells += len(lines) * max(line.count("|") for line in lines)
    return cells > len(text)


def _without_stray_brackets(text: str) -> str:
    """The parser searches for the end of a link from every open bracket: thousands of stray ones would take minutes."""
    if text.count("[") <= _MANY_BRACKETS:
        return text
    return _STRAY_BRACKET.sub(r"\[", text)


def mark_evidence(rendered: str, lines: Iterable[tuple[str, Strength]]) -> SafeString:
    """A rendered text with each line of evidence marked where it says it word for word; primary ones are stronger."""
    parts = _TAG.split(rendered)  # what is said, and between it the tags
    said = [html.unescape(part) for part in parts[::2]]
    whole = "".join(said)
    strengths: list[str] = [""] * len(whole)
    for evidence, strength in sorted(lines, key=lambda line: line[1] == Strength.PRIMARY):
        for start, end in quoted_places(evidence, whole):
            strengths[start:end] = [strength] * (end - start)
    at = 0
    for place, text in enumerate(said):
        parts[2 * place] = _with_marks(text, strengths[at : at + len(text)])
        at += len(text)
    return mark_safe("".join(parts))  # noqa: S308 - tags as they were sanitised, and text escaped anew


def _with_marks(text: str, strengths: Sequence[str]) -> str:
    """A text without tags, escaped, with a mark around each run of signs that are evidence."""
    marked = []
    for strength, run in groupby(zip(text, strengths, strict=True), key=itemgetter(1)):
        words = html.escape("".join(sign for sign, _ in run), quote=False)
        is_marked = strength and not words.isspace()  # Blanks between paragraphs are in none.
        marked.append(f'<mark class="shown-{strength}">{words}</mark>' if is_marked else words)
    return "".join(marked)


@lru_cache(maxsize=KEPT)
def spoken_text(rendered: str) -> str:
    """What is said aloud of a rendered text: its words without markup."""
    return html.unescape(nh3.clean(rendered, tags=set()))


def spoken_words(text: str) -> int:
    """The number of words that are said of a Markdown text."""
    return count_words(spoken_text(render_markdown(text)))


def listed_text(rendered: str) -> str:
    """The same, with a hyphen before each item of a list."""
    return spoken_text(_ITEM.sub("<li>- ", rendered))


def written_text(rendered: str) -> str:
    """What is read of a rendered text: the same, with its number before each item of a numbered list."""
    numbers: list[int | None] = []

    def marked(match: re.Match[str]) -> str:
        if match[0].startswith("<li>"):
            number = numbers[-1]
            if number is None:
                return "<li>- "
            numbers[-1] = number + 1
            return f"<li>{number}. "
        if match["end"]:
            del numbers[-1:]
        else:
            numbers.append(None if match[0] == "<ul>" else int(match["start"] or 1))
        return match[0]

    return spoken_text(_LIST.sub(marked, rendered))


@dataclass(frozen=True, slots=True)
class Spoken:
    """A section of a story, or another part of an answer, as it reads and as it sounds."""

    name: str
    html: SafeString
    text: str
    """What is said aloud."""
    words: int
    seconds: int

    @property
    def section(self) -> Section:
        """The section of a story that it is; ValueError for another part."""
        return Section(self.name)


@dataclass(frozen=True, slots=True)
class SpokenStory:
    sections: tuple[Spoken, ...]
    words: int
    seconds: int


def speak(name: str, text: str, per_minute: int) -> Spoken:
    """A part rendered, with its words and the seconds it takes to say."""
    rendered = render_markdown(text)
    spoken = spoken_text(rendered)
    words = count_words(spoken)
    return Spoken(name, rendered, spoken, words, seconds(words, per_minute))


def speak_story(texts: Mapping[Section, str], per_minute: int) -> SpokenStory:
    """Each section rendered, with its words and the seconds it takes to say."""
    sections = tuple(speak(section, texts[section], per_minute) for section in Section)
    words = sum(section.words for section in sections)
    return SpokenStory(sections, words, seconds(words, per_minute))
