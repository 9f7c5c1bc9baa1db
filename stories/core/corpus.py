"""The stories of a library taken together: how far each is about a concept or says a word, and how rare that is."""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from math import fsum, log
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from stories.core.terms import Terms
from stories.core.vocabulary import CONCEPTS

if TYPE_CHECKING:
    from stories.core.terms import Keys

Id = Hashable
Column = NDArray[np.float64]
"""A number a story."""
Columns = NDArray[np.float64]
"""Columns below one another."""

_NEAR_SHARE = 0.6
_CUES = 16
"""The weight of cues that makes a short story half about a concept."""
_SHORT_STORY = 60
"""The stems in a short story; a longer one touches more by chance."""
_MARKS = 0xFFFF
"""What of a hash tells most things that aren't wanted from those that are, at a look."""
_IMAGINED_STORIES = 16
"""Stories that every library is imagined to have besides its own, so that words can be rare in a small one too."""


class Corpus:
    """Stories, each given by its terms and its values; columns come in the same order and are kept."""

    def __init__(self, stories: Iterable[tuple[Terms, Collection[Id]]]) -> None:
        pairs = list(stories)
        self._concepts = _Counts([terms.concept_keys for terms, _ in pairs])
        self._stems = _Counts([terms.stem_keys for terms, _ in pairs])
        self._lengths = np.array([max(terms.length / _SHORT_STORY, 1.0) for terms, _ in pairs])
        self._carrying = Counter(value for _, values in pairs for value in values)
        self._size = len(pairs)
        self._about: dict[str, Column] = {}
        self._near: dict[str, Column] = {}
        self._saying: dict[str, Column] = {}
        self._rarities: dict[Id, float] = {}

    def look_up(self, concepts: Iterable[str], words: Iterable[str]) -> None:
        """Make the columns of all of these, before any of them is asked for; those that are there already are kept."""
        near = {name for concept in concepts for name in (concept, *CONCEPTS[concept].near)} - self._about.keys()
        self._about |= zip(near, self._concepts.shares(near, _CUES * self._lengths), strict=True)
        new = set(words) - self._saying.keys()
        self._saying |= zip(new, self._stems.shares(new, self._lengths), strict=True)

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
        return self._once(("concept", concept), lambda: fsum(_positive(self.about(concept)).tolist()))

    def rarity_of_word(self, word: str) -> float:
        """How rare it is that a story says the word."""
        return self._once(("word", word), lambda: int(np.count_nonzero(self.saying(word))))

    def rarity_of_value(self, value: Id) -> float:
        """How rare it is that a story carries the value."""
        return self._once(("value", value), lambda: self._carrying[value])

    def _once(self, key: Id, count: Callable[[], float]) -> float:
        if key not in self._rarities:
            self._rarities[key] = self._rarity(count())
        return self._rarities[key]

    def _rarity(self, count: float) -> float:
        """How rare something is that `count` stories have."""
        return log((self._size + _IMAGINED_STORIES + 1) / (count + 1))


def _positive(column: Column) -> Column:
    return column[column > 0]


class _Counts:
    """How much each story has of what, as three arrays: what it is, by its hash, how much of it, and in which story."""

    def __init__(self, stories: "Sequence[Keys]") -> None:
        keys, amounts = (b"".join(each) for each in zip(*stories, strict=True)) if stories else (b"", b"")
        self._keys, self._amounts = np.frombuffer(keys, np.int64), np.frombuffer(amounts, np.int64)
        self._stories = np.repeat(np.arange(len(stories)), [len(keys) for keys, _ in stories])
        self._marks = self._keys & _MARKS
        self._size = len(stories)

    def shares(self, wanted: Collection[str], resistance: Column) -> Columns:
        """For each thing wanted, the share that each story's amount of it has in itself and the story's resistance."""
        columns = np.zeros((len(wanted), self._size))
        if not wanted or not self._keys.size:
            return columns
        keys = np.array([hash(each) for each in wanted], np.int64)
        order = np.argsort(keys)
        marked = np.zeros(_MARKS + 1, bool)
        marked[keys & _MARKS] = True
        likely = np.flatnonzero(marked[self._marks])
        places = np.searchsorted(keys, self._keys[likely], sorter=order)
        rows = order[np.minimum(places, len(keys) - 1)]
        found = keys[rows] == self._keys[likely]
        rows, entries = rows[found], likely[found]
        stories, amounts = self._stories[entries], self._amounts[entries]
        columns[rows, stories] = amounts / (amounts + resistance[stories])
        return columns
