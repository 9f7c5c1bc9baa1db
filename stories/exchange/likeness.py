"""How alike two stories are in meaning, for an import."""

from functools import lru_cache
from typing import Any

from stories.base.embedding import Unavailable
from stories.base.engine import load_engine
from stories.core.choices import Section
from stories.core.exchange import StoryRecord
from stories.core.lengths import sentences

MOST_SENTENCES = 40
"""Of a story that are compared."""


def nearness(story: StoryRecord, other: StoryRecord) -> float:
    """The product of their vectors; 0 without the model."""
    first, second = (
        _vector(record.title, tuple(record.texts[section] for section in Section)) for record in (story, other)
    )
    return 0.0 if first is None or second is None else float(first @ second)


@lru_cache(maxsize=200)
def _vector(title: str, texts: tuple[str, ...]) -> Any:
    """Kept, because a plan is made again at each step of an import."""
    engine = load_engine()
    if isinstance(engine, Unavailable):
        return None
    # Imported here because a process that compares nothing shouldn't wait for numpy.
    from stories.core.meaning.recipe import encode_story

    said = [sentence for text in texts for sentence in sentences(text)]
    return encode_story(engine.embed, said[:MOST_SENTENCES], title)
