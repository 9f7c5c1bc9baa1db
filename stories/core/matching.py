"""Which stories fit a question, how well, and why; and the other way round.

The score is absolute, 0 to 1, and never relative to the best, so that "nothing fits" can be said. It has two parts:
the subject is how far a story is about what the question turns on, its concepts and its words; the values are those
that the story carries and the question probes. What few stories of the library have weighs more, concepts, words and
values alike. Values alone never make a strong match.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum
from math import fsum, log, prod

from stories.core.choices import Status, Strength
from stories.core.grammar import count_of, join_words
from stories.core.stemming import stem, tokens
from stories.core.terms import Terms, terms_of_question
from stories.core.vocabulary import CONCEPTS, TOPICS

Id = Hashable

STRONG_AT = 0.55
POSSIBLE_AT = 0.48
STRONG_SUBJECT = 0.1
"""The subject below which no match is strong, whatever the values."""
_HALF = 0.22
"""What subject and values together come to at a score of one half."""
_PROBED = {Strength.PRIMARY: 0.2, Strength.SUPPORTING: 0.06}
"""What a value in common comes to, per unit of its rarity."""
_CARRIED = {Strength.PRIMARY: 1.0, Strength.SUPPORTING: 0.5}
_OF_VALUES = 0.45
_OF_TOPIC = 0.2
_OF_NEAR = 0.6
_OF_WORDS = 0.1
_CUES = 16
"""The weight of cues at which a short story is half about a concept."""
_LENGTH = 60
"""The stems of a short story; a longer one touches more by chance."""
_OTHERS = 16
"""Stories that a library is thought to have besides its own, so that a small one knows rare words too."""
_UNSAID = 0.25
"""What every question means besides what is recognised in it: one vague word is no full match."""
_TELLING = 0.02
"""The subject that a concept or word must add to be a reason."""
_MOST = 3
"""Reasons of one kind."""
_SMALL = 0.02
"""The share of a score that a draft, or each earlier use up to `_MOST`, takes off."""


class Match(StrEnum):
    """How well a story fits a question, best first."""

    STRONG = "strong"
    POSSIBLE = "possible"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, of the bank or just pasted."""

    text: str
    topic: str = ""
    """The topic's slug, or empty."""
    values: Mapping[Id, Strength] = field(default_factory=dict)
    """Those probed; what is asked for also counts as supporting."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story that might answer a question."""

    story: Id
    status: Status
    tags: Mapping[Id, Strength]
    terms: Terms
    uses: int = 0
    """The answers that tell it already."""


@dataclass(frozen=True, slots=True)
class Fitness:
    """How well a story fits a question, with at least one reason."""

    score: float
    """0 to 1."""
    match: Match
    reasons: tuple[str, ...]
    """In words, the weightiest first."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A story for a question."""

    story: Id
    fitness: Fitness


@dataclass(frozen=True, slots=True)
class Answerable:
    """A question for a story."""

    question: Id
    is_answered: bool
    fitness: Fitness


def suggest(asked: Asked, candidates: Iterable[Candidate], names: Mapping[Id, str]) -> tuple[Suggestion, ...]:
    """The stories that have a reason to answer the question, best first, archived ones left out.

    `names` is of the values.
    """
    library = _Library(candidates)
    wanted = _Wanted(asked, library, names, range(len(library.stories)))
    found = [
        Suggestion(one.story, fitness)
        for place, one in enumerate(library.stories)
        if (fitness := wanted.fitness(place))
    ]
    return tuple(sorted(found, key=lambda one: (-one.fitness.score, str(one.story))))


def questions_for(
    story: Id,
    candidates: Iterable[Candidate],
    questions: Mapping[Id, Asked],
    answered: Set[Id],
    names: Mapping[Id, str],
) -> tuple[Answerable, ...]:
    """The questions that the story could answer: those not yet answered first, then by the score that `suggest` gives.

    `candidates` is the whole library, `answered` the questions that have an answer, `names` is of the values.
    """
    library = _Library(candidates)
    places = [place for place, one in enumerate(library.stories) if one.story == story]
    found = [
        Answerable(question, question in answered, fitness)
        for place in places
        for question, asked in questions.items()
        if (fitness := _Wanted(asked, library, names, places).fitness(place))
    ]
    return tuple(sorted(found, key=lambda one: (one.is_answered, -one.fitness.score, str(one.question))))


