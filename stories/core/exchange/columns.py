"""Which column of a spreadsheet holds what, by the names that people give them."""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from stories.core.choices import TIMED_SECTIONS, Section
from stories.core.exchange.constraints import is_id
from stories.core.exchange.labels import LETTERS, Column, is_floating, target_of
from stories.core.exchange.marks import is_mark, read_tags
from stories.core.exchange.names import by_name, plain_name
from stories.core.exchange.star import read_star
from stories.core.fields import ASIDES, FIELDS, LABELS

Rows = Sequence[Sequence[str]]
MOST_COLUMNS = 300
"""Columns further to the right are not read."""
HEADER_WITHIN = 20
"""The header is looked for in this many rows from the top."""
LONGEST_NAME = 200
"""Characters; a cell with more holds no name."""


_OF_TABLES = {
    name: target
    for target, names in {
        Column.STAR: "star, starl, star story, star answer, star response, star example, story text, full story, text, "
        "answer",
        Column.ID: "id, uuid, story id, guid",
        Column.FINGERPRINT: "fingerprint",
    }.items()
    for name in names.split(", ")
}
"""Names that mean something only at the top of a column."""
_OWN = re.compile(r"\A(?:my|your) ")
_OF_STRENGTHS = {
    "primary": Column.TAGS,
    "main": Column.TAGS,
    "secondary": Column.SUPPORTING,
    "supporting": Column.SUPPORTING,
    "other": Column.SUPPORTING,
}
_OF_ANY_LENGTH = ("", "headline", *ASIDES)
"""What a column may seem to hold that holds whole stories."""
_MOST_SAMPLED = 5
_SAMPLE = 1_000
"""Characters of a cell: its first sections begin within them."""
_MOST_LOOKED_AT = 50
"""Cells that show what a column holds."""
_STORY = frozenset({"story", "geschichte", "histoire", "historia"})
"""Of a title, or of a whole story if another column has the title."""
_SPOKEN = tuple(field.name for field in FIELDS if field.is_spoken)
_SEVERAL = frozenset({*_SPOKEN, *ASIDES, Column.TAGS, Column.SUPPORTING})
"""What several columns may hold together."""
_NUMBERS = frozenset({"", "no", "nr", "number", "nummer", "row"})
_DERIVED = frozenset({"time to tell"})
"""What an exported document works out of the story."""
_IS_NUMBER = re.compile(r"(?:story|example|nr|no)?[ #.]*\d{1,5}[.)]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Columns:
    """How a table is read; its owner may change it."""

    header: int
    """The row with the names, counted from 0; the stories begin below it. -1 means that there is none."""
    targets: tuple[str, ...]
    """For each column: the name of a text, a Column, a value as framework/value, or empty if it is not read."""


def recognise(rows: Rows, values: Mapping[str, str]) -> Columns:
    """Take the row with the most known names as the header; `values` maps framework/value to names.

    What isn't known goes to the notes of the stories, if any column is known.
    """
    names = by_name(values)
    known_rows = [_known(row, names) for row in rows[:HEADER_WITHIN]]
    header = max(range(len(known_rows)), key=lambda number: sum(map(any, known_rows[number])), default=0)
    return columns_below(rows, header, names)


def columns_below(rows: Rows, header: int, names: Mapping[str, str]) -> Columns:
    """What the columns hold, by the names in the row `header`; `names` maps plain names to framework/value."""
    width = min(max(map(len, rows), default=0), MOST_COLUMNS)
    known = _known(rows[header], names) if 0 <= header < len(rows) else []
    known += [("", "")] * (width - len(known))
    cells = _first_cells(rows[header + 1 :], width)
    is_export = {Column.ID, Column.FINGERPRINT} <= {field for field, _ in known}
    targets = [_target(*pair, column, is_export=is_export) for pair, column in zip(known, cells, strict=True)]
    labels = _plain_row(rows[header], width) if 0 <= header < len(rows) else [""] * width
    targets = [
        target or _field_of_strength(label, column, names)
        for target, label, column in zip(targets, labels, cells, strict=True)
    ]
    if not {*_SPOKEN, Column.STAR} & set(targets):
        pairs = zip(targets, cells, strict=True)
        targets = [Column.STAR if target in _OF_ANY_LENGTH and _tells(column) else target for target, column in pairs]
    return Columns(header, tuple(_placed(targets, labels, cells)) if any(targets) else tuple(targets))


def _tells(cells: Sequence[str]) -> bool:
    """Whether most of the first cells hold labelled sections."""
    told = [len(set(read_star(cell[:_SAMPLE])) & set(Section)) > 1 for cell in cells[:_MOST_SAMPLED]]
    return sum(told) * 2 > len(told)


def unrecognised(rows: Rows, columns: Columns) -> list[tuple[str, str]]:
    """The names of the columns that hold something and say nothing, each with where it goes: the notes, or nowhere."""
    header = rows[columns.header] if 0 <= columns.header < len(rows) else ()
    cells = _first_cells(rows[columns.header + 1 :], len(columns.targets))
    named = zip(header, columns.targets, cells, strict=False)
    return [
        (name.strip(), target)
        for name, target, held in named
        if name.strip() and held and (not target or (target == "notes" and header_field(name) != "notes"))
    ]


def known_fields(row: Sequence[str]) -> int:
    """How many cells of a row name a field."""
    return sum(map(any, _known(row, {})))


def header_field(name: str) -> str:
    """What a column with this name holds, as far as the name alone tells; empty if it doesn't."""
    return _known([name], {})[0][0]


def is_empty_of(target: str, name: str) -> bool:
    """Whether a name says no more than where its column goes, so it isn't repeated in the text."""
    return not name.strip() or plain_name(name) in (plain_name(LABELS.get(target, "")), target)


def _plain_row(row: Sequence[str], width: int) -> list[str]:
    plain = [plain_name(cell) if len(cell) <= LONGEST_NAME else "" for cell in row[:MOST_COLUMNS]]
    return plain + [""] * (width - len(plain))


def _known(row: Sequence[str], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """The field and the value that each cell may name. One that names a value in full, as framework/value, names only
    that, and no other cell does.

    A single letter means a section only next to the other three.
    """
    plain, in_full = _plain_row(row, 0), {cell.strip() for cell in row}
    has_letters = {section[0] for section in TIMED_SECTIONS} <= set(plain)
    known = []
    for cell, name in zip(row, plain, strict=False):
        value = _value(cell.strip(), name, names, in_full)
        is_full = bool(value) and value == cell.strip()
        known.append(("" if is_full else _field(cell, name, has_letters=has_letters), value))
    return known


def _value(cell: str, name: str, names: Mapping[str, str], in_full: Container[str]) -> str:
    value = names.get(cell) or names.get(name, "")
    return value if cell == value or value not in in_full else ""


def _field(cell: str, name: str, *, has_letters: bool) -> str:
    if not name:
        return ""
    return (
        _OF_TABLES.get(_OWN.sub("", name))
        or target_of(cell)
        or (LETTERS.get(name, "") if has_letters else "")
        or _field_of_values(name)
    )


def _field_of_values(name: str) -> str:
    """Values are often in several columns with numbers: LP1, LP2 …"""
    target = target_of(name.rstrip("0123456789 ")) if name[-1].isdecimal() else ""
    return target if target in (Column.TAGS, Column.SUPPORTING) else ""


def _field_of_strength(name: str, cells: Sequence[str], names: Mapping[str, str]) -> str:
    """“Primary” and “Secondary” say how well a story shows the values that stand below, if values do."""
    target = _OF_STRENGTHS.get(name, "")
    listed = (cell for cell in cells[:_MOST_LOOKED_AT] if len(cell) <= LONGEST_NAME)
    return target if target and any(read_tags(cell, names)[0] for cell in listed) else ""


def _first_cells(rows: Rows, width: int) -> list[list[str]]:
    """What is in each column, without what is empty."""
    cells: list[list[str]] = [[] for _ in range(width)]
    for row in rows:
        for column, cell in zip(cells, row, strict=False):
            if cell.strip():
                column.append(cell.strip())
    return cells


def _target(field: str, value: str, cells: Sequence[str], *, is_export: bool) -> str:
    """“Impact” may be a value or the result: it is the value if it has marks only. Other ids are not ours.

    In a table that we exported, the columns of values are named in full.
    """
    if field == Column.ID and not all(map(is_id, cells)):
        return ""
    if field and value:
        return value if cells and all(map(is_mark, cells)) and not is_export else field
    return field or value


def _placed(found: Sequence[str], labels: Sequence[str], cells: Sequence[Sequence[str]]) -> list[str]:
    """What two columns claim goes to the one that is named exactly so, or else to the first."""
    tells = _told(found, labels)
    placed = [""] * len(tells)
    taken: set[str] = set()
    for at in sorted(range(len(tells)), key=lambda at: not is_empty_of(tells[at], labels[at])):
        target = tells[at]
        if not target and _is_unnamed_title(at, labels, cells, tells):
            target = "title"
        if target in taken and labels[at] in _STORY and Column.STAR not in tells:
            target = Column.STAR
        elif target in taken and target not in _SEVERAL:
            target = ""
        taken.add(target)
        placed[at] = target
    return [
        target or ("notes" if labels[at] and cells[at] and not _is_bookkeeping(labels[at], cells[at]) else "")
        for at, target in enumerate(placed)
    ]


def _told(found: Sequence[str], labels: Sequence[str]) -> list[str]:
    """A problem or challenge is the situation if no other column tells it; a question alone makes no story."""
    if Section.SITUATION in found:
        return list(found)
    at = next((at for at, label in enumerate(labels) if is_floating(label) and found[at] == Section.TASK), None)
    return [Section.SITUATION.value if number == at else target for number, target in enumerate(found)]


def _is_unnamed_title(at: int, labels: Sequence[str], cells: Sequence[Sequence[str]], tells: Sequence[str]) -> bool:
    is_first = not labels[at] and not any(cells[:at]) and bool(cells[at])
    return is_first and "title" not in tells and not all(map(_IS_NUMBER.fullmatch, cells[at]))


def _is_bookkeeping(label: str, cells: Sequence[str]) -> bool:
    """Whether a column only numbers the rows, is the id of another program or follows from the story."""
    if label in _DERIVED:
        return True
    numbers = sum(map(bool, map(_IS_NUMBER.fullmatch, cells)))
    return _OF_TABLES.get(label) == Column.ID or (label in _NUMBERS and numbers >= max(len(cells) - 1, 1))
