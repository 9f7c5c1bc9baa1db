"""What the pages of an answer need."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from stories.base.rendering import render_markdown, spoken_words
from stories.core.choices import Section, Status
from stories.core.differences import PageBudget, Piece, word_differences
from stories.core.speaking import Pace, seconds
from stories.enums import FOLLOW_UPS
from stories.models import Answer, Owner, PreparedAnswer


def sheet_answers(owner: Owner) -> Sequence[Answer]:
    """The answers that may go on an interview sheet, in the order of their questions."""
    answers = owner.answers.exclude(story__status=Status.ARCHIVED).select_related("story", "question")
    return list(answers.order_by("question__position", "question_id", "pk"))


def sheet_prepared(owner: Owner) -> Sequence[PreparedAnswer]:
    """The answers without a story that may go on it, in the same order."""
    return list(owner.prepared_answers.select_related("question").order_by("question__position", "question_id"))


def prepared_follow_ups(answer: Answer) -> tuple[int, int]:
    """How many of the follow-ups have something to say, and how many there are: the usual ones and the owner's."""
    prepared = {follow_up["question"] for follow_up in answer.follow_ups if follow_up["note"]}
    asked = {*FOLLOW_UPS, *(follow_up["question"] for follow_up in answer.follow_ups)}
    return len(prepared), len(asked)


@dataclass(frozen=True, slots=True)
class OwnSection:
    """A section of the story, and what the answer makes of it."""

    section: Section
    html: SafeString
    seconds: int
    """As the answer tells it."""
    is_reworded: bool
    differences: tuple[Piece, ...]
    """What changed in the story since the section was reworded."""


def sections_of(answer: Answer, pace: Pace) -> list[OwnSection]:
    outdated, budget = answer.outdated, PageBudget()
    return [
        OwnSection(
            section,
            render_markdown(answer.story.text_of(section)),
            seconds(spoken_words(answer.told(section)), pace.per_minute),
            bool(answer.rewording_of(section)),
            _differences(answer, section, budget) if section in outdated else (),
        )
        for section in Section
    ]


def _differences(answer: Answer, section: Section, budget: PageBudget) -> tuple[Piece, ...]:
    return word_differences(answer.rewordings[section]["was"], answer.story.text_of(section), budget)
