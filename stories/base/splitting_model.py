"""The splitter of this process, which proposes sections for notes; loaded on first need."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from stories.base.embedding import Unavailable, load_model

if TYPE_CHECKING:
    from stories.core.splitting.splitter import Splitter

WEIGHTS = Path(__file__).parent / "splitting.npz"
"""Written by `python -m tests.benchmarks.splitting --write`."""


@cache
def load_splitter() -> "Splitter":
    """With the meaning of sentences if there is a model, else without."""
    # Imported here because a process that splits nothing shouldn't wait for numpy and scipy.
    from stories.core.splitting.splitter import Splitter, SplitWeights

    model = load_model()
    embed = None if isinstance(model, Unavailable) else model.embed
    return Splitter(SplitWeights.load(WEIGHTS.read_bytes()), embed)
