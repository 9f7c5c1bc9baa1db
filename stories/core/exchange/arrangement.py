"""Tables that are arranged in another way than one story per row below one row of names."""

import re
from collections.abc import Iterable, Sequence

from stories.core.exchange.columns import HEADER_WITHIN, LONGEST_NAME, Rows, header_field, known_fields
from stories.core.exchange.merged_cells import Merged, turned
from stories.core.exchange.names import plain_name
from stories.core.exchange.sections import PROSE

_NUMBERED = re.compile(r"(?:(?:column|spalte|colonne|columna|coluna|unnamed:?)[ ]?\d{1,3}|[A-Z])?", re.IGNORECASE)
"""How a program names a column that has no name."""
_FEWEST = 3
"""Names in a column that make it the column of names."""
_LONGEST = 300
"""Rows of a table that may be read sideways."""


def arranged(rows: Rows, merged: Sequence[Merged] = ()) -> tuple[Rows, tuple[Merged, ...]]:
    """One row of names and one story per row, in the same rows as far as possible: readers count them.

    With them come the merged cells, where they are then.
    """
    if upright := _upright(rows):
        return upright, turned(merged)
    return _with_merged_header(rows, merged) or _with_one_header(rows), tuple(merged)


def _upright(rows: Rows) -> Rows | None:
    """A table whose names stand below one another in the first column."""
    if not 1 < len(rows) <= _LONGEST:
        return None
    if all(_NUMBERED.fullmatch(cell.strip()) for cell in rows[0]):
        return _upright(rows[1:])
    names = [row[0].strip() if row else "" for row in rows]
    known = [name for name in names if name and len(name) <= LONGEST_NAME and header_field(name)]
    fields = set(map(header_field, known))
    if len(fields) < _FEWEST or len(fields) <= max(map(known_fields, rows[:HEADER_WITHIN])):
        return None
    width = max(map(len, rows))
    if len(set(known)) < len(known) and width == 2:
        return _blocks(rows)
    return [[row[column].strip() if column < len(row) else "" for row in rows] for column in range(width)]


def _blocks(rows: Rows) -> Rows:
    """Names and texts side by side, story after story: a name that comes again begins the next one."""
    header: list[str] = []
    stories: list[dict[str, str]] = [{}]
    for row in rows:
        name, cell = (*(cell.strip() for cell in row[:2]), "", "")[:2]
        if name in stories[-1]:
            stories.append({})
        if name:
            header += [] if name in header else [name]
            stories[-1][name] = cell
    return [header, *([story.get(name, "") for name in header] for story in stories)]


def _with_merged_header(rows: Rows, merged: Iterable[Merged]) -> Rows | None:
    """Where merged cells show that the names stand in two rows: one row of names, in the place of the lower."""
    groups: dict[int, list[Merged]] = {}
    for cells in merged:
        if cells.top < min(HEADER_WITHIN, len(rows) - 1):
            groups.setdefault(cells.top, []).append(cells)
    for at, beside in sorted(groups.items()):
        names = _names_below(rows[at], rows[at + 1], beside)
        most = max(known_fields(rows[at]), known_fields(rows[at + 1]))
        is_over_both = any(cells.bottom == at + 1 and any(rows[at][cells.left : cells.left + 1]) for cells in beside)
        if known_fields(names) > (1 if is_over_both else most):
            return [*rows[:at], [], names, *rows[at + 2 :]]
    return None


def _names_below(upper: Sequence[str], lower: Sequence[str], merged: Iterable[Merged]) -> list[str]:
    """The lower names, each with the section that it is a part of, and the upper ones that have none below them."""
    width = max(len(upper), len(lower))
    above, below = ([*(cell.strip() for cell in row), *[""] * (width - len(row))] for row in (upper, lower))
    names = [cell or name for name, cell in zip(above, below, strict=True)]
    for cells in merged:
        group = above[cells.left] if cells.left < width else ""
        if header_field(group) in PROSE:
            for at in range(cells.left, min(cells.right + 1, width)):
                names[at] = f"{group} ({below[at]})" if below[at] and not header_field(below[at]) else names[at]
    return names


def _with_one_header(rows: Rows) -> Rows:
    """Where the names stand in two rows, the upper one groups: they become one row, in the place of the lower."""
    best = max(range(min(len(rows), HEADER_WITHIN)), key=lambda at: known_fields(rows[at]), default=0)
    for at in (best - 1, best):
        if 0 <= at < len(rows) - 1 and (merged := _merged(rows[at], rows[at + 1])):
            return [*rows[:at], [], merged, *rows[at + 2 :]]
    return rows


def _merged(upper: Sequence[str], lower: Sequence[str]) -> list[str] | None:
    """The names of both rows; None if they aren't two rows of names."""
    below = [cell.strip() for cell in lower]
    if known_fields(lower) < 2 or not all(header_field(cell) or not plain_name(cell) for cell in below):
        return None
    width = max(len(upper), len(lower))
    above = [*(cell.strip() for cell in upper), *[""] * (width - len(upper))]
    below += [""] * (width - len(below))
    filled = [name for name, cell in zip(above, below, strict=True) if name and not cell]
    if len(filled) < 2 and not any(map(header_field, filled)):
        return None
    return [cell or name for name, cell in zip(above, below, strict=True)]
