"""BERT's encoder (Devlin et al. 2018) for the forward pass, in numpy and float32.

The pieces of several texts are the rows of one matrix, one text after the other. All that looks at one piece at a time
is done for all of them at once; only in attention, where pieces look at each other, does each text stand alone. So
there is no padding, and a text's result doesn't depend on its company, but for rounding.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf

Matrix = NDArray[np.float32]

HEADS = 12
_EPSILON = np.float32(1e-12)


@dataclass(frozen=True, slots=True)
class Linear:
    """`weight` is inputs by outputs."""

    weight: Matrix
    bias: Matrix

    def __call__(self, rows: Matrix) -> Matrix:
        result: Matrix = rows @ self.weight
        result += self.bias
        return result


@dataclass(frozen=True, slots=True)
class Normalization:
    """Each row with mean 0 and variance 1, then scaled and shifted."""

    weight: Matrix
    bias: Matrix

    def __call__(self, rows: Matrix) -> Matrix:
        centred = rows - rows.mean(axis=-1, keepdims=True)
        variance = np.square(centred).mean(axis=-1, keepdims=True)
        result: Matrix = centred / np.sqrt(variance + _EPSILON) * self.weight + self.bias
        return result


@dataclass(frozen=True, slots=True)
class Layer:
    """`attended` has query, key and value side by side."""

    attended: Linear
    joined: Linear
    after_attention: Normalization
    widened: Linear
    narrowed: Linear
    after_all: Normalization

    def __call__(self, rows: Matrix, texts: Sequence[slice]) -> Matrix:
        seen = self.attended(rows)
        looks = np.concatenate([_attention(seen[text]) for text in texts])
        rows = self.after_attention(rows + self.joined(looks))
        return self.after_all(rows + self.narrowed(_gelu(self.widened(rows))))


@dataclass(frozen=True, slots=True)
class Transformer:
    """`pieces` (with a scale for each row) and `positions` are embeddings."""

    pieces: NDArray[np.int8]
    scales: Matrix
    positions: Matrix
    first: Normalization
    layers: Sequence[Layer]

    def means(self, texts: Sequence[Sequence[int]]) -> Matrix:
        """The mean of the last layer over each text's pieces: a row a text, which has at least one piece."""
        numbers = np.concatenate(texts)
        positions = np.concatenate([np.arange(len(text)) for text in texts])
        ends = np.cumsum([0, *map(len, texts)])
        spans = [slice(start, end) for start, end in pairwise(ends)]
        rows = self.first(self.pieces[numbers] * self.scales[numbers] + self.positions[positions])
        for layer in self.layers:
            rows = layer(rows, spans)
        return np.stack([rows[span].mean(axis=0) for span in spans])


def _attention(seen: Matrix) -> Matrix:
    """What each piece of a text takes from the others: softmax(QKᵀ / √d) V for each head."""
    length = len(seen)
    query, key, value = seen.reshape(length, 3, HEADS, -1).transpose(1, 2, 0, 3)
    weights: Matrix = query @ key.transpose(0, 2, 1)
    weights *= query.shape[-1] ** -0.5
    weights -= weights.max(axis=-1, keepdims=True)
    np.exp(weights, out=weights)
    weights /= weights.sum(axis=-1, keepdims=True)
    return (weights @ value).transpose(1, 0, 2).reshape(length, -1)


def _gelu(rows: Matrix) -> Matrix:
    """x Φ(x), exactly: by the error function."""
    probability: Matrix = erf(rows * np.float32(0.5**0.5)) * np.float32(0.5) + np.float32(0.5)
    return rows * probability
