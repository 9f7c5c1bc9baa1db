"""What is worked out once from the labelled questions and the vocabulary, and comes with Prepsite as a file."""

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields

import numpy as np
from numpy.typing import NDArray

from stories.core.choices import PROBED_SHARES, Strength
from stories.core.meaning.classifier import Labels, QuestionClassifier
from stories.core.meaning.known_questions import KnownQuestions
from stories.core.meaning.recipe import Embed, QuestionEncoder, encode_concepts
from stories.core.meaning.shown import ValueDirections, directions_of
from stories.core.terms import cue_texts
from stories.core.vocabulary import CONCEPTS

Signals = Mapping[str, Sequence[str]]
"""What shows a value, in a line each, by its slug."""


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question whose topic, or the values that it probes, somebody has named."""

    text: str
    topic: str
    values: Mapping[str, Strength]
    """By slug, in the default framework."""
    is_of_bank: bool = False


@dataclass(frozen=True, slots=True)
class Basis:
    """One row a question, and one a concept. Embeddings are float16, which is all that the order needs."""

    source: NDArray[np.str_]
    """One text: `digest` of what the rest was worked out from."""
    texts: NDArray[np.str_]
    questions: NDArray[np.float16]
    """Embeddings of the texts."""
    mean: NDArray[np.float32]
    """The mean embedding of the bank's questions that probe values."""
    concepts: NDArray[np.float16]
    """By `encode_concepts`."""
    value_names: NDArray[np.str_]
    values: NDArray[np.float64]
    signals: NDArray[np.float16]
    """A row a value: the mean embedding of what shows it."""
    topic_names: NDArray[np.str_]
    topics: NDArray[np.float64]
    slugs: NDArray[np.str_]
    """Of the bank's questions."""
    wordings: NDArray[np.float16]
    """A row a slug: the mean embedding of the ways in which the question is asked."""

    def dump(self) -> bytes:
        """A compressed NumPy archive; the same basis gives the same bytes."""
        file = io.BytesIO()
        np.savez_compressed(file, allow_pickle=False, **asdict(self))
        return file.getvalue()

    @classmethod
    def load(cls, dumped: bytes) -> "Basis":
        """What `dump` gave."""
        with np.load(io.BytesIO(dumped), allow_pickle=False) as archive:
            return cls(**{field.name: archive[field.name] for field in fields(cls)})

    def encoder(self, embed: Embed) -> QuestionEncoder:
        known = dict(zip(map(str, self.texts), self.questions.astype(np.float32), strict=True))
        return QuestionEncoder(embed, self.mean, self.concepts.astype(np.float32), known)

    def bank(self) -> KnownQuestions:
        return KnownQuestions([str(slug) for slug in self.slugs], self.wordings.astype(np.float32))

    def classifiers(self, encoder: QuestionEncoder) -> tuple[QuestionClassifier, QuestionClassifier]:
        """For the values, and for the topics."""
        texts, vectors = [str(text) for text in self.texts], self.questions.astype(np.float32)
        return (
            QuestionClassifier(encoder, texts, vectors, Labels([str(name) for name in self.value_names], self.values)),
            QuestionClassifier(encoder, texts, vectors, Labels([str(name) for name in self.topic_names], self.topics)),
        )

    def directions(self) -> ValueDirections:
        """In which the stories lie that show each value."""
        questions = self.questions.astype(np.float32) - self.mean
        rows = directions_of(questions, self.values.astype(np.float32), self.signals.astype(np.float32))
        return ValueDirections([str(name) for name in self.value_names], rows)


Wordings = Mapping[str, Sequence[str]]
"""Slugs of the bank's questions, each with the ways in which it is asked."""


def work_out(embed: Embed, questions: Sequence[LabelledQuestion], wordings: Wordings, signals: Signals) -> Basis:
    """Everything from the beginning: about a minute."""
    vectors = embed([question.text for question in questions])
    probing = [row for row, question in enumerate(questions) if question.is_of_bank and question.values]
    values = sorted({value for question in questions for value in question.values})
    topics = sorted({question.topic for question in questions} - {""})
    return Basis(
        source=np.array(digest(questions, wordings, signals)),
        texts=np.array([question.text for question in questions]),
        questions=vectors.astype(np.float16),
        mean=vectors[probing].mean(axis=0),
        concepts=encode_concepts(embed).astype(np.float16),
        value_names=np.array(values),
        values=np.array([[_share(question, value) for value in values] for question in questions]),
        signals=np.stack([embed(signals[value]).mean(axis=0) for value in values]).astype(np.float16),
        topic_names=np.array(topics),
        topics=np.array([[float(question.topic == topic) for topic in topics] for question in questions]),
        slugs=np.array(list(wordings)),
        wordings=np.stack([embed(texts).mean(axis=0) for texts in wordings.values()]).astype(np.float16),
    )


def _share(question: LabelledQuestion, value: str) -> float:
    strength = question.values.get(value)
    return PROBED_SHARES[strength] if strength else 0.0


def digest(questions: Sequence[LabelledQuestion], wordings: Wordings, signals: Signals) -> str:
    """12 hexadecimal digits: for the labelled questions, the wordings, what shows the values, and the vocabulary."""
    labelled = [
        (question.text, question.is_of_bank, question.topic, sorted(question.values.items())) for question in questions
    ]
    concepts = [(name, concept.label, cue_texts(concept.told or concept.asked)) for name, concept in CONCEPTS.items()]
    known = (labelled, sorted(wordings.items()), sorted(signals.items()), concepts)
    return hashlib.sha256(repr(known).encode()).hexdigest()[:12]
