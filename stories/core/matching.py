"""Which stories fit a question, how well, and why; and which questions a story fits.

The score is absolute, 0 to 1, and not relative to the best, so it can say that nothing fits. It has two parts. The
subject is how far a story is about what the question turns on: its concepts and its words. The values are those that
the story carries and the question probes. Concepts, words and values weigh more the fewer stories of the library have
them. Values alone never make a strong match.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from enum import StrEnum
from heapq import nlargest
from math import fsum, prod
from typing import NamedTuple

from stories.core.choices import PROBED_SHARES, Status, Strength
from stories.core.corpus import Corpus
from stories.core.grammar import count_of, join_words
from stories.core.stemming import stem, tokens
from stories.core.terms import Terms, terms_of_question
from stories.core.vocabulary import CONCEPTS, TOPICS

Id = Hashable

STRONG_AT = 0.55
POSSIBLE_AT = 0.48
STRONG_SUBJECT = 0.1
"""With less in the subject no match is strong, whatever the values."""
_HALF = 0.22
"""The sum of subject and values that scores one half."""
_PROBED = {Strength.PRIMARY: 0.2, Strength.SUPPORTING: 0.06}
"""What a value in common is worth, per unit of its rarity."""
_CARRIED = {Strength.PRIMARY: 1.0, Strength.SUPPORTING: 0.5}
_VALUES_SHARE = 0.45
_TOPIC_SHARE = 0.2
"""What the topic's concepts weigh where those of the text weigh 1."""
_TOPIC_SHARE_OF_MEANING = 0.3
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
"""The share of the score that being a draft takes off, and each answer that tells the story already."""


class _Weights(NamedTuple):
    fitness: float
    values: float
    nearness: float


_KNOWN = _Weights(7, 1, 10)
"""For a question whose topic and values are known."""
_HEARD = _Weights(6, 0.6, 10)
"""For one where they are inferred."""
_SHOWN = {Strength.PRIMARY: 1.0, Strength.SUPPORTING: 0.55}
"""How far a story shows a value that it carries."""
_NEAREST = 3
_CLOSE = "close in meaning to the question"


class Match(StrEnum):
    """How well a story fits a question, best first."""

    STRONG = "strong"
    POSSIBLE = "possible"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question from the bank, or one just pasted."""

    text: str
    topic: str = ""
    """The topic's slug, or empty."""
    values: Mapping[Id, Strength] = field(default_factory=dict)
    """What it probes; secondary values are supporting here."""
    shares: Mapping[Id, float] | None = None
    """How likely it probes each of them, 0 to about 1, where that is inferred."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story that might answer a question."""

    story: Id
    status: Status
    tags: Mapping[Id, Strength]
    terms: Terms
    uses: int = 0
    """The number of answers that tell it already."""


@dataclass(frozen=True, slots=True)
class Fitness:
    """How well a story fits a question, with at least one reason."""

    score: float
    """0 to 1."""
    match: Match
    reasons: tuple[str, ...]
    """In words: values, then subject, then readiness; the weightiest of each first."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A story for a question."""

    story: Id
    fitness: Fitness
    score: float
    """What suggestions are ordered by: more than the fitness where meanings are compared too."""


@dataclass(frozen=True, slots=True)
class Answerable:
    """A question for a story."""

    question: Id
    is_answered: bool
    fitness: Fitness


def suggest(
    asked: Asked,
    candidates: Iterable[Candidate],
    names: Mapping[Id, str],
    nearness: Mapping[Id, float] | None = None,
) -> tuple[Suggestion, ...]:
    """The stories, best first, without archived ones.

    `names` are those of the values; `nearness` is each story's to the question in meaning, -1 to 1. Without it, only
    stories that have a reason to answer are returned, in the order of their fitness.
    """
    stories = _active(candidates)
    corpus = _corpus_of(stories)
    matcher = _Matcher(asked, stories, corpus, names, range(len(stories)))
    fits = {story.story: fitness for place, story in enumerate(stories) if (fitness := matcher.fitness(place))}
    if nearness is None:
        suggestions = [Suggestion(story, fitness, fitness.score) for story, fitness in fits.items()]
    else:
        suggestions = list(_with_meaning(asked, stories, corpus, fits, nearness))
    return tuple(sorted(suggestions, key=lambda suggestion: (-suggestion.score, str(suggestion.story))))


