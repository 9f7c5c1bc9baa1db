"""A question just heard: the stories to look at, the bank's questions most like it, and what can't be compared."""

from collections.abc import Sequence
from dataclasses import dataclass

from stories.base.embedding import Unavailable
from stories.base.engine import load_engine
from stories.core.language import is_english
from stories.core.matching import Asked
from stories.coverage.closest_stories import CLOSEST
from stories.coverage.snapshot import Snapshot
from stories.coverage.suggestions import Suggestions, suggestions_heard
from stories.models import Question

NOT_ENGLISH = (
    "This doesn't look like English, so its meaning isn't compared: only values, topic and shared words count."
)


@dataclass(frozen=True, slots=True)
class Heard:
    suggestions: Suggestions
    """As long as there are stories, three of them are offered."""
    in_bank: Sequence[Question]
    """Those that it may be in other words, nearest first: three at most."""
    limits: str
    """A sentence if meaning isn't compared."""


def hear(asked: Asked, snapshot: Snapshot) -> Heard:
    return Heard(suggestions_heard(snapshot, asked), _in_bank(asked.text, snapshot), _limits_of(asked.text))


def _limits_of(text: str) -> str:
    """Why the meaning of a text isn't compared, for the user; empty if it is."""
    if not is_english(text):
        return NOT_ENGLISH
    engine = load_engine()
    return engine.consequence if isinstance(engine, Unavailable) else ""


def _in_bank(text: str, snapshot: Snapshot) -> list[Question]:
    engine = load_engine()
    if isinstance(engine, Unavailable) or not text or not is_english(text):
        return []
    by_slug = {question.slug: question for question in snapshot.questions.values() if not question.owner_id}
    nearest = engine.bank.by_nearness(engine.encoder.embed([text])[0])
    return [by_slug[slug] for slug in nearest if slug in by_slug][:CLOSEST]
