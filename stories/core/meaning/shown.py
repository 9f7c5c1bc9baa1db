"""Which values a story seems to show: how far its vector lies, from the middle of its library, towards each of them."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from stories.core.meaning.recipe import load_vectors
from stories.core.meaning.transformer import Matrix

FEWEST_STORIES = 6
"""In a library whose middle says something."""
_SIGNALS_SHARE = 0.5
"""What the signals of a value weigh next to the questions that probe it."""
_LEAST = 0.137
"""The distance from which seven of ten values are right on labelled libraries (docs/matching.md)."""


@dataclass(frozen=True, slots=True)
class ValueDirections:
    names: Sequence[str]
    rows: Matrix
    """A row a name, of length 1."""

    def shown_by(self, dumped: Mapping[Hashable, bytes]) -> dict[Hashable, list[str]]:
        """Story → the values that it is likely to show, the likeliest first; only stories that show one.

        `dumped`: the vectors of a library's stories, as `dump_vector` gave them.
        """
        if len(dumped) < FEWEST_STORIES:
            return {}
        scores = self.score(load_vectors(dumped.values()))
        return {
            story: sorted(likely, key=lambda name: (-row[name], name))
            for story, row in zip(dumped, scores, strict=True)
            if (likely := [name for name, score in row.items() if score >= _LEAST])
        }

    def score(self, vectors: Matrix) -> list[dict[str, float]]:
        """How far each of a library's stories lies from their middle towards each value."""
        products = (vectors - vectors.mean(axis=0)) @ self.rows.T
        return [dict(zip(self.names, map(float, row), strict=True)) for row in np.round(products, 4)]


def directions_of(questions: Matrix, shares: Matrix, signals: Matrix) -> Matrix:
    """A row a value. Of questions, the embeddings less their mean, and how much each probes each value."""
    probing = shares.any(axis=1)
    more = shares[probing] - shares[probing].mean(axis=0)
    probed = _unit(more.T @ _unit(questions[probing]))
    return _unit(probed + _SIGNALS_SHARE * _unit(signals - signals.mean(axis=0)))


def _unit(rows: Matrix) -> Matrix:
    """Each row with length 1; one of length 0 stays as it is."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    result: Matrix = (rows / np.where(lengths, lengths, 1)).astype(np.float32)
    return result
