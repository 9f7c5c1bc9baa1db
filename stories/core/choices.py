"""The choices by which stories, tags and answers are described (docs/concepts.md)."""

from enum import StrEnum


class Status(StrEnum):
    """How far along a story is; an archived story never counts."""

    DRAFT = "draft"
    READY = "ready"
    ARCHIVED = "archived"


class Strength(StrEnum):
    """How strongly a story shows a value, and how strongly a question probes it."""

    PRIMARY = "primary"
    SUPPORTING = "supporting"


PROBED_SHARES = {Strength.PRIMARY: 1.0, Strength.SUPPORTING: 0.4}
"""How far a question probes a value, where somebody has named it."""


class Fit(StrEnum):
    """How well a story answers a question, best first."""

    STRONG = "strong"
    OK = "ok"
    STRETCH = "stretch"


class QuestionKind(StrEnum):
    """What answers a question."""

    EPISODE = "episode"
    """A story."""
    OPINION = "opinion"
    """What somebody thinks or wants: no episode answers it."""
    EITHER = "either"

    @property
    def takes_story(self) -> bool:
        return self != QuestionKind.OPINION

    @property
    def takes_prepared(self) -> bool:
        """Whether it may be answered without a story."""
        return self != QuestionKind.EPISODE


class Section(StrEnum):
    """The parts of a STAR story, in the order they are told."""

    SITUATION = "situation"
    TASK = "task"
    ACTION = "action"
    RESULT = "result"
    LEARNING = "learning"


class Length(StrEnum):
    """How long an answer takes to tell, longest first."""

    FULL = "full"
    SHORT = "short"
    HEADLINE = "headline"


TIMED_SECTIONS = (Section.SITUATION, Section.TASK, Section.ACTION, Section.RESULT)
"""Those that share the time of an answer."""
REQUIRED_SECTIONS = (Section.SITUATION, Section.ACTION, Section.RESULT)
"""What must be written before a story may be marked ready; the Task may be part of the Situation."""
