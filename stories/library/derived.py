"""What is worked out from the texts of a story and kept with them."""

from functools import cache

from django.db import transaction

from stories.base.editions import edition_of
from stories.base.rendering import render_markdown, spoken_text
from stories.core.choices import Section
from stories.core.fields import SEARCHED
from stories.core.search import fold
from stories.core.speaking import count_words
from stories.library.background import ask_for_vectors
from stories.models import Story

MADE_BY = (
    *("stories.core.choices", "stories.core.fields", "stories.core.grammar", "stories.core.search"),
    *("stories.core.speaking", "stories.core.stemming", "stories.core.terms", "stories.core.vocabulary"),
    *("stories.core.review", "stories.base.rendering", "stories.models.story"),
    *("stories.library.derived", "stories.library.findings"),
)
"""The modules that determine the result; a test finds those that are missing."""
WITH_PACKAGES = ("markdown", "nh3", "snowballstemmer")
DERIVED = ("search_text", "terms", "words", "derived_by")


@cache
def edition() -> str:
    """The edition of all that is derived: stories derived by another edition are derived again by the upkeep."""
    return edition_of(MADE_BY, WITH_PACKAGES)


def derive(story: Story) -> None:
    """Bring the derived columns up to date, without saving them."""
    story.search_text = search_text_of(story)
    story.terms = story.read_terms().dump()
    story.words = sum(count_words(spoken_text(render_markdown(story.text_of(section)))) for section in Section)
    story.derived_by = edition()
    transaction.on_commit(ask_for_vectors)


def search_text_of(story: Story) -> str:
    """What the search looks through: every text of the story, and the evidence of its tags."""
    texts = [getattr(story, name) for name in SEARCHED]
    return fold("\n".join([*texts, *(tag.evidence for tag in story.tags.all())]))
