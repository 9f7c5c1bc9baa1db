"""The guide to a first story: questions to ask yourself about each section, and an example."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from stories.bank.seeding import Row, read
from stories.core.choices import Section
from stories.core.likelihood import Work

DEMO_EXAMPLE = "launch-hold"
"""The demo's story that the guide shows to machine learning engineers."""
QUESTIONS = {
    Section.SITUATION: (
        "Where were you, and what was at stake for whom?",
        "What does someone who has never heard of it need to know? Leave out the rest.",
    ),
    Section.TASK: (
        "What did you, and nobody else, have to decide or do?",
        "By when did it have to be done, and what stood in the way?",
    ),
    Section.ACTION: (
        "What did you do first, and then?",
        "What did you say, in your own words, when it got difficult?",
        "What else could you have done, and why didn't you?",
    ),
    Section.RESULT: (
        "What changed, in numbers, from before to after?",
        "How do you know that it changed because of you?",
    ),
    Section.LEARNING: (
        "What would you do differently today?",
        "Where have you done that since?",
    ),
}


@dataclass(frozen=True, slots=True)
class Guide:
    """Help with one section."""

    questions: tuple[str, ...]
    example: str
    """The section in the example story, in Markdown."""
    next: Section | None
    """The section to continue with; None after the last."""


@dataclass(frozen=True, slots=True)
class Example:
    """A finished story."""

    title: str
    headline: str
    texts: Mapping[Section, str]
    """In Markdown."""


@cache
def example_story(work: Work | None = None) -> Example:
    """The one that the guide is about, from somebody's kind of work."""
    row = _example(work or Work.OTHER)
    return Example(row["title"], row["headline"], {section: row[section] for section in Section})


@cache
def guides(work: Work | None = None) -> Mapping[Section, Guide]:
    """Help with each section, with an example from somebody's kind of work."""
    example = example_story(work)
    following = [*list(Section)[1:], None]
    return {
        section: Guide(QUESTIONS[section], example.texts[section], after)
        for section, after in zip(Section, following, strict=True)
    }


def _example(work: Work) -> Row:
    if work == Work.ML_ENGINEER:
        return next(story for story in read("demo", "story") if story["slug"] == DEMO_EXAMPLE)
    return next(example for example in read("guide", "example") if example["work"] == work)
