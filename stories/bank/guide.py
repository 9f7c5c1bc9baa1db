"""The guide through a first story: what to ask oneself for each section, and an example to look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from stories.bank.seeding import read
from stories.core.choices import Section

EXAMPLE = "launch-hold"
"""The story of the demo that the guide shows."""
QUESTIONS = {
    Section.SITUATION: (
        "Where were you, and what was at stake for whom?",
        "What must somebody know who has never heard of it? Leave out the rest.",
    ),
    Section.TASK: (
        "What was yours to decide or to do, and not somebody else's?",
        "By when, and what stood in the way?",
    ),
    Section.ACTION: (
        "What did you do first, and what then?",
        "What did you say, in your own words, when it got difficult?",
        "Which other way was there, and why did you not take it?",
    ),
    Section.RESULT: (
        "What came of it, in numbers, before and after?",
        "How do you know that it came from what you did?",
    ),
    Section.LEARNING: (
        "What would you do differently today?",
        "Where have you done so since?",
    ),
}


@dataclass(frozen=True, slots=True)
class Guide:
    """Help with one section."""

    questions: tuple[str, ...]
    example: str
    """The section of another story (Markdown)."""
    next: Section | None
    """The section to go on with."""


@cache
def guides() -> Mapping[Section, Guide]:
    """The help with each section."""
    example = next(story for story in read("demo", "story") if story["slug"] == EXAMPLE)
    following = [*list(Section)[1:], None]
    return {
        section: Guide(QUESTIONS[section], example[section], after)
        for section, after in zip(Section, following, strict=True)
    }
