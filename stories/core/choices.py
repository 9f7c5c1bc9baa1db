"""The words that stories, tags and answers are described with (docs/concepts.md)."""

from enum import StrEnum


class Status(StrEnum):
    """How far a story is; an archived one never counts."""

    DRAFT = "draft"
    READY = "ready"
    ARCHIVED = "archived"


class Strength(StrEnum):
    """How much a story shows a value, and how much a question probes one."""

    PRIMARY = "primary"
    SUPPORTING = "supporting"


class Fit(StrEnum):
    """How well a story answers a question, best first."""

    STRONG = "strong"
    OK = "ok"
    STRETCH = "stretch"


class Section(StrEnum):
    """The parts of a STAR story, in the order they are told."""

    SITUATION = "situation"
    TASK = "task"
    ACTION = "action"
    RESULT = "result"
    LEARNING = "learning"


class Length(StrEnum):
    """How long an answer is told, longest first."""

    FULL = "full"
    SHORT = "short"
    HEADLINE = "headline"


REQUIRED_SECTIONS = (Section.SITUATION, Section.TASK, Section.ACTION, Section.RESULT)
"""What must be written before a story may be marked ready."""
