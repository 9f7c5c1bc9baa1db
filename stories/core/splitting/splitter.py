"""Which section each sentence belongs to: how likely each section is, and then the best way from first to last.

The way only goes forward: after a sentence of the Action, none is proposed for the Task.
"""

import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_softmax

from stories.core.choices import Section
from stories.core.meaning.recipe import Embed
from stories.core.meaning.transformer import Matrix
from stories.core.splitting.description import Numbers, describe

MOST_EMBEDDED = 150
"""Sentences whose meaning is looked at: about 1.5 s. A longer text is split by places and cues alone."""
_BATCH = 32
_WAY_SHARE = 0.3
"""What is known of the order of sections weighs next to what is known of a sentence."""


@dataclass(frozen=True, slots=True)
class SplitWeights:
    """What was learned from labelled stories; sections are in the order of `Section`."""

    source: NDArray[np.str_]
    """One text: a digest of what it was learned from."""
    with_meaning: NDArray[np.float32]
    """A row for each number of a description, a column a section."""
    without_meaning: NDArray[np.float32]
    steps: NDArray[np.float32]
    """Logarithms: how likely a sentence of one section (row) is followed by one of another."""
    begins: NDArray[np.float32]
    ends: NDArray[np.float32]

    def dump(self) -> bytes:
        """A compressed NumPy archive."""
        file = io.BytesIO()
        np.savez_compressed(file, allow_pickle=False, **asdict(self))
        return file.getvalue()

    @classmethod
    def load(cls, dumped: bytes) -> "SplitWeights":
        """What `dump` gave."""
        with np.load(io.BytesIO(dumped), allow_pickle=False) as archive:
            return cls(**{field.name: archive[field.name] for field in fields(cls)})


@dataclass(frozen=True, slots=True)
class Splitter:
    weights: SplitWeights
    embed: Embed | None
    """None without the model."""

    def split(self, said: Sequence[str]) -> list[Section]:
        """The section proposed for each sentence."""
        if not said:
            return []
        vectors = embedded(self.embed, said) if self.embed and len(said) <= MOST_EMBEDDED else None
        return split_described(self.weights, said, vectors)


def embedded(embed: Embed, said: Sequence[str]) -> Matrix:
    """A row for each sentence, made a few at a time so that a long text takes no more memory than a short one."""
    return np.concatenate([embed(said[start : start + _BATCH]) for start in range(0, len(said), _BATCH)])


def split_described(weights: SplitWeights, said: Sequence[str], vectors: Matrix | None) -> list[Section]:
    """The best way through at least one sentence; `vectors` are their embeddings, if there are any."""
    learned = weights.without_meaning if vectors is None else weights.with_meaning
    likely = log_softmax(describe(said, vectors) @ learned, axis=1)
    sections = list(Section)
    return [sections[place] for place in _best_way(likely, weights)]


def _best_way(likely: Numbers, weights: SplitWeights) -> list[int]:
    """Viterbi's algorithm."""
    steps = _WAY_SHARE * weights.steps + np.where(np.tri(len(Section), k=-1), -np.inf, 0)
    best = _WAY_SHARE * weights.begins + likely[0]
    origins = []
    for row in likely[1:]:
        ways = best[:, None] + steps
        origins.append(ways.argmax(axis=0))
        best = ways.max(axis=0) + row
    way = [int((best + _WAY_SHARE * weights.ends).argmax())]
    for origin in reversed(origins):
        way.append(int(origin[way[-1]]))
    return way[::-1]
