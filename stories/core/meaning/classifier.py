"""What a question just heard is probably about, judged by labelled questions: half by the nearest, half by a ridge.

The features of a question are its centred embedding and how near it is to each concept, one more for those it touches.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stories.core.meaning.recipe import QuestionEncoder
from stories.core.meaning.transformer import Matrix
from stories.core.terms import terms_of_question
from stories.core.vocabulary import CONCEPTS

Numbers = NDArray[np.float64]

_TEMPERATURE = 0.05
"""The smaller, the less do distant questions count."""
_RIDGE = 0.5


@dataclass(frozen=True, slots=True)
class Labels:
    """What labelled questions are about."""

    names: Sequence[str]
    shares: Numbers
    """A row a question, a column a name: 0 to 1."""


class QuestionClassifier:
    """Learns from labelled questions when it is made; the same questions always give the same results."""

    def __init__(self, encoder: QuestionEncoder, texts: Sequence[str], vectors: Matrix, labels: Labels) -> None:
        """`vectors` are the embeddings of `texts`, a row each. Questions without a label tell nothing."""
        known = [int(row) for row in np.flatnonzero(labels.shares.any(axis=1))]
        self._encoder, self._names = encoder, labels.names
        self._directions = _unit(encoder.concepts.astype(np.float64))
        self._features = np.stack([self._features_of(texts[row], vectors[row] - encoder.mean) for row in known])
        self._shares = labels.shares[known]
        self._mean = self._shares.mean(axis=0)
        gram = self._features.T @ self._features + _RIDGE * np.eye(self._features.shape[1])
        self._ridge = np.linalg.solve(gram, self._features.T @ (self._shares - self._mean))

    def classify(self, text: str) -> Mapping[str, float]:
        """How likely the question is about each name, 0 to about 1."""
        features = self._features_of(text, self._encoder.centred(text))
        nearness = self._features @ features
        weights = np.exp((nearness - nearness.max()) / _TEMPERATURE)
        nearest = weights @ self._shares / weights.sum()
        shares = (nearest + self._mean + features @ self._ridge) / 2
        return {name: round(max(float(share), 0.0), 6) for name, share in zip(self._names, shares, strict=True)}

    def _features_of(self, text: str, centred: Matrix) -> Numbers:
        """Of length 1: 384 numbers, and one for each concept."""
        meaning = _unit(centred.astype(np.float64))
        touched = terms_of_question(text).concepts
        profile = self._directions @ meaning + np.array([name in touched for name in CONCEPTS], np.float64)
        return _unit(np.concatenate([meaning, _unit(profile)]))


def _unit(rows: Numbers) -> Numbers:
    """Each row with length 1; one of length 0 stays as it is."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    result: Numbers = rows / np.where(lengths, lengths, 1)
    return result
