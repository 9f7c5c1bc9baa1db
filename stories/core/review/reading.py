"""A story as the rules read it: which sections tell something, in which language, and with what words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from stories.core.review.prose import what_instead_of_prose
from stories.core.review.tokens import tokens
from stories.core.speaking import count_words
from stories.core.words import REQUIRED_SECTIONS, Section

_QUOTED = re.compile(r"“[^”]{0,600}”|\"[^\"]{0,600}\"|«[^»]{0,600}»|„[^“”]{0,600}[“”]|(?<!\w)‘[^‘’]{0,600}’(?!\w)")
_ENGLISH = frozenset(
    tokens(
        "and are at be because been but by could did for from had has have her his i if is it its just my not of "
        "our out she that the their them then there they this to we were what when which who will with would you"
    )
)
"""Small words that other languages hardly share; "in", "an" and "was" are left out, as they are German too."""
_ENGLISH_SHARE = 0.15
"""Of all words. English prose has about twice as many, other languages next to none."""
_ENOUGH_WORDS = 12
"""A shorter text doesn't show its language."""


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


@dataclass(frozen=True)
class Reading:
    """What the rules ask about a story."""

    story: StoryText
    words_per_minute: int

    def text(self, section: Section) -> str:
        return self.story.sections.get(section, "")

    def own_words(self, section: Section) -> str:
        """The section on one line without what is quoted, since others may be speaking there."""
        return _QUOTED.sub(" ", " ".join(self.text(section).split()))

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
        return section in self.told and _is_english(self._enough_of(section))

    def _enough_of(self, section: Section) -> Sequence[str]:
        words = self.tokens[section]
        return words if len(words) >= _ENOUGH_WORDS else [word for each in self.tokens.values() for word in each]


def _is_english(words: Sequence[str]) -> bool:
    return sum(word in _ENGLISH for word in words) >= _ENGLISH_SHARE * len(words) > 0
