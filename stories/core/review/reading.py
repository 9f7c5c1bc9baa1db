"""A story as the rules read it: which sections tell something, in which language, and with what words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from stories.core.choices import REQUIRED_SECTIONS, Section
from stories.core.review.prose import what_instead_of_prose
from stories.core.review.tokens import tokens
from stories.core.speaking import count_words

_QUOTED = re.compile(r"“[^”]{0,600}”|\"[^\"]{0,600}\"|«[^»]{0,600}»|„[^“”]{0,600}[“”]|(?<!\w)‘[^‘’]{0,600}’(?!\w)")
_ENGLISH = frozenset(
    tokens(
        "and are at be because been but by could did for from had has have her his if is it its just my not of "
        "our out she that the their them then there they this to were what when which who will with would you"
    )
)
"""Small words that other languages hardly share. "in" and "was" are German too, "i" and "we" Polish."""
_ENGLISH_SHARE = 0.15
"""Of all words in a story. English prose has about twice as many, other languages next to none."""
_LEAST_SHARE = 0.05
"""Of the words in one section, since some speak tersely."""
_ENOUGH_WORDS = 12
"""A shorter section doesn't show its language."""


@dataclass(frozen=True, slots=True)
class TagLine:
    """A value's name, and the line of the story said to show it."""

    value: str
    evidence: str


@dataclass(frozen=True, slots=True)
class StoryText:
    """A story as it is spoken, without markup."""

    title: str
    headline: str
    sections: Mapping[Section, str]
    """A section that is not there counts as empty."""
    tags: Sequence[TagLine] = ()

    @property
    def told_aloud(self) -> list[str]:
        """All sections, the empty ones too, in the order they are told."""
        return [self.sections.get(section, "") for section in Section]


def without_quotes(text: str) -> str:
    """`text` on one line without what is quoted, since others may be speaking there."""
    return _QUOTED.sub(" ", " ".join(text.split()))


@dataclass(frozen=True)
class Reading:
    """What the rules ask about a story."""

    story: StoryText
    words_per_minute: int

    def text(self, section: Section) -> str:
        return self.story.sections.get(section, "")

    def own_words(self, section: Section) -> str:
        return without_quotes(self.text(section))

    @cached_property
    def words(self) -> Mapping[Section, int]:
        return {section: count_words(self.text(section)) for section in Section}

    @cached_property
    def tokens(self) -> Mapping[Section, Sequence[str]]:
        return {section: tokens(self.text(section)) for section in Section}

    @cached_property
    def nonsense(self) -> Mapping[Section, str]:
        """The sections that hold something else than prose, and what."""
        written = [section for section in Section if self.words[section]]
        found = {section: what_instead_of_prose(self.text(section), self.tokens[section]) for section in written}
        return {section: what for section, what in found.items() if what}

    @cached_property
    def told(self) -> frozenset[Section]:
        """The sections that hold prose. Only these are judged any further."""
        return frozenset(section for section in Section if self.words[section] and section not in self.nonsense)

    @property
    def is_told(self) -> bool:
        """Whether there is something in each section that a story needs."""
        return self.told.issuperset(REQUIRED_SECTIONS)

    def in_english(self, section: Section) -> bool:
        """Whether a section is told in English, the only language that some rules know."""
        words = self.tokens[section]
        is_short = len(words) < _ENOUGH_WORDS and all(word.isascii() for word in words)
        return section in self.told and self._is_english and (is_short or _english_share(words) >= _LEAST_SHARE)

    @cached_property
    def _is_english(self) -> bool:
        return _english_share([word for words in self.tokens.values() for word in words]) >= _ENGLISH_SHARE


def _english_share(words: Sequence[str]) -> float:
    return sum(word in _ENGLISH for word in words) / max(1, len(words))
