"""Tables that are arranged in another way than one story per row below one row of names."""

from collections.abc import Sequence

from stories.core.exchange.columns import HEADER_WITHIN, LONGEST_NAME, Rows, header_field, known_fields
from stories.core.exchange.names import plain_name

_FEWEST = 3
"""Names in a column that make it the column of names."""
_LONGEST = 300
"""Rows of a table that may be read sideways."""


def arranged(rows: Rows) -> Rows:
    """One row of names and one story per row, in the same rows as far as possible: readers count them."""
    return _upright(rows) or _with_one_header(rows)


def _upright(rows: Rows) -> Rows | None:
    """A table whose names stand below one another in the first column."""
    if not 1 < len(rows) <= _LONGEST:
        return None
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
