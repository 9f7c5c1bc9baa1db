"""A story in one cell: its sections after labels such as “S:” or “Situation:”."""

from collections.abc import Mapping

from stories.core.choices import Section
from stories.core.exchange.budget import Budget
from stories.core.exchange.labelled_text import read_labelled

MOST_LINES = 1_000
"""In a cell; one with more isn't a story."""


def read_star(text: str, budget: Budget | None = None) -> Mapping[str, str]:
    """The sections, and whatever else is labelled, by field; empty if there are no labels, or too many lines.

    Text before the first label goes to its section. If a cell tells several stories, their sections are joined.
    """
    if text.count("\n") > MOST_LINES:
        return {}
    texts: dict[str, list[str]] = {}
    for story in read_labelled(text, budget=budget).stories:
        first = next(name for name in story.texts if name in tuple(Section))
        texts.setdefault(first, []).append(story.texts["title"])
        for name, part in story.texts.items():
            texts.setdefault(name, []).append(part if name != "title" else "")
    joined = {name: "\n\n".join(filter(None, parts)) for name, parts in texts.items()}
    return {name: part for name, part in joined.items() if part or name in tuple(Section)}
