"""The stories of a library taken together: how far each is about a concept or says a word, and how rare that is."""

from collections.abc import Collection, Hashable, Iterable
from math import log

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
        self._lengths = [(terms, max(terms.length / _SHORT_STORY, 1.0)) for terms, _ in pairs]
        self._values = [values for _, values in pairs]
        self._about: dict[str, Column] = {}
        self._near: dict[str, Column] = {}
        self._saying: dict[str, Column] = {}
        self._rarities: dict[Id, float] = {}

    def about(self, concept: str) -> Column:
        """How far each story is about the concept, 0 to 1."""
        if concept not in self._about:
            parts = [
                weight / (weight + _CUES * length) if (weight := terms.concepts.get(concept)) else 0.0
                for terms, length in self._lengths
            ]
            self._about[concept] = np.array(parts)
        return self._about[concept]

    def near(self, concept: str) -> Column:
        """How far each story is about the concept, or at least about a neighbour of it, 0 to 1."""
        if concept not in self._near:
            neighbours = [_NEAR_SHARE * self.about(name) for name in CONCEPTS[concept].near]
            self._near[concept] = np.max([self.about(concept), *neighbours], axis=0)
        return self._near[concept]

    def saying(self, word: str) -> Column:
        """How much each story says the word, 0 to 1."""
        if word not in self._saying:
            parts = [
                times / (times + length) if (times := terms.stems.get(word)) else 0.0 for terms, length in self._lengths
            ]
            self._saying[word] = np.array(parts)
        return self._saying[word]

    def rarity_of_value(self, value: Id) -> float:
        """How rare it is that a story carries the value."""
        if value not in self._rarities:
            self._rarities[value] = self.rarity(sum(value in values for values in self._values))
        return self._rarities[value]

    def rarity(self, count: float) -> float:
        """How rare something is that `count` stories have."""
        return log((len(self._values) + _IMAGINED_STORIES + 1) / (count + 1))
