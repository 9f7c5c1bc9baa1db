"""What a question that was just pasted is likely to be about, judged by the labelled questions most like it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, log, sqrt

from stories.core.choices import Strength
from stories.core.matching import Asked, Id
from stories.core.stemming import stem, tokens
from stories.core.terms import terms_of_question
from stories.core.vocabulary import TOPICS

_OF_CONCEPT = 2.0
"""How many words a concept is worth."""
_CLOSENESS = 1.5
"""The power of a likeness: the higher, the less do questions count that are only a little alike."""
_OF_FELLOWS = 0.4
"""The share of a value that its likely topics decide, and not the questions like it."""
_OF_NAME = 0.2
"""What it adds that the name of a value touches a concept of the question."""
_STRENGTHS = {Strength.PRIMARY: 1.0, Strength.SUPPORTING: 0.4}
_PRIMARY_AT = 0.4
_SUPPORTING_AT = 0.15
_MOST = 2
"""Values that a question asks for first."""


@dataclass(frozen=True, slots=True)
class Inference:
    """A proposal, for the owner to correct."""

    topic: str
    """The slug; empty where nothing tells."""
    values: Mapping[Id, Strength]


def infer(text: str, bank: Collection[Asked], names: Mapping[Id, str]) -> Inference:
    """The topic of a question and what it probes of the values in `names`; a value that it names is primary."""
    questions = sorted(bank, key=lambda asked: (asked.text, asked.topic))
    likeness = _weigh(text, questions)
    topics = _topics(text, questions, likeness)
    shares = _shares(text, questions, likeness, topics, names)
    best = max(topics, key=lambda topic: (topics[topic], topic), default="")
    return Inference(best, _strengths(shares) | dict.fromkeys(_named(text, names), Strength.PRIMARY))


def _weigh(text: str, questions: Sequence[Asked]) -> list[float]:
    """How much each question has to say about the text, 0 to 1."""
    features = [_features(asked.text) for asked in questions]
    spread = Counter(feature for one in features for feature in one)
    rarity = {feature: log((len(features) + 1) / (count + 0.5)) for feature, count in spread.items()}
    own = _features(text)
    return [_likeness(own, other, rarity) ** _CLOSENESS for other in features]


def _features(text: str) -> dict[str, float]:
    terms = terms_of_question(text)
    return dict.fromkeys(terms.stems, 1.0) | {f"concept {name}": _OF_CONCEPT for name in terms.concepts}


def _likeness(one: Mapping[str, float], other: Mapping[str, float], rarity: Mapping[str, float]) -> float:
    """The cosine of two questions, 0 to 1."""

    def product(first: Mapping[str, float], second: Mapping[str, float]) -> float:
        shared = (feature for feature in first if feature in second)
        return fsum(first[name] * second[name] * rarity.get(name, 0.0) ** 2 for name in shared)

    lengths = product(one, one) * product(other, other)
    return product(one, other) / sqrt(lengths) if lengths else 0.0


def _topics(text: str, questions: Sequence[Asked], likeness: Sequence[float]) -> dict[str, float]:
    """What speaks for each topic: the questions like the text, and the vocabulary as much as one quite like it."""
    touched = terms_of_question(text).concepts
    votes: dict[str, float] = defaultdict(float)
    for asked, weight in zip(questions, likeness, strict=True):
        votes[asked.topic] += weight
    for topic, concepts in TOPICS.items():
        votes[topic] += sum(name in touched for name in concepts) / len(concepts)
    return {topic: vote for topic, vote in votes.items() if vote}


def _shares(
    text: str,
    questions: Sequence[Asked],
    likeness: Sequence[float],
    topics: Mapping[str, float],
    names: Mapping[Id, str],
) -> dict[Id, float]:
    """How likely each value is probed: by the questions like the text, those of its likely topics, and its name."""
    sizes = Counter(asked.topic for asked in questions)
    alike = _probed(questions, likeness, names)
    fellows = _probed(questions, [topics.get(asked.topic, 0.0) / sizes[asked.topic] for asked in questions], names)
    touched = terms_of_question(text).concepts.keys()
    return {
        value: (1 - _OF_FELLOWS) * alike.get(value, 0.0)
        + _OF_FELLOWS * fellows.get(value, 0.0)
        + (0.0 if touched.isdisjoint(terms_of_question(name).concepts) else _OF_NAME)
        for value, name in names.items()
    }


def _probed(questions: Sequence[Asked], weights: Sequence[float], names: Mapping[Id, str]) -> dict[Id, float]:
    """The share of each value in what some questions probe, each with its weight."""
    probing = [pair for pair in zip(questions, weights, strict=True) if not names.keys().isdisjoint(pair[0].values)]
    whole = fsum(weight for _, weight in probing) or 1.0
    shares: dict[Id, float] = defaultdict(float)
    for asked, weight in probing:
        for value, strength in asked.values.items():
            shares[value] += weight * _STRENGTHS[strength] / whole
    return shares


def _strengths(shares: Mapping[Id, float]) -> dict[Id, Strength]:
    """The likeliest are primary, at least one and at most `_MOST`, the likely ones supporting."""
    ranked = sorted((value for value, share in shares.items() if share), key=lambda value: (-shares[value], str(value)))
    primary = [value for place, value in enumerate(ranked[:_MOST]) if not place or shares[value] >= _PRIMARY_AT]
    likely = [value for value in ranked if value in primary or shares[value] >= _SUPPORTING_AT]
    return {value: Strength.PRIMARY if value in primary else Strength.SUPPORTING for value in likely}


def _named(text: str, names: Mapping[Id, str]) -> Iterable[Id]:
    """The values whose name stands in the text."""
    words = [stem(token) for token in tokens(text)]
    for value, name in names.items():
        wanted = [stem(token) for token in tokens(name)]
        if wanted and any(
            words[start : start + len(wanted)] == wanted for start in range(len(words) - len(wanted) + 1)
        ):
            yield value
