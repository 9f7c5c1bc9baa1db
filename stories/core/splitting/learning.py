"""What the splitting model learns from labelled stories: a multinomial logistic regression, and counts of what follows.

The same stories always give the same weights.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax

from stories.core.choices import Section
from stories.core.meaning.transformer import Matrix
from stories.core.splitting.description import CUES, Numbers, describe
from stories.core.splitting.splitter import SplitWeights

_RIDGE = 1.0
_ROUNDS = 300
_SECTIONS = list(Section)


@dataclass(frozen=True, slots=True)
class LabelledSentences:
    """The sentences of one story, at least one, in the order in which they are told."""

    said: Sequence[str]
    sections: Sequence[Section]
    vectors: Matrix
    """Their embeddings."""


def learn(stories: Sequence[LabelledSentences]) -> SplitWeights:
    """Weights for splitting with and without the meaning of sentences."""
    labels = np.array([_SECTIONS.index(section) for story in stories for section in story.sections])
    steps, begins, ends = _ways(stories)
    return SplitWeights(
        source=np.array(digest(stories)),
        with_meaning=_regression(np.concatenate([describe(story.said, story.vectors) for story in stories]), labels),
        without_meaning=_regression(np.concatenate([describe(story.said, None) for story in stories]), labels),
        steps=steps,
        begins=begins,
        ends=ends,
    )


def digest(stories: Sequence[LabelledSentences]) -> str:
    """12 hexadecimal digits for the sentences with their sections, and for the cues that are looked for."""
    labelled = [[(section.value, said) for section, said in zip(s.sections, s.said, strict=True)] for s in stories]
    return hashlib.sha256(repr((labelled, [cue.pattern for cue in CUES])).encode()).hexdigest()[:12]


def _regression(rows: Numbers, labels: NDArray[np.int_]) -> NDArray[np.float32]:
    shape = rows.shape[1], len(_SECTIONS)
    wanted = np.eye(len(_SECTIONS))[labels]

    def loss(flat: Numbers) -> tuple[float, Numbers]:
        weights = flat.reshape(shape)
        likely = log_softmax(rows @ weights, axis=1)
        slope = rows.T @ (np.exp(likely) - wanted) + _RIDGE * weights
        return _RIDGE / 2 * np.square(weights).sum() - (wanted * likely).sum(), slope.ravel()

    solution = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS})
    weights: NDArray[np.float32] = solution.x.reshape(shape).astype(np.float32)
    return weights


def _ways(stories: Sequence[LabelledSentences]) -> tuple[NDArray[np.float32], ...]:
    """How likely each section is after each, at the beginning and at the end. Nothing forward counts as impossible."""
    count = len(_SECTIONS)
    steps, begins, ends = np.triu(np.ones((count, count))), np.full(count, 0.5), np.full(count, 0.5)
    for story in stories:
        places = [_SECTIONS.index(section) for section in story.sections]
        begins[places[0]] += 1
        ends[places[-1]] += 1
        for before, after in pairwise(places):
            steps[before, after] += 1
    return tuple(_logarithms(shares) for shares in (steps, begins, ends))


def _logarithms(counts: Numbers) -> NDArray[np.float32]:
    shares = counts / counts.sum(axis=-1, keepdims=True)
    logarithms: NDArray[np.float32] = np.log(np.where(shares, shares, 1)).astype(np.float32)
    return logarithms
