"""Merged cells: what stands in the first of them is said of all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from stories.core.choices import Section
from stories.core.exchange.budget import Budget
from stories.core.exchange.columns import Columns, Rows
from stories.core.exchange.problems import quoted


class Merged(NamedTuple):
    """Cells that are shown as one, by the numbers of their rows and columns, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


def turned(merged: Iterable[Merged]) -> tuple[Merged, ...]:
    """The same cells when rows become columns."""
    return tuple(Merged(cells.left, cells.top, cells.right, cells.bottom) for cells in merged)


def spread(
    rows: Rows, columns: Columns, merged: Iterable[Merged], budget: Budget
) -> tuple[Rows, Mapping[int, Sequence[str]]]:
    """The rows, each with the text of the cells that are merged over it, and by its number what is to be said of that.

    Rows that are merged both in the title and in a section are one story, in the first of them.
    """
    below = [cells for cells in merged if columns.header < cells.top < cells.bottom and cells.top < len(rows)]
    if not below:
        return rows, {}
    table, remarks = [list(row) for row in rows], defaultdict[int, list[str]](list)
    for first, last in sorted(_stories(below, columns, len(rows) - 1)):
        _join(table, first, last, budget)
        remarks[first].append(f"Rows {first + 1} to {last + 1} are one story, as their merged cells show.")
    is_filled = [any(map(str.strip, row)) for row in table]
    for cells in below:
        remark = f"{_name(rows, columns, cells.left)} is merged over rows {cells.top + 1} to {cells.bottom + 1}."
        for number in range(cells.top + 1, min(cells.bottom, len(rows) - 1) + 1):
            if is_filled[number] and _put(table, number, cells, budget):
                remarks[number].append(remark)
    return table, remarks


def _stories(below: Iterable[Merged], columns: Columns, end: int) -> set[tuple[int, int]]:
    """The first and the last row of each story that takes several."""
    rows_of = defaultdict[bool, set[tuple[int, int]]](set)
    for cells in below:
        target = columns.targets[cells.left] if cells.left < len(columns.targets) else ""
        if target == "title" or target in tuple(Section):
            rows_of[target == "title"].add((cells.top, min(cells.bottom, end)))
    return rows_of[True] & rows_of[False]


def _join(table: list[list[str]], first: int, last: int, budget: Budget) -> None:
    """Move all cells to the first row, each below the one that is there."""
    for number in range(first + 1, last + 1):
        row, table[number] = table[number], []
        budget.take("steps", len(row))
        into = table[first]
        into += [""] * (len(row) - len(into))
        into[: len(row)] = ["\n".join(filter(None, pair)) for pair in zip(into, row, strict=False)]


def _put(table: Sequence[list[str]], number: int, cells: Merged, budget: Budget) -> bool:
    """Whether there was room for the text of the first cell."""
    text, row = "".join(table[cells.top][cells.left : cells.left + 1]), table[number]
    budget.take("steps")
    if not text.strip() or "".join(row[cells.left : cells.left + 1]).strip():
        return False
    budget.take("characters", len(text))
    row += [""] * (cells.left + 1 - len(row))
    row[cells.left] = text
    return True


def _name(rows: Rows, columns: Columns, column: int) -> str:
    """What a person calls a column."""
    header = rows[columns.header] if columns.header >= 0 else ()
    name = "".join(header[column : column + 1]).strip()
    return quoted(name) if name else f"Column {column + 1}"
