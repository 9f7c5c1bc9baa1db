"""What is worked out from the texts of a story and kept with them."""

from functools import cache

from django.db import transaction

from stories.base.editions import edition_of
from stories.base.rendering import render_markdown, spoken_text, spoken_words
from stories.core.choices import Section
from stories.core.fields import SEARCHED
from stories.core.review import EMPTY_SECTION, StoryText, errors_of
from stories.core.search import fold
from stories.core.speaking import count_words
from stories.library.background import ask_for_vectors
from stories.models import Answer, Story

MADE_BY = (
    *("stories.core.choices", "stories.core.fields", "stories.core.figures", "stories.core.grammar"),
    *("stories.core.hold_ups", "stories.core.search"),
    *("stories.core.speaking", "stories.core.stemming", "stories.core.terms", "stories.core.vocabulary"),
    *("stories.core.review", "stories.core.lengths", "stories.base.rendering"),
    *("stories.models.answer", "stories.models.story"),
    *("stories.library.derived", "stories.library.findings"),
)
"""The modules that determine the result; a test finds those that are missing."""
WITH_PACKAGES = ("markdown", "nh3", "snowballstemmer")
DERIVED = ("search_text", "terms", "words", "faults", "derived_by")


@cache
def edition() -> str:
    """The edition of all that is derived: stories derived by another edition are derived again by the upkeep."""
    return edition_of(MADE_BY, WITH_PACKAGES)


def derive(story: Story) -> None:
    """Bring the derived columns up to date, without saving them."""
    story.search_text = search_text_of(story)
    story.terms = story.read_terms().dump()
    story.words = sum(map(count_words, _spoken(story).values()))
    story.faults = faults_of(story)
    story.derived_by = edition()
    transaction.on_commit(ask_for_vectors)


def _spoken(story: Story) -> dict[Section, str]:
    return {section: spoken_text(render_markdown(story.text_of(section))) for section in Section}


def faults_of(story: Story) -> str:
    """The review's errors, a sentence a line, without those that the owner dismissed: nothing replaces a section."""
    errors = errors_of(StoryText(story.title, story.headline, _spoken(story), ()))
    dismissed = set(story.dismissals.values_list("code", "fingerprint")) if errors and story.version else set()
    return "\n".join(
        error.message
        for error in errors
        if error.code == EMPTY_SECTION or (error.code, error.fingerprint) not in dismissed
    )


def derive_answers(story: Story) -> None:
    """Bring the answers that tell the story up to date, and save them."""
    answers = list(story.answers.all())
    for answer in answers:
        answer.story = story
        derive_answer(answer)
    Answer.objects.bulk_update(answers, ["words"])


def derive_answer(answer: Answer) -> None:
    """Bring the number of its words up to date, without saving it."""
    answer.words = sum(spoken_words(part.text) for part in answer.parts_in_full)


def search_text_of(story: Story) -> str:
    """What the search looks through: every text of the story, and the evidence of its tags."""
    texts = [getattr(story, name) for name in SEARCHED]
    return fold("\n".join([*texts, *(tag.evidence for tag in story.tags.all())]))
