"""The stories of a library in order for a question, and why.

A story's fitness, 0 to 1, has two parts. The subject is how far the story is about what the question turns on: its
concepts and its words. The values are those that the story carries and the question probes. Concepts, words and values
weigh more the fewer stories of the library have them. Where meanings are compared too, they are added to it.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from math import fsum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stories.core.choices import PROBED_SHARES, Status, Strength
from stories.core.corpus import Column, Columns, Corpus
from stories.core.grammar import count_of, join_words
from stories.core.matching import Asked, Candidate, Id, Suggestion, Why, concept_shares
from stories.core.stemming import stem, tokens
from stories.core.terms import terms_of_question
from stories.core.vocabulary import CONCEPTS

_HALF = 0.22
"""The sum of subject and values whose fitness is one half."""
_PROBED = {Strength.PRIMARY: 0.2, Strength.SUPPORTING: 0.06}
"""What a value in common is worth, per unit of its rarity."""
_CARRIED = {Strength.PRIMARY: 1.0, Strength.SUPPORTING: 0.5}
_VALUES_SHARE = 0.45
_TOPIC_SHARE = 0.2
"""What the topic's concepts weigh where those of the text weigh 1."""
_WORD_SHARE = 0.1
_UNSAID = 0.25
"""What every question means beyond what is recognised in it: one vague word in common isn't a full match."""
_NOTABLE = 0.02
"""What a concept or word must add to the subject to be a reason."""
_MOST_REASONS = 3
"""Of one kind."""
_MOST_USES = 3
"""Further ones take nothing more off."""
_PENALTY = 0.02
"""The share of the fitness that being a draft takes off, and each answer that tells the story already."""


class _Weights(NamedTuple):
    fitness: float
    values: float
    nearness: float


_KNOWN = _Weights(7, 1, 10)
"""For a question whose topic and values are known."""
_HEARD = _Weights(7, 0.4, 12)
"""For one where they are inferred."""
_SHOWN = {Strength.PRIMARY: 1.0, Strength.SUPPORTING: 0.55}
"""How far a story shows a value that it carries."""
_NEAREST = 3
_DIGITS = 4
"""Scores are rounded before they are compared, so that every machine gives the same order."""


class _Reason(NamedTuple):
    """Why a story is suggested, in a sentence and in a few words."""

    text: str
    brief: str


def _whole(text: str) -> _Reason:
    """One that is short already."""
    return _Reason(text, text)


def _first(things: Sequence[str]) -> str:
    """The first of them, whole."""
    return things[0] + ("…" if things[1:] else "")


def _why(reasons: Iterable[_Reason]) -> Why:
    texts, briefly = zip(*reasons, strict=True)
    return Why(texts, briefly)


