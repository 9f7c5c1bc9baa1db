"""Which column of a spreadsheet holds what, by the names that people give them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from stories.core.choices import REQUIRED_SECTIONS, Section
from stories.core.exchange.marks import is_mark
from stories.core.exchange.names import by_name, plain_name

Rows = Sequence[Sequence[str]]
MOST_COLUMNS = 300
"""Those further right are not read."""
HEADER_WITHIN = 20
"""Rows from the top among which the header is looked for."""


class Field(StrEnum):
    """What a column may hold beside a value."""

    TITLE = "title"
    HEADLINE = "headline"
    ORGANISATION = "organisation"
    ROLE = "role"
    WHEN = "when"
    STATUS = "status"
    SITUATION = "situation"
    TASK = "task"
    ACTION = "action"
    RESULT = "result"
    LEARNING = "learning"
    STAR = "star"
    """The sections in one cell, labelled."""
    TAGS = "tags"
    ID = "id"
    FINGERPRINT = "fingerprint"


_NAMES = {
    Field.TITLE: "title, story, name, story title, story name, example, project",
    Field.HEADLINE: "headline, one line, one liner, tagline, summary, hook, in one line",
    Field.ORGANISATION: "organisation, organization, company, employer, where, org",
    Field.ROLE: "role, your role, my role, position, job, job title",
    Field.WHEN: "when, date, dates, year, period, time, timeframe",
    Field.STATUS: "status, state, progress",
    Field.SITUATION: "situation, context, background, situation context",
    Field.TASK: "task, tasks, goal, challenge, problem, objective, responsibility, my task",
    Field.ACTION: "action, actions, what i did, approach, steps, actions taken, my actions",
    Field.RESULT: "result, results, outcome, outcomes, impact, result impact, results impact",
    Field.LEARNING: "learning, learnings, lesson, lessons, lesson learned, lessons learned, takeaway, takeaways, "
    "reflection, what i learned",
    Field.STAR: "star, starl, star story, story text, full story, text, answer",
    Field.TAGS: "tags, tag, values, value, principle, principles, competency, competencies, culture values",
    Field.ID: "id, uuid, story id",
    Field.FINGERPRINT: "fingerprint",
}
_FIELDS = {name: field for field, names in _NAMES.items() for name in names.split(", ")}
_LETTERS = {section[0]: Field(section) for section in Section}


@dataclass(frozen=True, slots=True)
class Columns:
    """How a table is read; a person may change it."""

    header: int
    """The row with the names, counted from 0; stories begin below. -1: there is none."""
    targets: tuple[str, ...]
    """By column: a Field, a value as framework/value, or nothing where it is not read."""


def recognise(rows: Rows, values: Mapping[str, str]) -> Columns:
    """The header is the row in which most names are known; `values` are names by framework/value."""
    names = by_name(values)
    found = [_known(row, names) for row in rows[:HEADER_WITHIN]]
    header = max(range(len(found)), key=lambda number: sum(map(any, found[number])), default=0)
    targets: list[str] = []
    for column in range(min(max(map(len, rows), default=0), MOST_COLUMNS)):
        known = found[header][column] if column < len(found[header]) else ("", "")
        cells = (row[column] for row in rows[header + 1 :] if column < len(row))
        target = _target(*known, cells)
        targets.append("" if target in targets else target)
    return Columns(header, tuple(targets))


def known_fields(row: Sequence[str]) -> int:
    """How many cells of a row are names of fields."""
    return sum(map(any, _known(row, {})))


def _known(row: Sequence[str], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Of each cell the field and the value that it may name. A single letter means a section beside the other three."""
    plain = [plain_name(cell) for cell in row[:MOST_COLUMNS]]
    fields = _FIELDS | (_LETTERS if {section[0] for section in REQUIRED_SECTIONS} <= set(plain) else {})
    return [
        (fields.get(name, ""), names.get(cell.strip()) or names.get(name, ""))
        for cell, name in zip(row, plain, strict=False)
    ]


def _target(field: str, value: str, cells: Iterable[str]) -> str:
    """“Impact” may be a value or the result: where all cells are marks it is the value."""
    if field and value:
        return value if all(map(is_mark, cells)) else field
    return field or value
