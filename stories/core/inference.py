"""What a question that was just pasted is likely to be about, judged by the labelled questions most like it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import fsum, log, sqrt

from stories.core.matching import Asked, Id
from stories.core.stemming import stem, tokens
from stories.core.terms import terms_of_question
from stories.core.vocabulary import TOPICS
from stories.core.words import Strength

_NEIGHBOURS = 12
_OF_CONCEPT = 2.0
"""How many words a concept is worth."""
_OF_TOPIC = 0.6
"""What it is worth that the vocabulary ties a concept to a topic, where a question quite alike is worth 1."""
_OF_FELLOWS = 0.05
"""What each question of the inferred topic adds to the neighbours when it comes to values."""
_STRENGTHS = {Strength.PRIMARY: 1.0, Strength.SUPPORTING: 0.4}
_PRIMARY_AT = 0.45
_SUPPORTING_AT = 0.2


@dataclass(frozen=True, slots=True)
class Inference:
    """A proposal, for the owner to correct."""

    topic: str
    """The slug; empty where nothing tells."""
    values: Mapping[Id, Strength]


def infer(text: str, bank: Collection[Asked], names: Mapping[Id, str]) -> Inference:
    """The topic of a question and what it probes of the values in `names`; a value that it names is primary."""
    questions = sorted(bank, key=lambda asked: (asked.text, asked.topic))
    weights = _weigh_neighbours(text, questions)
    topic = _topic(text, questions, weights)
    probes = _probes(questions, weights, topic, names)
    return Inference(topic, probes | dict.fromkeys(_named(text, names), Strength.PRIMARY))


def _weigh_neighbours(text: str, questions: Sequence[Asked]) -> dict[int, float]:
    """The places of the questions most like the text, each with its likeness squared."""
    features = [_features(asked.text) for asked in questions]
    spread = Counter(feature for one in features for feature in one)
    rarity = {feature: log((len(features) + 1) / (count + 0.5)) for feature, count in spread.items()}
    own = _features(text)
    alike = ((_likeness(own, other, rarity) ** 2, place) for place, other in enumerate(features))
    return {place: weight for weight, place in nlargest(_NEIGHBOURS, alike) if weight > 0}


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


def _topic(text: str, questions: Sequence[Asked], weights: Mapping[int, float]) -> str:
    """What most neighbours are about, and the vocabulary's word for it."""
    touched = terms_of_question(text).concepts
    votes: dict[str, float] = defaultdict(float)
    for place, weight in weights.items():
        votes[questions[place].topic] += weight
    for topic, concepts in TOPICS.items():
        votes[topic] += _OF_TOPIC * sum(name in touched for name in concepts) / len(concepts)
    best = max(votes, key=lambda topic: (votes[topic], topic))
    return best if votes[best] else ""


def _probes(
    questions: Sequence[Asked], weights: Mapping[int, float], topic: str, names: Mapping[Id, str]
) -> dict[Id, Strength]:
    """What the neighbours probe, and the other questions of the topic a little; at least one value is primary."""
    shares: dict[Id, float] = defaultdict(float)
    whole = 0.0
    for place, asked in enumerate(questions):
        weight = weights.get(place, 0.0) + (_OF_FELLOWS if asked.topic == topic else 0.0)
        probed = {value: strength for value, strength in asked.values.items() if value in names}
        whole += weight if probed else 0.0
        for value, strength in probed.items():
            shares[value] += weight * _STRENGTHS[strength]
    return _strengths({value: share / whole for value, share in shares.items() if share})


def _strengths(shares: Mapping[Id, float]) -> dict[Id, Strength]:
    bar = min(_PRIMARY_AT, max(shares.values(), default=0.0))
    return {
        value: Strength.PRIMARY if share >= bar else Strength.SUPPORTING
        for value, share in shares.items()
        if share >= min(_SUPPORTING_AT, bar)
    }


def _named(text: str, names: Mapping[Id, str]) -> Iterable[Id]:
    """The values whose name stands in the text."""
    words = [stem(token) for token in tokens(text)]
    for value, name in names.items():
        wanted = [stem(token) for token in tokens(name)]
        if wanted and any(
            words[start : start + len(wanted)] == wanted for start in range(len(words) - len(wanted) + 1)
        ):
            yield value