class Ranking:
    """The stories of a library, ready to be compared with questions; archived ones don't count."""

    def __init__(self, candidates: Iterable[Candidate], names: Mapping[Id, str]) -> None:
        """`names` are those of the values."""
        active = [candidate for candidate in candidates if candidate.status != Status.ARCHIVED]
        # Ready ones first, where nothing else decides.
        self._candidates = sorted(active, key=lambda each: (each.status != Status.READY, str(each.story)))
        self.stories: Sequence[Id] = [candidate.story for candidate in self._candidates]
        """In the order that numbers about them come in."""
        self._corpus = Corpus((candidate.terms, candidate.tags.keys()) for candidate in self._candidates)
        self._names = names
        self._readiness = np.array([_readiness(candidate) for candidate in self._candidates])
        self._tagged: dict[tuple[Id, Strength], list[int]] = defaultdict(list)
        for place, candidate in enumerate(self._candidates):
            for tag in candidate.tags.items():
                self._tagged[tag].append(place)
        self._carried: dict[tuple[Id, Strength], Column] = {}
        self._worths: dict[tuple[Id, Strength], Column] = {}

    def rank(self, asked: Asked, nearness: Column | None = None, *, most: int | None = None) -> list[Suggestion]:
        """All stories or the first `most`, best first.

        `nearness` is each story's to the question in meaning, -1 to 1; without it, meanings aren't compared.
        """
        [ranked] = self.rank_all([asked], [nearness], most=most)
        return ranked

    def rank_all(
        self, asked: Sequence[Asked], nearness: Sequence[Column | None], *, most: int | None = None
    ) -> list[list[Suggestion]]:
        """`rank` for each question: one table of a question by a story, so that a sum is worked out for all at once."""
        concepts = {name for each in asked for name in concept_shares(each)}
        self._corpus.look_up(concepts, {word for each in asked for word in terms_of_question(each.text).stems})
        scores = np.round(self._scores(asked, nearness), _DIGITS)
        return [
            self._suggestions(each, near, row, places)
            for each, near, row, places in zip(asked, nearness, scores, _highest_of(scores, most), strict=True)
        ]

    def _scores(self, asked: Sequence[Asked], nearness: Sequence[Column | None]) -> Columns:
        fitness = self._fitness(asked)
        near = {place: column for place, column in enumerate(nearness) if column is not None}
        if near:
            places, compared = list(near), [asked[place] for place in near]
            weights = np.array([_KNOWN if each.shares is None else _HEARD for each in compared])
            parts = fitness[places], self._of_each(compared, self._shared), np.stack(list(near.values()))
            fitness[places] = sum(weights[:, [number]] * part for number, part in enumerate(parts))
        return fitness

    def _fitness(self, asked: Sequence[Asked]) -> Columns:
        subject, strongest = np.zeros((2, len(asked), len(self.stories)))
        for place, each in enumerate(asked):
            parts = self._parts(each)
            parts.sum(axis=0, out=subject[place])
            parts.max(axis=0, out=strongest[place], initial=0.0)
        in_values = self._of_each(asked, self._in_values)
        together = subject + _VALUES_SHARE * in_values
        fitness = np.round(together / (together + _HALF) * self._readiness, _DIGITS)
        # Something must speak for a story but its readiness.
        return np.where((strongest >= _NOTABLE) | (in_values > 0), fitness, 0.0)

    def _of_each(self, asked: Iterable[Asked], column: Callable[[Asked], Column]) -> Columns:
        """A column for each question, worked out once for those that probe the same."""
        made: dict[Hashable, Column] = {}
        keys = [(frozenset(each.values.items()), frozenset((each.shares or {}).items())) for each in asked]
        for key, each in zip(keys, asked, strict=True):
            if key not in made:
                made[key] = column(each)
        return np.stack([made[key] for key in keys]) if keys else np.zeros((0, len(self.stories)))

    def _suggestions(
        self, asked: Asked, nearness: Column | None, scores: Column, places: Sequence[int]
    ) -> list[Suggestion]:
        @cache
        def whys() -> dict[int, Why]:
            comparison = self._compare(asked)
            nearest = set() if nearness is None else set(_highest(nearness, _NEAREST))
            return {place: _why(self._reasons(comparison, place, nearest)) for place in places}

        def why(place: int) -> Why:
            return whys()[place]

        return [Suggestion(self.stories[place], float(scores[place]), partial(why, place)) for place in places]

    def _parts(self, asked: Asked) -> Columns:
        """What each concept and word of a question adds to its subject."""
        concepts, words = self._weights(asked)
        columns = [*map(self._corpus.near, concepts), *map(self._corpus.saying, words)]
        shape = len(columns), len(self.stories)
        weights = np.array([*concepts.values(), *words.values()]).reshape(-1, 1)
        parts: Columns = weights * np.concatenate([np.zeros(0), *columns]).reshape(shape)
        return parts

    def _weights(self, asked: Asked) -> tuple[dict[str, float], dict[str, float]]:
        """How much of the question each of its concepts and words is."""
        terms, corpus = terms_of_question(asked.text), self._corpus
        shares = concept_shares(asked, _TOPIC_SHARE)
        concepts = {name: share * corpus.rarity_of_concept(name) for name, share in shares.items()}
        words = {word: _WORD_SHARE * corpus.rarity_of_word(word) for word in terms.stems}
        unnamed = fsum(weight for word, weight in words.items() if word not in terms.named)
        whole = fsum(concepts.values()) + unnamed + _UNSAID
        return _shares(concepts, whole), _shares(words, whole)

    def _compare(self, asked: Asked) -> "_Comparison":
        concepts, words = self._weights(asked)
        return _Comparison(
            asked,
            {name: weight * self._corpus.near(name) for name, weight in concepts.items()},
            {word: weight * self._corpus.saying(word) for word, weight in words.items()},
            {value: self._worth(value, asked.values[value]) for value in self._in_order(asked.values)},
        )

    def _in_values(self, asked: Asked) -> Column:
        """What all values in common are worth, of which each adds something."""
        left = np.ones(len(self.stories))
        for value in self._in_order(asked.values):
            left *= 1 - self._worth(value, asked.values[value])
        return 1 - left

    def _in_order(self, values: Iterable[Id]) -> list[Id]:
        return sorted(values, key=lambda value: (self._names[value], str(value)))

    def _worth(self, value: Id, probed: Strength) -> Column:
        """What the value in common is worth of each story, 0 to 1."""
        if (value, probed) not in self._worths:
            part = sum(_PROBED[probed] * share * self._carrying(value, carried) for carried, share in _CARRIED.items())
            self._worths[value, probed] = 1 - (1 - part) ** self._corpus.rarity_of_value(value)
        return self._worths[value, probed]

    def _shared(self, asked: Asked) -> Column:
        """How far each story shows what the question probes."""
        shares = {value: PROBED_SHARES[strength] for value, strength in asked.values.items()} | dict(asked.shares or {})
        shared = np.zeros(len(self.stories))
        for value in self._in_order(asked.values):
            for carried, shown in _SHOWN.items():
                share = shares[value] * shown * self._corpus.rarity_of_value(value)
                shared += share * self._carrying(value, carried)
        return shared

    def _carrying(self, value: Id, strength: Strength) -> Column:
        """1 for each story that is tagged so, else 0."""
        if (value, strength) not in self._carried:
            column = np.zeros(len(self.stories))
            column[self._tagged.get((value, strength), [])] = 1
            self._carried[value, strength] = column
        return self._carried[value, strength]

    def _reasons(self, comparison: "_Comparison", place: int, nearest: Container[int]) -> Iterator[_Reason]:
        candidate = self._candidates[place]
        if place in nearest:
            yield _whole("close in meaning to the question")
        for value in comparison.values_shared(place):
            yield _whole(f"tagged with {self._names[value]} as {candidate.tags[value]}")
        yield from self._concept_reasons(comparison, place)
        yield from _word_reasons(comparison, place)
        if candidate.status == Status.DRAFT:
            yield _whole("not ready yet")
        yield _whole(f"already told in {count_of(candidate.uses, 'answer')}" if candidate.uses else "not told yet")

    def _concept_reasons(self, comparison: "_Comparison", place: int) -> Iterator[_Reason]:
        """First the concepts that story and question share, then those of the story near to what is asked for."""
        concepts = _weightiest(comparison.concepts, place)
        in_text = terms_of_question(comparison.asked.text).concepts
        shared = [name for name in concepts if self._corpus.about(name)[place]]
        if in_question := [f"about {CONCEPTS[name].label}" for name in shared if name in in_text]:
            yield _Reason(f"talks {join_words(in_question)}, as the question does", _first(in_question))
        if on_topic := [f"about {CONCEPTS[name].label}" for name in shared if name not in in_text]:
            text = f"talks {join_words(on_topic)}, which questions on this topic often turn on"
            yield _Reason(text, _first(on_topic))
        for name in (name for name in concepts if name not in shared):
            nearest = max(CONCEPTS[name].near, key=lambda near: self._corpus.about(near)[place])
            if nearest not in shared:
                about = f"about {CONCEPTS[nearest].label}"
                yield _Reason(f"is {about}, while the question is about {CONCEPTS[name].label}", about)


