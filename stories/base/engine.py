"""The engine of this process, which compares questions and stories by meaning; loaded on first need."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from stories.base.editions import edition_of
from stories.base.embedding import Unavailable, load_model

if TYPE_CHECKING:
    from stories.core.meaning.classifier import QuestionClassifier
    from stories.core.meaning.known_questions import KnownQuestions
    from stories.core.meaning.recipe import Embed, QuestionEncoder
    from stories.core.meaning.shown import ValueDirections
    from stories.core.meaning.transformer import Matrix

BASIS = Path(__file__).parent / "basis.npz"
"""Written by `python -m stories.bank.encoding`."""

_loading = Lock()


@dataclass(frozen=True, slots=True)
class Engine:
    """The model, and what it knows of questions."""

    embed: "Embed"
    encoder: "QuestionEncoder"
    values: "QuestionClassifier"
    """Names are slugs of values of the default framework."""
    topics: "QuestionClassifier"
    directions: "ValueDirections"
    """Of the same values."""
    bank: "KnownQuestions"


def load_engine() -> Engine | Unavailable:
    """The engine, loaded by the first call; the answer stays the same until the process ends."""
    with _loading:
        return _load()


@cache
def edition() -> str:
    """12 hexadecimal digits for all that determines a story's vector."""
    return edition_of(("stories.core.meaning", "stories.core.lengths", "stories.base.embedding"))


@cache
def _load() -> Engine | Unavailable:
    model = load_model()
    if isinstance(model, Unavailable):
        return model
    # Imported here because a process that suggests nothing shouldn't wait for numpy.
    from stories.core.meaning.basis import Basis

    basis = Basis.load(BASIS.read_bytes())
    encoder = basis.encoder(_remembering(model.embed))
    values, topics = basis.classifiers(encoder)
    return Engine(model.embed, encoder, values, topics, basis.directions(), basis.bank())


def _remembering(embed: "Embed") -> "Embed":
    """The same for questions, each of which is embedded once while somebody corrects what it is about."""
    import numpy as np

    embed_one = lru_cache(maxsize=128)(lambda text: embed([text])[0])

    def embed_each(texts: Sequence[str]) -> "Matrix":
        return np.stack([embed_one(text) for text in texts])

    return embed_each