def _with_meaning(
    asked: Asked,
    stories: Sequence[Candidate],
    corpus: Corpus,
    fits: Mapping[Id, Fitness],
    nearness: Mapping[Id, float],
) -> Iterator[Suggestion]:
    weights = _KNOWN if asked.shares is None else _HEARD
    shares = {value: PROBED_SHARES[strength] for value, strength in asked.values.items()} | dict(asked.shares or {})
    nearest = set(nlargest(_NEAREST, (story.story for story in stories), key=lambda story: nearness[story]))
    for story in stories:
        shared = fsum(
            shares[value] * _SHOWN[strength] * corpus.rarity_of_value(value)
            for value, strength in story.tags.items()
            if value in asked.values
        )
        fitness = fits.get(story.story) or Fitness(0.0, Match.WEAK, tuple(_readiness_reasons(story)))
        score = weights.fitness * fitness.score + weights.values * shared + weights.nearness * nearness[story.story]
        if story.story in nearest:
            fitness = replace(fitness, reasons=(_CLOSE, *fitness.reasons))
        yield Suggestion(story.story, fitness, round(score, 4))


def questions_for(
    story: Id,
    candidates: Iterable[Candidate],
    questions: Mapping[Id, Asked],
    answered: Set[Id],
    names: Mapping[Id, str],
) -> tuple[Answerable, ...]:
    """The questions that the story could answer: unanswered ones first, then by the score that `suggest` gives.

    `candidates` is the whole library, `answered` are the questions with an answer, `names` are those of the values.
    """
    stories = _active(candidates)
    corpus = _corpus_of(stories)
    places = [place for place, candidate in enumerate(stories) if candidate.story == story]
    answerable = [
        Answerable(question, question in answered, fitness)
        for place in places
        for question, asked in questions.items()
        if (fitness := _Matcher(asked, stories, corpus, names, places).fitness(place))
    ]
    return tuple(sorted(answerable, key=lambda item: (item.is_answered, -item.fitness.score, str(item.question))))


def concept_shares(asked: Asked, of_topic: float = _TOPIC_SHARE_OF_MEANING) -> dict[str, float]:
    """How much the question turns on each concept: 1 on those of its text, and `of_topic` on those of its topic."""
    touched = terms_of_question(asked.text).concepts
    return dict.fromkeys(TOPICS.get(asked.topic, ()), of_topic) | dict.fromkeys(touched, 1.0)


def _active(candidates: Iterable[Candidate]) -> list[Candidate]:
    return [candidate for candidate in candidates if candidate.status != Status.ARCHIVED]


def _corpus_of(stories: Iterable[Candidate]) -> Corpus:
    return Corpus((story.terms, story.tags.keys()) for story in stories)


class _Contributions:
    """What a question's concepts, or its words, add to the subject of each story, by its place in the library."""

    def __init__(
        self, shares: Mapping[str, float], column: Callable[[str], Sequence[float]], places: Sequence[int]
    ) -> None:
        self.sums: dict[int, float] = defaultdict(float)
        self._notable: dict[int, list[tuple[float, str]]] = defaultdict(list)
        for name, share in shares.items():
            parts = column(name)
            for place in places:
                if part := share * parts[place]:
                    self.sums[place] += part
                    if part >= _NOTABLE:
                        self._notable[place].append((-part, name))

    def weightiest(self, place: int) -> list[str]:
        """The concepts or words worth giving as a reason, the weightiest first."""
        return [name for _, name in sorted(self._notable.get(place, ()))[:_MOST_REASONS]]


