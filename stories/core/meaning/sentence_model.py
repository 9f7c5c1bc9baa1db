"""all-MiniLM-L6-v2: texts as vectors whose products say how alike the texts are in meaning.

The model is Wang et al. 2020 (https://arxiv.org/abs/2002.10957), trained by the makers of sentence-transformers
(https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stories.core.meaning.initializers import read_initializers
from stories.core.meaning.transformer import Layer, Linear, Matrix, Normalization, Transformer
from stories.core.meaning.wordpiece import WordPieces

DIMENSIONS = 384
MOST_PIECES = 256
"""Of a text, start and end among them; the model was not meant for more."""
PIECES_AT_ONCE = 512
"""What bounds the memory that a call takes to about 20 MB, however many texts there are."""

_EMBEDDINGS = "inner.embeddings"
_MATRICES = 6
"""In each layer."""


class SentenceModel:
    """Safe to use from several threads: nothing in it changes."""

    def __init__(self, weights: bytes, vocabulary: Iterable[str]) -> None:
        """`weights` is an ONNX file with int8 matrices, each with scales; `vocabulary` the pieces by number."""
        self._pieces = WordPieces(vocabulary)
        self._transformer = _transformer(read_initializers(weights))

    def embed(self, texts: Sequence[str]) -> Matrix:
        """A vector of length 1 for each text: len(texts) by 384, float32. A text beyond 256 pieces is cut off there.

        The same on every machine to about six decimals; round what is compared.
        """
        numbers = [self._pieces.numbers(text, MOST_PIECES) for text in texts]
        means = [np.empty((0, DIMENSIONS), np.float32), *map(self._transformer.means, _portions(numbers))]
        vectors = np.concatenate(means)
        normalized: Matrix = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return normalized


def _portions(texts: Iterable[list[int]]) -> Iterator[list[list[int]]]:
    """The texts in order, as many at once as PIECES_AT_ONCE allows."""
    portion: list[list[int]] = []
    pieces = 0
    for text in texts:
        if portion and pieces + len(text) > PIECES_AT_ONCE:
            yield portion
            portion, pieces = [], 0
        portion.append(text)
        pieces += len(text)
    if portion:
        yield portion


def _transformer(tensors: Mapping[str, NDArray[Any]]) -> Transformer:
    """Everything is copied, so the file's bytes can be freed; only the 30,522 pieces stay int8."""
    weights = _Weights(tensors)
    return Transformer(
        pieces=tensors[f"{_EMBEDDINGS}.word_embeddings.weight_q"].astype(np.int8),
        scales=weights.floats(f"{_EMBEDDINGS}.word_embeddings.weight_scale"),
        positions=weights.matrix(f"{_EMBEDDINGS}.position_embeddings.weight")
        + weights.floats(f"{_EMBEDDINGS}.token_type_embeddings.weight")[0],
        first=weights.normalization(_EMBEDDINGS),
        layers=list(weights.layers()),
    )


class _Weights:
    """The tensors of the file, by the names that the export of the model gave them."""

    def __init__(self, tensors: Mapping[str, NDArray[Any]]) -> None:
        self._tensors = tensors

    def floats(self, name: str) -> Matrix:
        return self._tensors[name].astype(np.float32)

    def matrix(self, name: str) -> Matrix:
        """An int8 matrix times the scales of its rows or columns."""
        matrix: Matrix = self._tensors[f"{name}_q"] * self._tensors[f"{name}_scale"]
        return matrix

    def normalization(self, place: str) -> Normalization:
        return Normalization(self.floats(f"{place}.LayerNorm.weight"), self.floats(f"{place}.LayerNorm.bias"))

    def layers(self) -> Iterator[Layer]:
        """The export kept no names for the layers' matrices, only the order in which they are used."""
        names = [name.removesuffix("_q") for name in self._tensors if name.endswith("_q") and "." not in name]
        for number, start in enumerate(range(0, len(names), _MATRICES)):
            yield self._layer(f"inner.encoder.layer.{number}", names[start : start + _MATRICES])

    def _layer(self, place: str, names: Sequence[str]) -> Layer:
        query, key, value, joined, widened, narrowed = map(self.matrix, names)
        biases = [self.floats(f"{place}.attention.self.{part}.bias") for part in ("query", "key", "value")]
        return Layer(
            attended=Linear(np.concatenate([query, key, value], axis=1), np.concatenate(biases)),
            joined=Linear(joined, self.floats(f"{place}.attention.output.dense.bias")),
            after_attention=self.normalization(f"{place}.attention.output"),
            widened=Linear(widened, self.floats(f"{place}.intermediate.dense.bias")),
            narrowed=Linear(narrowed, self.floats(f"{place}.output.dense.bias")),
            after_all=self.normalization(f"{place}.output"),
        )
