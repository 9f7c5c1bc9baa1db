"""Which stories fit a question, how well, and why; and the other way round.

The score is absolute, 0 to 1, and never relative to the best, so that "nothing fits" can be said. It has two parts:
the subject is how far a story is about what the question turns on, its concepts and its words, the rare ones weighing
more; the values are those that the story carries and the question probes. Values alone never make a strong match.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum
from math import fsum, log, prod

from stories.core.stemming import stem, tokens
from stories.core.terms import Terms, terms_of_question
from stories.core.vocabulary import CONCEPTS, TOPICS
from stories.core.words import Status, Strength, count_of, join_words

Id = Hashable

STRONG_AT = 0.58
POSSIBLE_AT = 0.5
STRONG_SUBJECT = 0.1
"""The subject below which no match is strong, whatever the values."""
_HALF = 0.22
"""What subject and values together come to at a score of one half."""
_PROBED = {Strength.PRIMARY: 0.4, Strength.SUPPORTING: 0.1}
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
    wanted = _Wanted(asked, library)
    found = [
        Suggestion(one.story, fitness)
        for place, one in enumerate(library.stories)
        if (fitness := wanted.fitness(place, names))
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
        if (fitness := _Wanted(asked, library).fitness(place, names))
    ]
    return tuple(sorted(found, key=lambda one: (one.is_answered, -one.fitness.score, str(one.question))))


class _Library:
    """The stories that count, how far each is about a concept and says a word, and how rare that is among them."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self.stories = [one for one in candidates if one.status != Status.ARCHIVED]
        self._lengthiness = [max(one.terms.length / _LENGTH, 1.0) for one in self.stories]
        self._about: dict[str, list[float]] = {}
        self._near: dict[str, list[float]] = {}
        self._saying: dict[str, list[float]] = {}

    def about(self, concept: str) -> list[float]:
        """Of each story, 0 to 1."""
        if concept not in self._about:
            weights = (one.terms.concepts.get(concept, 0) for one in self.stories)
            self._about[concept] = [
                _part(weight, _CUES * long) for weight, long in zip(weights, self._lengthiness, strict=True)
            ]
        return self._about[concept]

    def near(self, concept: str) -> list[float]:
        """How far each story is about the concept, or at least about one near it, 0 to 1."""
        if concept not in self._near:
            columns = zip(self.about(concept), *map(self.about, CONCEPTS[concept].near), strict=True)
            self._near[concept] = [max(own, _OF_NEAR * max(near, default=0.0)) for own, *near in columns]
        return self._near[concept]

    def saying(self, word: str) -> list[float]:
        """Of each story, 0 to 1."""
        if word not in self._saying:
            times = (one.terms.stems.get(word, 0) for one in self.stories)
            self._saying[word] = [_part(count, long) for count, long in zip(times, self._lengthiness, strict=True)]
        return self._saying[word]

    def rarity(self, having: float) -> float:
        """Of what so many stories have."""
        return log((len(self.stories) + _OTHERS + 1) / (having + 1))


def _part(amount: float, half: float) -> float:
    """0 for nothing, one half at `half`, never quite 1."""
    return amount / (amount + half) if amount else 0.0


class _Wanted:
    """A question put to a library: what it turns on, each thing with its weight and each story's part in it."""

    def __init__(self, asked: Asked, library: _Library) -> None:
        terms = terms_of_question(asked.text)
        shares = dict.fromkeys(TOPICS.get(asked.topic, ()), _OF_TOPIC) | dict.fromkeys(terms.concepts, 1.0)
        concepts = {name: share * library.rarity(fsum(library.about(name))) for name, share in shares.items()}
        words = {word: _OF_WORDS * library.rarity(sum(map(bool, library.saying(word)))) for word in terms.stems}
        missable = fsum(weight for word, weight in words.items() if word not in terms.named)
        whole = fsum(concepts.values()) + missable + _UNSAID
        self._values = asked.values
        self._library = library
        self._concepts = [(name, weight / whole, library.near(name)) for name, weight in concepts.items()]
        self._words = [(word, weight / whole, library.saying(word)) for word, weight in words.items()]
        self._spelled = {stem(token): token for token in reversed(tokens(asked.text))}

    def fitness(self, place: int, names: Mapping[Id, str]) -> Fitness | None:
        """Of the story at a place of the library; None where nothing of substance speaks for it."""
        one = self._library.stories[place]
        concepts = {name: weight * column[place] for name, weight, column in self._concepts if column[place]}
        words = {word: weight * column[place] for word, weight, column in self._words if column[place]}
        reasons = [
            *_of_values(self._values, one.tags, names),
            *self._of_concepts(_weightiest(concepts), place),
            *_of_words([self._spelled[word] for word in _weightiest(words)]),
        ]
        if not reasons:
            return None
        subject = fsum(concepts.values()) + fsum(words.values())
        score = _score(subject, _in_common(self._values, one.tags)) * _readiness(one)
        return Fitness(round(score, 4), _match(score, subject), (*reasons, *_of_readiness(one)))

    def _of_concepts(self, concepts: list[str], place: int) -> Iterator[str]:
        """First what the story speaks of as the question does, then what is near to what is asked for."""
        own = [name for name in concepts if self._library.about(name)[place]]
        if own:
            yield f"speaks of {join_words([CONCEPTS[name].label for name in own])}, as the question does"
        for name in concepts:
            nearest = max(CONCEPTS[name].near, key=lambda near: self._library.about(near)[place], default=name)
            if name not in own and nearest not in own:
                yield f"speaks of {CONCEPTS[nearest].label}, where it is asked for {CONCEPTS[name].label}"


def _in_common(probed: Mapping[Id, Strength], tags: Mapping[Id, Strength]) -> float:
    """How far a story carries what a question probes, 0 to 1; each value in common adds."""
    return 1 - prod(
        1 - _PROBED[probed[value]] * _CARRIED[tags[value]] for value in sorted(probed, key=str) if value in tags
    )


def _score(subject: float, values: float) -> float:
    together = subject + _OF_VALUES * values
    return together / (together + _HALF)


def _readiness(one: Candidate) -> float:
    """A little less for what is a draft or told already: it decides between equals."""
    return 1 - _SMALL * ((one.status == Status.DRAFT) + min(one.uses, _MOST))


def _match(score: float, subject: float) -> Match:
    if score >= STRONG_AT and subject >= STRONG_SUBJECT:
        return Match.STRONG
    return Match.POSSIBLE if score >= POSSIBLE_AT else Match.WEAK


def _of_values(probed: Mapping[Id, Strength], tags: Mapping[Id, Strength], names: Mapping[Id, str]) -> Iterator[str]:
    """The values asked for first come first, of these the ones carried as primary."""
    shared = [value for value in probed if value in tags]
    shared.sort(key=lambda value: (-_PROBED[probed[value]] * _CARRIED[tags[value]], names[value], str(value)))
    for value in shared:
        yield f"carries {names[value]} as {tags[value]}"


def _of_words(shared: list[str]) -> Iterator[str]:
    if shared:
        yield f"says {join_words([f'“{word}”' for word in shared])}, as the question does"


def _weightiest(weights: Mapping[str, float]) -> list[str]:
    telling = [name for name, weight in weights.items() if weight >= _TELLING]
    return sorted(telling, key=lambda name: (-weights[name], name))[:_MOST]


def _of_readiness(one: Candidate) -> Iterator[str]:
    if one.status == Status.DRAFT:
        yield "draft"
    yield f"already told in {count_of(one.uses, 'answer')}" if one.uses else "not told yet"