@dataclass(frozen=True, slots=True)
class _Comparison:
    """What each concept, word and value of a question adds for each story."""

    asked: Asked
    concepts: Mapping[str, Column]
    words: Mapping[str, Column]
    values: Mapping[Id, Column]

    def values_shared(self, place: int) -> list[Id]:
        """The weightiest first."""
        shared = [value for value, worth in self.values.items() if worth[place] > 0]
        return sorted(shared, key=lambda value: -self.values[value][place])


def _highest(scores: Column, most: int | None) -> list[int]:
    """The places of the highest scores, the first of equal ones first."""
    [highest] = _highest_of(scores[np.newaxis], most)
    return highest


def _highest_of(rows: Columns, most: int | None) -> list[list[int]]:
    """`_highest` of each row."""
    if not most or most >= rows.shape[1]:
        return [_first_of(np.arange(len(row)), row, most) for row in rows]
    limits = np.partition(rows, -most, axis=1)[:, [-most]]
    return [_first_of(np.flatnonzero(good), row, most) for good, row in zip(rows >= limits, rows, strict=True)]


def _first_of(places: NDArray[np.intp], scores: Column, most: int | None) -> list[int]:
    highest: list[int] = places[np.argsort(-scores[places], kind="stable")][:most].tolist()
    return highest


def _shares(weights: Mapping[str, float], whole: float) -> dict[str, float]:
    return {name: weight / whole for name, weight in weights.items()}


def _readiness(candidate: Candidate) -> float:
    """A little less than 1 for a draft, and for a story told already: it decides between equals."""
    return 1 - _PENALTY * ((candidate.status == Status.DRAFT) + min(candidate.uses, _MOST_USES))


def _weightiest(contributions: Mapping[str, Column], place: int) -> list[str]:
    """The concepts or words worth giving as a reason, the weightiest first."""
    notable = [(-part[place], name) for name, part in contributions.items() if part[place] >= _NOTABLE]
    return [name for _, name in sorted(notable)[:_MOST_REASONS]]


def _word_reasons(comparison: _Comparison, place: int) -> Iterator[_Reason]:
    if shared := _weightiest(comparison.words, place):
        spellings = {stem(token): token for token in reversed(tokens(comparison.asked.text))}
        said = [f"“{spellings[word]}”" for word in shared]
        yield _Reason(f"says {join_words(said)}, as the question does", f"says {_first(said)}")
