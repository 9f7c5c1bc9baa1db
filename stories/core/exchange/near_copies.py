"""Stories that read nearly the same as one in the library: a typo was mended, or a sentence added."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from stories.core.choices import Section
from stories.core.exchange.story_records import StoryRecord
from stories.core.lengths import sentences
from stories.core.search import fold

Nearness = Callable[[StoryRecord, StoryRecord], float]
"""How alike two stories are in meaning: 1 for the same."""

ALIKE = 0.88
"""Unlike stories never came above .79."""
SHARED_WORDS = 0.6
"""Of the words of two stories with the same title, if they are one."""
MOST_COMPARED = 20
"""Stories whose meaning is compared in one import; each takes about 0.2 s."""
FEWEST_WORDS = 0.3
"""Of the words of two stories, if one may be the other with every sentence mended."""
_MOST_WITH_TITLE = 20
_MOST_WITH_WORD = 30
"""Stories that have a word; one that more have tells none apart."""
_MOST_CANDIDATES = 5
_LONGEST = 20_000
"""Characters of a story that are looked at."""


@dataclass
class NearCopies:
    """Finds the story that an incoming one was probably made from."""

    stories: tuple[StoryRecord, ...]
    nearness: Nearness
    _compared: int = field(default=0, init=False)
    _known_words: dict[int, frozenset[str]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._by_title: Mapping[str, list[StoryRecord]] = defaultdict(list)
        self._by_sentence: dict[str, int] = {}
        for number, story in enumerate(self.stories):
            if title := fold(story.title).strip():
                self._by_title[title].append(story)
            self._by_sentence |= dict.fromkeys(_sentences(story), number)

    def of(self, story: StoryRecord) -> StoryRecord | None:
        """One with the same title and mostly the same words, or one with much in common that means the same."""
        words = _words(story)
        for other in self._by_title.get(fold(story.title).strip(), [])[:_MOST_WITH_TITLE]:
            if _shared(words, self._words_of(other)) >= SHARED_WORDS:
                return other
        candidate = self._candidate(story) if self._compared < MOST_COMPARED else None
        if candidate is None:
            return None
        self._compared += 1
        return candidate if self.nearness(story, candidate) >= ALIKE else None

    def _words_of(self, stored: StoryRecord) -> frozenset[str]:
        """Worked out once for each story of the library: thousands of others may have its title."""
        if id(stored) not in self._known_words:
            self._known_words[id(stored)] = _words(stored)
        return self._known_words[id(stored)]

    def _candidate(self, story: StoryRecord) -> StoryRecord | None:
        """The one with the most sentences in common, or else with the most words."""
        said = Counter(self._by_sentence[said] for said in _sentences(story) if said in self._by_sentence)
        if said:
            return self.stories[said.most_common(1)[0][0]]
        words = _words(story)
        counted = Counter(number for word in words for number in self._by_word.get(word, ()))
        few = (number for number, _ in counted.most_common(_MOST_CANDIDATES))
        alike = {number: _shared(words, self._words_of(self.stories[number])) for number in few}
        best = max(alike, key=lambda number: alike[number], default=None)
        return self.stories[best] if best is not None and alike[best] >= FEWEST_WORDS else None

    @cached_property
    def _by_word(self) -> Mapping[str, list[int]]:
        """The stories that have a word, of each word that few have."""
        numbers_of: dict[str, list[int]] = defaultdict(list)
        for number, story in enumerate(self.stories):
            for word in self._words_of(story):
                numbers_of[word].append(number)
        return {word: numbers for word, numbers in numbers_of.items() if len(numbers) <= _MOST_WITH_WORD}


def _told(story: StoryRecord) -> str:
    return "\n".join(story.texts[section] for section in Section)[:_LONGEST]


def _sentences(story: StoryRecord) -> Iterable[str]:
    return (fold(sentence) for sentence in sentences(_told(story)))


def _words(story: StoryRecord) -> frozenset[str]:
    return frozenset(fold(_told(story)).split())


def _shared(words: frozenset[str], others: frozenset[str]) -> float:
    common = len(words & others)
    return common / ((len(words) + len(others) - common) or 1)
