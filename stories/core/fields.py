"""What a person writes in a story: every field, listed once.

Content, files, columns, forms, versions, fingerprints and the search follow this list; tests tie it to the model.
CONTRIBUTING.md says how to add a field.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from stories.core.choices import Section

PROSE_LIMIT = 20_000
"""Characters in a section, or in any other longer text."""


class Kind(StrEnum):
    """How much a field holds."""

    LINE = "line"
    PROSE = "prose"
    """Markdown; a story file gives it a heading of its own."""


@dataclass(frozen=True, slots=True)
class StoryField:
    """One text of a story."""

    name: str
    """As the model, files and forms call it."""
    label: str
    kind: Kind
    limit: int
    """Characters."""
    columns: str
    """The names that people give it in their spreadsheets: lower case, separated by commas."""
    prompt: str = ""
    """What the editor shows below it."""
    is_spoken: bool = False
    """Told in an interview: one of the sections."""
    is_searched: bool = True
    is_versioned: bool = True
    is_exported: bool = True


def _line(name: str, label: str, limit: int, columns: str, prompt: str = "") -> StoryField:
    return StoryField(name, label, Kind.LINE, limit, columns, prompt)


def _section(section: Section, columns: str, prompt: str) -> StoryField:
    return StoryField(section.value, section.capitalize(), Kind.PROSE, PROSE_LIMIT, columns, prompt, is_spoken=True)


FIELDS = (
    _line(
        "title",
        "Title",
        150,
        "title, story, name, story title, story name, example, project",
        "For you, so you can find the story again.",
    ),
    _line(
        "headline",
        "Headline",
        200,
        "headline, one line, one liner, tagline, summary, hook, in one line",
        "The whole story in one line, as you would say it.",
    ),
    _line("organisation", "Organisation", 100, "organisation, organization, company, employer, where, org"),
    _line("role", "Role", 100, "role, your role, my role, position, job, job title", "Yours, at the time."),
    _line("when", "When", 50, "when, date, dates, year, period, time, timeframe"),
    _section(
        Section.SITUATION,
        "situation, context, background, situation context",
        "Where and when it happened, and what was at stake. Two or three sentences.",
    ),
    _section(
        Section.TASK,
        "task, tasks, goal, challenge, problem, objective, responsibility, my task",
        "What was yours to do or decide.",
    ),
    _section(
        Section.ACTION,
        "action, actions, what i did, approach, steps, actions taken, my actions",
        "What you did, step by step, and why you did it that way. This is most of the story. "
        "Say “I” for your own part.",
    ),
    _section(
        Section.RESULT,
        "result, results, outcome, outcomes, impact, result impact, results impact",
        "What came of it, in numbers if you can, and how you know.",
    ),
    _section(
        Section.LEARNING,
        "learning, learnings, lesson, lessons, lesson learned, lessons learned, takeaway, takeaways, reflection, "
        "what i learned",
        "What you have done differently since.",
    ),
    StoryField(
        "notes",
        "Notes",
        Kind.PROSE,
        PROSE_LIMIT,
        "notes, note, remarks, comments, my notes",
        "Anything that belongs to the story but is never said: names to leave out, where the figures are from.",
    ),
    StoryField(
        "follow_ups",
        "Follow-ups",
        Kind.PROSE,
        PROSE_LIMIT,
        "follow ups, follow up, follow up questions, followups, followup questions, likely follow ups",
        "Questions to expect afterwards, one per line. Put what you would say below each one, indented.",
    ),
)
"""In reading order. A new field goes after the others of its kind, so older story files are still recognised."""

NAMES = tuple(field.name for field in FIELDS)
EXPORTED = tuple(field.name for field in FIELDS if field.is_exported)
SEARCHED = tuple(field.name for field in FIELDS if field.is_searched)
VERSIONED = tuple(field.name for field in FIELDS if field.is_versioned)
LINES = tuple(field.name for field in FIELDS if field.kind == Kind.LINE)
LABELS: Mapping[str, str] = {field.name: field.label for field in FIELDS}
DETAILS = tuple(name for name in LINES if name not in ("title", "headline"))
"""Where and when it was: what is shown below the title of a story."""
ASIDES = tuple(field.name for field in FIELDS if field.kind == Kind.PROSE and not field.is_spoken)
"""Longer texts that are not told with the story."""
