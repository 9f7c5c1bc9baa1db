"""Markdown to safe HTML: the one place that marks anything safe."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import markdown
import nh3
from django.utils.safestring import SafeString, mark_safe

from stories.core.choices import Section
from stories.core.speaking import count_words, seconds

_EXTENSIONS = ("sane_lists", "tables", "fenced_code")
_TAGS = {"p", "br", "strong", "em", "del", "ul", "ol", "li", "blockquote", "code", "pre", "a", "hr"}
_TAGS |= {"h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"}
_ATTRIBUTES = {"a": {"href", "title"}}
_SCHEMES = {"http", "https", "mailto"}
_MANY_BRACKETS = 100
_STRAY_BRACKET = re.compile(r"(?<!\\)\[(?![^\[\]\n]{1,200}\]\([^()\s]{1,500}\))")
_HEADING = re.compile(r"(</?h)([12])(?=>)")
KEPT = 512
"""Texts whose rendering is kept: while somebody types, all sections but one are what they were."""


@lru_cache(maxsize=KEPT)
def render_markdown(text: str, *, wrapped: bool = False) -> SafeString:
    """Sanitised HTML. HTML in the text is shown as text; pictures and links other than http, https and mailto go.

    A line end is one, as people mean it who type; in a file that is `wrapped` at some width it is a space.
    """
    rendered = _convert(text, _EXTENSIONS if wrapped else [*_EXTENSIONS, "nl2br"])
    # The page has its own h1 and h2; a text's headings come below them.
    rendered = _HEADING.sub(lambda match: f"{match[1]}{int(match[2]) + 2}", rendered)
    clean = nh3.clean(
        rendered, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener noreferrer nofollow"
    )
    return mark_safe(clean)  # noqa: S308 - sanitised on the line above


def _convert(text: str, extensions: Sequence[str]) -> str:
    converter = markdown.Markdown(extensions=extensions)
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    try:
        return converter.convert(_without_stray_brackets(text))
    except RecursionError:  # nested deeper than any story: shown as it was typed
        return f"<pre>{html.escape(text)}</pre>"


def _without_stray_brackets(text: str) -> str:
    """The parser looks for the end of a link from every open bracket: thousands without one would take minutes."""
    if text.count("[") <= _MANY_BRACKETS:
        return text
    return _STRAY_BRACKET.sub(r"\[", text)


@lru_cache(maxsize=KEPT)
def spoken_text(rendered: str) -> str:
    """What of a rendered text is said aloud: its words without any markup."""
    return html.unescape(nh3.clean(rendered, tags=set()))


@dataclass(frozen=True, slots=True)
class Spoken:
    """A section of a story, or another part of an answer, as it reads and as it sounds."""

    name: str
    html: SafeString
    text: str
    """What of it is said aloud."""
    words: int
    seconds: int

    @property
    def section(self) -> Section:
        """Which section of a story it is."""
        return Section(self.name)


@dataclass(frozen=True, slots=True)
class SpokenStory:
    sections: tuple[Spoken, ...]
    words: int
    seconds: int


def speak(name: str, text: str, per_minute: int) -> Spoken:
    """A part rendered, with its words and the seconds it takes to say."""
    rendered = render_markdown(text)
    said = spoken_text(rendered)
    words = count_words(said)
    return Spoken(name, rendered, said, words, seconds(words, per_minute))


def speak_story(texts: Mapping[Section, str], per_minute: int) -> SpokenStory:
    """Each section rendered, with its words and the seconds it takes to say."""
    sections = tuple(speak(section, texts[section], per_minute) for section in Section)
    words = sum(section.words for section in sections)
    return SpokenStory(sections, words, seconds(words, per_minute))
