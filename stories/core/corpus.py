"""The stories of a library taken together: how far each is about a concept or says a word, and how rare that is."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence, Set
from math import fsum, log

import numpy as np
from numpy.typing import NDArray

from stories.core.terms import Terms
from stories.core.vocabulary import CONCEPTS

Id = Hashable
Column = NDArray[np.float64]
"""A number a story."""

_NEAR_SHARE = 0.6
_CUES = 16
"""The weight of cues that makes a short story half about a concept."""
_SHORT_STORY = 60
"""The stems in a short story; a longer one touches more by chance."""
_IMAGINED_STORIES = 16
"""Stories that every library is imagined to have besides its own, so that words can be rare in a small one too."""


class Corpus:
    """Stories, each given by its terms and its values; columns come in the same order and are kept."""

    def __init__(self, stories: Iterable[tuple[Terms, Collection[Id]]]) -> None:
        pairs = list(stories)
        self._concepts = [terms.concepts for terms, _ in pairs]
        self._stems = [terms.stems for terms, _ in pairs]
        self._lengths = np.array([max(terms.length / _SHORT_STORY, 1.0) for terms, _ in pairs])
        self._values = [values for _, values in pairs]
        self._about: dict[str, Column] = {}
        self._near: dict[str, Column] = {}
        self._saying: dict[str, Column] = {}
        self._rarities: dict[Id, float] = {}

    def look_up(self, concepts: Iterable[str], words: Iterable[str]) -> None:
        """Make the columns of all of these, before any of them is asked for; those that are there already are kept."""
        near = {name for concept in concepts for name in (concept, *CONCEPTS[concept].near)}
        for concept, weights in _count(near - self._about.keys(), self._concepts).items():
            self._about[concept] = weights / (weights + _CUES * self._lengths)
        for word, times in _count(set(words) - self._saying.keys(), self._stems).items():
            self._saying[word] = times / (times + self._lengths)

    def about(self, concept: str) -> Column:
        """How far each story is about the concept, 0 to 1."""
        return self._about[concept]

    def near(self, concept: str) -> Column:
        """How far each story is about the concept, or at least about a neighbour of it, 0 to 1."""
        if concept not in self._near:
            neighbours = [_NEAR_SHARE * self.about(name) for name in CONCEPTS[concept].near]
            self._near[concept] = np.max([self.about(concept), *neighbours], axis=0)
        return self._near[concept]

    def saying(self, word: str) -> Column:
        """How much each story says the word, 0 to 1."""
        return self._saying[word]

    def rarity_of_concept(self, concept: str) -> float:
        """How rare it is that a story is about the concept."""
        return self._once(("concept", concept), lambda: fsum(self.about(concept).tolist()))

    def rarity_of_word(self, word: str) -> float:
        """How rare it is that a story says the word."""
        return self._once(("word", word), lambda: int(np.count_nonzero(self.saying(word))))

    def rarity_of_value(self, value: Id) -> float:
        """How rare it is that a story carries the value."""
        return self._once(("value", value), lambda: sum(value in values for values in self._values))

    def _once(self, key: Id, count: Callable[[], float]) -> float:
        if key not in self._rarities:
            self._rarities[key] = self._rarity(count())
        return self._rarities[key]

    def _rarity(self, count: float) -> float:
        """How rare something is that `count` stories have."""
        return log((len(self._values) + _IMAGINED_STORIES + 1) / (count + 1))


def _count(wanted: Set[str], stories: Sequence[Mapping[str, int]]) -> dict[str, Column]:
    """How much each story has of what is wanted: a column each."""
    columns = {key: np.zeros(len(stories)) for key in wanted}
    for place, counts in enumerate(stories if wanted else ()):
        for key in wanted & counts.keys():
            columns[key][place] = counts[key]
    return columns
