"""What a pasted question is probably about, judged by the labelled questions most like it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, log, sqrt
from typing import NamedTuple

from stories.core.choices import PROBED_SHARES, Strength
from stories.core.matching import Asked, Id
from stories.core.stemming import stem, tokens
from stories.core.terms import terms_of_question
from stories.core.vocabulary import TOPICS

LIKELY_TOPICS = 5
"""Topics to offer at once: the right one is among them for 63 to 95% of labelled questions."""
_CONCEPT_WEIGHT = 2.0
"""How many words a concept is worth."""
_CLOSENESS = 1.5
"""The power that likeness is raised to: the higher, the less do distant questions count."""
_TOPIC_SHARE = 0.4
"""How much of a value's share its likely topics decide; the questions most like it decide the rest."""
_NAME_BONUS = 0.2
"""Added where the name of a value touches a concept of the question."""
_MOST_PRIMARY = 2


class _Thresholds(NamedTuple):
    """From which shares on the second value is primary too, and others are supporting."""

    primary: float
    supporting: float


_BY_WORDS = _Thresholds(0.4, 0.15)
_BY_CLASSIFIER = _Thresholds(0.45, 0.22)


@dataclass(frozen=True, slots=True)
class Inference:
    """A proposal, for the owner to correct."""

    topics: Sequence[str]
    """The slugs of those that it may be about, the likeliest first; empty where nothing points to any."""
    values: Mapping[Id, Strength]
    shares: Mapping[Id, float] | None = None
    """How likely it probes each value, 0 to about 1, where that was learned from labelled questions."""

    @property
    def topic(self) -> str:
        """The likeliest, or an empty text."""
        return self.topics[0] if self.topics else ""


def infer(text: str, bank: Collection[Asked], names: Mapping[Id, str]) -> Inference:
    """The topic of a question, and which of the values in `names` it probes; a value that it mentions is primary."""
    questions = sorted(bank, key=lambda asked: (asked.text, asked.topic))
    weights = _weigh(text, questions)
    topics = _topic_votes(text, questions, weights)
    shares = _value_shares(text, questions, weights, topics, names)
    values = _strengths(shares, _BY_WORDS) | dict.fromkeys(_mentioned(text, names), Strength.PRIMARY)
    return Inference(_likeliest_first(topics), values)


def inference_from(
    text: str, topics: Mapping[str, float], values: Mapping[Id, float], names: Mapping[Id, str]
) -> Inference:
    """From what a classifier says of each topic and value: how likely the question is about it, 0 to about 1."""
    strengths = _strengths(values, _BY_CLASSIFIER)
    mentioned = dict.fromkeys(_mentioned(text, names), Strength.PRIMARY)
    shares = {value: values[value] for value in strengths} | dict.fromkeys(mentioned, 1.0)
    return Inference(_likeliest_first(topics), strengths | mentioned, shares)


def _likeliest_first(topics: Mapping[str, float]) -> list[str]:
    return sorted(topics, key=lambda topic: (topics[topic], topic), reverse=True)


def _weigh(text: str, questions: Sequence[Asked]) -> list[float]:
    """How much each question tells about the text, 0 to 1."""
    bank = [_features(asked.text) for asked in questions]
    counts = Counter(feature for features in bank for feature in features)
    rarity = {feature: log((len(bank) + 1) / (count + 0.5)) for feature, count in counts.items()}
    pasted = _features(text)
    return [_likeness(pasted, features, rarity) ** _CLOSENESS for features in bank]


def _features(text: str) -> dict[str, float]:
    terms = terms_of_question(text)
    return dict.fromkeys(terms.stems, 1.0) | {f"concept {name}": _CONCEPT_WEIGHT for name in terms.concepts}


def _likeness(first: Mapping[str, float], second: Mapping[str, float], rarity: Mapping[str, float]) -> float:
    """The cosine similarity of two questions, 0 to 1."""

    def product(left: Mapping[str, float], right: Mapping[str, float]) -> float:
        shared = (name for name in left if name in right)
        return fsum(left[name] * right[name] * rarity.get(name, 0.0) ** 2 for name in shared)

    lengths = product(first, first) * product(second, second)
    return product(first, second) / sqrt(lengths) if lengths else 0.0


def _topic_votes(text: str, questions: Sequence[Asked], weights: Sequence[float]) -> dict[str, float]:
    """What speaks for each topic: the weights of its questions, and the vocabulary, up to 1."""
    touched = terms_of_question(text).concepts
    votes: dict[str, float] = defaultdict(float)
    for asked, weight in zip(questions, weights, strict=True):
        votes[asked.topic] += weight
    for topic, concepts in TOPICS.items():
        votes[topic] += sum(name in touched for name in concepts) / len(concepts)
    return {topic: vote for topic, vote in votes.items() if vote}


def _value_shares(
    text: str,
    questions: Sequence[Asked],
    weights: Sequence[float],
    topics: Mapping[str, float],
    names: Mapping[Id, str],
) -> dict[Id, float]:
    """How likely each value is probed: by similar questions, by those on the likely topics, and by its name."""
    sizes = Counter(asked.topic for asked in questions)
    by_likeness = _probed(questions, weights, names)
    by_topic = _probed(questions, [topics.get(asked.topic, 0.0) / sizes[asked.topic] for asked in questions], names)
    touched = terms_of_question(text).concepts.keys()
    return {
        value: (1 - _TOPIC_SHARE) * by_likeness.get(value, 0.0)
        + _TOPIC_SHARE * by_topic.get(value, 0.0)
        + (0.0 if touched.isdisjoint(terms_of_question(name).concepts) else _NAME_BONUS)
        for value, name in names.items()
    }


def _probed(questions: Sequence[Asked], weights: Sequence[float], names: Mapping[Id, str]) -> dict[Id, float]:
    """Each value's share in what the weighted questions probe."""
    weighted = zip(questions, weights, strict=True)
    probing = [(asked, weight) for asked, weight in weighted if not names.keys().isdisjoint(asked.values)]
    whole = fsum(weight for _, weight in probing) or 1.0
    shares: dict[Id, float] = defaultdict(float)
    for asked, weight in probing:
        for value, strength in asked.values.items():
            shares[value] += weight * PROBED_SHARES[strength] / whole
    return shares


def _strengths(shares: Mapping[Id, float], thresholds: _Thresholds) -> dict[Id, Strength]:
    """The likeliest values are primary, from one to `_MOST_PRIMARY` of them; other likely ones are supporting."""
    ranked = sorted((value for value, share in shares.items() if share), key=lambda value: (-shares[value], str(value)))
    first = ranked[:_MOST_PRIMARY]
    primary = [value for place, value in enumerate(first) if not place or shares[value] >= thresholds.primary]
    likely = [value for value in ranked if value in primary or shares[value] >= thresholds.supporting]
    return {value: Strength.PRIMARY if value in primary else Strength.SUPPORTING for value in likely}


def _mentioned(text: str, names: Mapping[Id, str]) -> Iterable[Id]:
    """The values whose name occurs in the text."""
    words = [stem(token) for token in tokens(text)]
    for value, name in names.items():
        wanted = [stem(token) for token in tokens(name)]
        if wanted and any(
            words[start : start + len(wanted)] == wanted for start in range(len(words) - len(wanted) + 1)
        ):
            yield value