class _Library:
    """The stories that count, how far each is about a concept and says a word, and how rare that is among them."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self.stories = [one for one in candidates if one.status != Status.ARCHIVED]
        self._lengthy = [(one.terms, max(one.terms.length / _LENGTH, 1.0)) for one in self.stories]
        self._about: dict[str, list[float]] = {}
        self._near: dict[str, list[float]] = {}
        self._saying: dict[str, list[float]] = {}
        self._rarities: dict[Id, float] = {}

    def about(self, concept: str) -> list[float]:
        """Of each story, 0 to 1."""
        if concept not in self._about:
            self._about[concept] = [
                weight / (weight + _CUES * long) if (weight := terms.concepts.get(concept)) else 0.0
                for terms, long in self._lengthy
            ]
        return self._about[concept]

    def near(self, concept: str) -> list[float]:
        """How far each story is about the concept, or at least about one near it, 0 to 1."""
        if concept not in self._near:
            near = ([_OF_NEAR * part for part in self.about(name)] for name in CONCEPTS[concept].near)
            self._near[concept] = list(map(max, zip(self.about(concept), *near, strict=True)))
        return self._near[concept]

    def saying(self, word: str) -> list[float]:
        """Of each story, 0 to 1."""
        if word not in self._saying:
            self._saying[word] = [
                times / (times + long) if (times := terms.stems.get(word)) else 0.0 for terms, long in self._lengthy
            ]
        return self._saying[word]

    def rarity_of_value(self, value: Id) -> float:
        """Of a value among the tags."""
        if value not in self._rarities:
            self._rarities[value] = self.rarity(sum(value in one.tags for one in self.stories))
        return self._rarities[value]

    def rarity(self, having: float) -> float:
        """Of what so many stories have."""
        return log((len(self.stories) + _OTHERS + 1) / (having + 1))


class _Parts:
    """What a question's concepts, or its words, add to the subject of each story, by its place in the library."""

    def __init__(
        self, shares: Mapping[str, float], column: Callable[[str], Sequence[float]], places: Sequence[int]
    ) -> None:
        self.sums: dict[int, float] = defaultdict(float)
        self._telling: dict[int, list[tuple[float, str]]] = defaultdict(list)
        for name, share in shares.items():
            parts = column(name)
            for place in places:
                if part := share * parts[place]:
                    self.sums[place] += part
                    if part >= _TELLING:
                        self._telling[place].append((-part, name))

    def weightiest(self, place: int) -> list[str]:
        """What is a reason."""
        return [name for _, name in sorted(self._telling.get(place, ()))[:_MOST]]


class _Wanted:
    """A question put to some stories of a library, by their places."""

    def __init__(self, asked: Asked, library: _Library, names: Mapping[Id, str], places: Sequence[int]) -> None:
        terms = terms_of_question(asked.text)
        shares = dict.fromkeys(TOPICS.get(asked.topic, ()), _OF_TOPIC) | dict.fromkeys(terms.concepts, 1.0)
        concepts = {name: share * library.rarity(fsum(library.about(name))) for name, share in shares.items()}
        words = {word: _OF_WORDS * library.rarity(sum(map(bool, library.saying(word)))) for word in terms.stems}
        missable = fsum(weight for word, weight in words.items() if word not in terms.named)
        whole = fsum(concepts.values()) + missable + _UNSAID
        self._library = library
        self._values = {
            value: _worths(asked.values[value], library.rarity_of_value(value), names[value])
            for value in sorted(asked.values, key=lambda value: (names[value], str(value)))
        }
        self._concepts = _Parts({name: weight / whole for name, weight in concepts.items()}, library.near, places)
        self._words = _Parts({word: weight / whole for word, weight in words.items()}, library.saying, places)
        self._spelled = {stem(token): token for token in reversed(tokens(asked.text))}

    def fitness(self, place: int) -> Fitness | None:
        """Of the story at a place of the library; None where nothing of substance speaks for it."""
        one = self._library.stories[place]
        shared = [worths[one.tags[value]] for value, worths in self._values.items() if value in one.tags]
        reasons = [
            *(reason for _, reason in sorted(shared, key=_by_worth)),
            *self._of_concepts(self._concepts.weightiest(place), place),
            *_of_words([self._spelled[word] for word in self._words.weightiest(place)]),
        ]
        if not reasons:
            return None
        subject = self._concepts.sums.get(place, 0.0) + self._words.sums.get(place, 0.0)
        score = _score(subject, shared) * _readiness(one)
        return Fitness(round(score, 4), _match(score, subject), (*reasons, *_of_readiness(one)))

    def _of_concepts(self, concepts: list[str], place: int) -> Iterator[str]:
        """First what the story speaks of as the question does, then what is near to what is asked for."""
        own = [name for name in concepts if self._library.about(name)[place]]
        if own:
            yield f"speaks of {join_words([CONCEPTS[name].label for name in own])}, as the question does"
        for name in (one for one in concepts if one not in own):
            nearest = max(CONCEPTS[name].near, key=lambda near: self._library.about(near)[place])
            if nearest not in own:
                yield f"speaks of {CONCEPTS[nearest].label}, where it is asked for {CONCEPTS[name].label}"


def _worths(probed: Strength, rarity: float, name: str) -> dict[Strength, tuple[float, str]]:
    """What it is worth, 0 to 1, that a story carries a value, by its strength, and the reason in words."""
    return {
        carried: (1 - (1 - _PROBED[probed] * part) ** rarity, f"carries {name} as {carried}")
        for carried, part in _CARRIED.items()
    }


def _by_worth(shared: tuple[float, str]) -> float:
    return -shared[0]


def _score(subject: float, shared: Iterable[tuple[float, str]]) -> float:
    """Of the subject's share and the values in common; every one adds."""
    together = subject + _OF_VALUES * (1 - prod(1 - worth for worth, _ in shared))
    return together / (together + _HALF)


def _readiness(one: Candidate) -> float:
    """A little less for what is a draft or told already: it decides between equals."""
    return 1 - _SMALL * ((one.status == Status.DRAFT) + min(one.uses, _MOST))


def _match(score: float, subject: float) -> Match:
    if score >= STRONG_AT and subject >= STRONG_SUBJECT:
        return Match.STRONG
    return Match.POSSIBLE if score >= POSSIBLE_AT else Match.WEAK


def _of_words(shared: list[str]) -> Iterator[str]:
    if shared:
        yield f"says {join_words([f'“{word}”' for word in shared])}, as the question does"


def _of_readiness(one: Candidate) -> Iterator[str]:
    if one.status == Status.DRAFT:
        yield "draft"
    yield f"already told in {count_of(one.uses, 'answer')}" if one.uses else "not told yet"