class _Matcher:
    """One question compared with some stories of a library, given by their places."""

    def __init__(
        self,
        asked: Asked,
        stories: Sequence[Candidate],
        corpus: Corpus,
        names: Mapping[Id, str],
        places: Sequence[int],
    ) -> None:
        terms = terms_of_question(asked.text)
        shares = concept_shares(asked, _TOPIC_SHARE)
        concepts = {name: share * corpus.rarity(fsum(corpus.about(name))) for name, share in shares.items()}
        words = {word: _WORD_SHARE * corpus.rarity(sum(map(bool, corpus.saying(word)))) for word in terms.stems}
        unnamed = fsum(weight for word, weight in words.items() if word not in terms.named)
        whole = fsum(concepts.values()) + unnamed + _UNSAID
        self._stories, self._corpus, self._asked = stories, corpus, terms.concepts.keys()
        self._values = {
            value: _worth_by_strength(asked.values[value], corpus.rarity_of_value(value), names[value])
            for value in sorted(asked.values, key=lambda value: (names[value], str(value)))
        }
        self._concepts = _Contributions(
            {name: weight / whole for name, weight in concepts.items()}, corpus.near, places
        )
        self._words = _Contributions({word: weight / whole for word, weight in words.items()}, corpus.saying, places)
        self._spellings = {stem(token): token for token in reversed(tokens(asked.text))}

    def fitness(self, place: int) -> Fitness | None:
        """How well the story at a place of the library fits; None where nothing of substance speaks for it."""
        story = self._stories[place]
        shared = [worths[story.tags[value]] for value, worths in self._values.items() if value in story.tags]
        reasons = [
            *(reason for _, reason in sorted(shared, key=_by_worth)),
            *self._concept_reasons(self._concepts.weightiest(place), place),
            *_word_reasons([self._spellings[word] for word in self._words.weightiest(place)]),
        ]
        if not reasons:
            return None
        subject = self._concepts.sums.get(place, 0.0) + self._words.sums.get(place, 0.0)
        score = _score(subject, shared) * _readiness(story)
        return Fitness(round(score, 4), _match(score, subject), (*reasons, *_readiness_reasons(story)))

    def _concept_reasons(self, concepts: list[str], place: int) -> Iterator[str]:
        """First the concepts that story and question share, then those of the story near to what is asked for."""
        shared = [name for name in concepts if self._corpus.about(name)[place]]
        if in_question := [f"about {CONCEPTS[name].label}" for name in shared if name in self._asked]:
            yield f"talks {join_words(in_question)}, as the question does"
        if on_topic := [f"about {CONCEPTS[name].label}" for name in shared if name not in self._asked]:
            yield f"talks {join_words(on_topic)}, which questions on this topic often turn on"
        for name in (name for name in concepts if name not in shared):
            nearest = max(CONCEPTS[name].near, key=lambda near: self._corpus.about(near)[place])
            if nearest not in shared:
                yield f"is about {CONCEPTS[nearest].label}, while the question is about {CONCEPTS[name].label}"


def _worth_by_strength(probed: Strength, rarity: float, name: str) -> dict[Strength, tuple[float, str]]:
    """By the strength with which a story carries a value: what that is worth, 0 to 1, and the reason in words."""
    return {
        carried: (1 - (1 - _PROBED[probed] * part) ** rarity, f"tagged with {name} as {carried}")
        for carried, part in _CARRIED.items()
    }


def _by_worth(shared: tuple[float, str]) -> float:
    return -shared[0]


def _score(subject: float, shared: Iterable[tuple[float, str]]) -> float:
    """From the subject and the values in common, of which each adds something."""
    together = subject + _VALUES_SHARE * (1 - prod(1 - worth for worth, _ in shared))
    return together / (together + _HALF)


def _readiness(story: Candidate) -> float:
    """A little less than 1 for a draft, and for a story told already: it decides between equals."""
    return 1 - _PENALTY * ((story.status == Status.DRAFT) + min(story.uses, _MOST_USES))


def _match(score: float, subject: float) -> Match:
    if score >= STRONG_AT and subject >= STRONG_SUBJECT:
        return Match.STRONG
    return Match.POSSIBLE if score >= POSSIBLE_AT else Match.WEAK


def _word_reasons(shared: list[str]) -> Iterator[str]:
    if shared:
        yield f"says {join_words([f'“{word}”' for word in shared])}, as the question does"


def _readiness_reasons(story: Candidate) -> Iterator[str]:
    if story.status == Status.DRAFT:
        yield "still a draft"
    yield f"already told in {count_of(story.uses, 'answer')}" if story.uses else "not told yet"
