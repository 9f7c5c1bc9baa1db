"""A story as the rules read it: which sections contain prose, in which language, and in what words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from stories.core.choices import REQUIRED_SECTIONS, Section
from stories.core.review.prose import nonsense_in
from stories.core.review.tokens import tokens
from stories.core.speaking import Pace, count_words

_QUOTED = re.compile(r"“[^”]{0,600}”|\"[^\"]{0,600}\"|«[^»]{0,600}»|„[^“”]{0,600}[“”]|(?<!\w)‘[^‘’]{0,600}’(?!\w)")
_ENGLISH = frozenset(
    tokens(
        "and are at be because been but by could did for from had has have her his if is it its just my not of "
        "our out she that the their them then there they this to were what when which who will with would you"
    )
)
"""Small words that few other languages have. "in" and "was" are German too, "i" and "we" Polish."""
_ENGLISH_SHARE = 0.15
"""The share in the words of a whole story. English prose has about twice that, other languages next to none."""
_LEAST_SHARE = 0.05
"""The share in one section: some people write tersely."""
_ENOUGH_WORDS = 12
"""A shorter section doesn't reveal its language."""


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
    """A missing section counts as empty."""
    tags: Sequence[TagLine] = ()
    answers_failure: bool = False
    """Whether its owner tells it for a question about failure."""

    @property
    def texts(self) -> list[str]:
        """Every section, empty ones too, in the order they are told."""
        return [self.sections.get(section, "") for section in Section]


def without_quotes(text: str) -> str:
    """`text` on one line without its quotations, where others may be speaking."""
    return _QUOTED.sub(" ", " ".join(text.split()))


@dataclass(frozen=True)
class Reading:
    """What the rules ask about a story."""

    story: StoryText
    pace: Pace

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
        """The sections that contain something other than prose, each with what is wrong with it."""
        written = [section for section in Section if self.words[section]]
        faults = {section: nonsense_in(self.text(section), self.tokens[section]) for section in written}
        return {section: fault for section, fault in faults.items() if fault}

    @cached_property
    def prose(self) -> frozenset[Section]:
        """The sections that contain prose. Only these are judged any further."""
        return frozenset(section for section in Section if self.words[section] and section not in self.nonsense)

    @property
    def is_complete(self) -> bool:
        """Whether every section that a story needs contains prose."""
        return self.prose.issuperset(REQUIRED_SECTIONS)

    def is_english(self, section: Section) -> bool:
        """Whether a section is in English, the only language that some rules know."""
        words = self.tokens[section]
        is_short = len(words) < _ENOUGH_WORDS and all(word.isascii() for word in words)
        return section in self.prose and self._story_is_english and (is_short or _english_share(words) >= _LEAST_SHARE)

    @cached_property
    def _story_is_english(self) -> bool:
        return _english_share([word for words in self.tokens.values() for word in words]) >= _ENGLISH_SHARE


def _english_share(words: Sequence[str]) -> float:
    return sum(word in _ENGLISH for word in words) / max(1, len(words))
