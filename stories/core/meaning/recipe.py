"""How stories and questions become vectors that can be compared: the product of two says how near they are.

A question asks for an episode, and a story tells one, so their bare embeddings have little in common. From a question's
embedding everything is taken that questions have in common, and the concepts that it touches are added in the words of
those who tell about them.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stories.core.meaning.transformer import Matrix
from stories.core.terms import cue_texts
from stories.core.vocabulary import CONCEPTS, Concept

_STORED = np.dtype("<f2")
Embed = Callable[[Sequence[str]], Matrix]
"""Texts to vectors of length 1: a row a text."""

CONCEPTS_SHARE = 0.8
"""What the words of a concept weigh next to the question's own."""
LABEL_SHARE = 0.5
"""What the name of a concept weighs next to the words that show it."""
HEADING_SHARE = 0.3
"""What title and headline weigh next to the sections."""
FEWEST_WORDS = 4
"""In a sentence that says enough to be embedded by itself."""


def encode_story(embed: Embed, sentences: Iterable[str], heading: str) -> Matrix:
    """384 numbers for a story, given the sentences of its sections: of length 1, or all 0 if there is no word."""
    said = [sentence for sentence in sentences if len(sentence.split()) >= FEWEST_WORDS]
    vectors = embed([*said, heading])
    body = _normalized(vectors[:-1].sum(axis=0))
    return _normalized(body + (HEADING_SHARE * vectors[-1] if heading.strip() else 0))


def dump_vector(vector: Matrix) -> bytes:
    """768 bytes: 384 numbers as little-endian float16."""
    return vector.astype(_STORED).tobytes()


def load_vectors(dumped: Iterable[bytes]) -> Matrix:
    """A row each, from at least one that `dump_vector` gave."""
    return np.stack([np.frombuffer(numbers, _STORED) for numbers in dumped]).astype(np.float32)


class StoryVectors:
    """The vectors of a library's stories, where they are made."""

    def __init__(self, stories: Sequence[Hashable], dumped: Mapping[Hashable, bytes]) -> None:
        """`dumped`: what `dump_vector` gave, by story, for at least one of `stories`."""
        self._count = len(stories)
        self._made = [place for place, story in enumerate(stories) if story in dumped]
        self._rows = load_vectors(dumped[stories[place]] for place in self._made)

    def nearness(self, directions: Matrix) -> NDArray[np.float64]:
        """A row a question's vector, a column a story: their product. A story without a vector counts as the mean."""
        products = directions @ self._rows.T
        near = np.repeat(products.mean(axis=1, keepdims=True), self._count, axis=1)
        near[:, self._made] = products
        return near.astype(np.float64).round(4)


def encode_concepts(embed: Embed) -> Matrix:
    """A row a concept, in their order, less the mean of all: where the stories lie that show it."""
    rows = np.stack([_encode_concept(embed, concept) for concept in CONCEPTS.values()])
    centred: Matrix = rows - rows.mean(axis=0)
    return centred


def _encode_concept(embed: Embed, concept: Concept) -> Matrix:
    label, *cues = embed([concept.label, *cue_texts(concept.told or concept.asked)])
    return _normalized(_normalized(np.sum(cues, axis=0)) + LABEL_SHARE * label)


@dataclass(frozen=True, slots=True)
class QuestionEncoder:
    """Turns questions into the direction in which the stories lie that answer them."""

    embed: Embed
    mean: Matrix
    """The mean embedding of behavioral questions: 384 numbers."""
    concepts: Matrix
    """By `encode_concepts`."""
    known: Mapping[str, Matrix]
    """Embeddings of questions by their text, so that they needn't be made again."""

    def centred(self, text: str) -> Matrix:
        """The question's embedding less what questions have in common."""
        vector = self.known[text] if text in self.known else self.embed([text])[0]
        result: Matrix = vector - self.mean
        return result

    def encode(self, text: str, concepts: Mapping[str, float]) -> Matrix:
        """384 numbers of length 1; `concepts` says how much the question turns on each."""
        weights = np.array([concepts.get(name, 0.0) for name in CONCEPTS], np.float32)
        return _normalized(self.centred(text) + CONCEPTS_SHARE * (weights @ self.concepts))


def _normalized(vector: Matrix) -> Matrix:
    length = np.linalg.norm(vector)
    result: Matrix = (vector / length if length else vector).astype(np.float32)
    return result
