"""Which column of a spreadsheet holds what, by the names that people give them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from stories.core.choices import REQUIRED_SECTIONS, Section
from stories.core.exchange.marks import is_mark
from stories.core.exchange.names import by_name, plain_name
from stories.core.fields import FIELDS

Rows = Sequence[Sequence[str]]
MOST_COLUMNS = 300
"""Columns further to the right are not read."""
HEADER_WITHIN = 20
"""The header is looked for in this many rows from the top."""
LONGEST_NAME = 200
"""Characters; a cell with more holds no name."""


class Column(StrEnum):
    """What a column may hold other than a text of the story or a value."""

    STATUS = "status"
    STAR = "star"
    """The sections in one cell, labelled."""
    TAGS = "tags"
    ID = "id"
    FINGERPRINT = "fingerprint"


_NAMES = {field.name: field.columns for field in FIELDS if field.is_exported} | {
    Column.STATUS: "status, state, progress",
    Column.STAR: "star, starl, star story, story text, full story, text, answer",
    Column.TAGS: "tags, tag, values, value, principle, principles, competency, competencies, culture values",
    Column.ID: "id, uuid, story id",
    Column.FINGERPRINT: "fingerprint",
}
_TARGETS = {name: target for target, names in _NAMES.items() for name in names.split(", ")}
_LETTERS = {section[0]: section.value for section in Section}


@dataclass(frozen=True, slots=True)
class Columns:
    """How a table is read; its owner may change it."""

    header: int
    """The row with the names, counted from 0; the stories begin below it. -1 means that there is none."""
    targets: tuple[str, ...]
    """For each column: the name of a text, a Column, a value as framework/value, or empty if it is not read."""


def recognise(rows: Rows, values: Mapping[str, str]) -> Columns:
    """Take the row with the most known names as the header; `values` maps framework/value to names."""
    names = by_name(values)
    known_rows = [_known(row, names) for row in rows[:HEADER_WITHIN]]
    header = max(range(len(known_rows)), key=lambda number: sum(map(any, known_rows[number])), default=0)
    targets: list[str] = []
    for column in range(min(max(map(len, rows), default=0), MOST_COLUMNS)):
        known = known_rows[header][column] if column < len(known_rows[header]) else ("", "")
        cells = (row[column] for row in rows[header + 1 :] if column < len(row))
        target = _target(*known, cells)
        targets.append("" if target in targets else target)
    return Columns(header, tuple(targets))


def known_fields(row: Sequence[str]) -> int:
    """How many cells of a row name a field."""
    return sum(map(any, _known(row, {})))


def _known(row: Sequence[str], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """The field and the value that each cell may name. A single letter means a section only next to the other three."""
    plain = [plain_name(cell) if len(cell) <= LONGEST_NAME else "" for cell in row[:MOST_COLUMNS]]
    fields = _TARGETS | (_LETTERS if {section[0] for section in REQUIRED_SECTIONS} <= set(plain) else {})
    return [
        (fields.get(name, ""), names.get(cell.strip()) or names.get(name, ""))
        for cell, name in zip(row, plain, strict=False)
    ]


def _target(field: str, value: str, cells: Iterable[str]) -> str:
    """“Impact” may be a value or the result: if all cells are marks, it is the value."""
    if field and value:
        return value if all(map(is_mark, cells)) else field
    return field or value
