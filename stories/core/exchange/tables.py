"""Stories in the rows of a spreadsheet."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from stories.core.choices import Section, Status
from stories.core.exchange.budget import Budget
from stories.core.exchange.columns import Column, Columns, Rows
from stories.core.exchange.formulas import neutralise, restore
from stories.core.exchange.marks import is_mark, read_mark, read_tags, write_mark
from stories.core.exchange.names import by_name
from stories.core.exchange.problems import FormatError, Problem, quoted
from stories.core.exchange.sections import PROSE
from stories.core.exchange.shapes import plain, shape
from stories.core.exchange.star import MOST_LABELS, read_star
from stories.core.exchange.story_records import Incoming, StoryRecord, TagRecord
from stories.core.fields import EXPORTED, LABELS
from stories.core.search import fold

MOST_ROWS = 5_000
MOST_PROBLEMS = 1_000
"""That are told of one table; the others are counted."""
LONGEST_LIST = 3_000
"""Characters in a cell with values; a longer cell holds something else."""
MOST_NAMED = 20
"""Unknown values in a cell, and signs in a row that are no marks."""

_WRITTEN = (Column.ID, Column.FINGERPRINT, *EXPORTED, Column.STATUS)
_STATUSES = {
    **dict.fromkeys(("draft", "wip", "todo", "to do", "in progress", "started", "idea"), Status.DRAFT),
    **dict.fromkeys(("ready", "done", "final", "finished", "complete"), Status.READY),
    **dict.fromkeys(("archived", "archive", "old", "retired"), Status.ARCHIVED),
}


def write_rows(records: Sequence[StoryRecord]) -> list[list[str]]:
    """A header and a row per story, with a column per value; unknown names and spaces around texts are left out."""
    values = sorted({tag.value for record in records for tag in record.tags})
    header = [*(LABELS.get(name, name.capitalize()) for name in _WRITTEN), *values]
    return [header, *(_write_row(record, values) for record in records)]


def _write_row(record: StoryRecord, values: Iterable[str]) -> list[str]:
    marks = {tag.value: write_mark(tag) for tag in record.tags}
    cells = [record.id, record.fingerprint, *(record.texts[name].strip() for name in EXPORTED), record.status]
    return [neutralise(cell) for cell in (*cells, *(marks.get(value, "") for value in values))]


def read_rows(
    rows: Rows, columns: Columns, values: Mapping[str, str], budget: Budget | None = None
) -> tuple[tuple[Incoming, ...], tuple[Problem, ...]]:
    """The stories, and what is wrong, by row; each problem says whether its row was left out.

    `values` maps framework/value to names. Empty rows are skipped. Raises FormatError if there are too many.
    """
    first = columns.header + 1
    filled = [(number, row) for number, row in enumerate(rows[first:], first + 1) if any(map(str.strip, row))]
    if len(filled) > MOST_ROWS:
        raise FormatError(f"There are {len(filled):,} rows; the limit is {MOST_ROWS:,}.")
    (budget or Budget()).take("stories", len(filled))
    names = by_name(values)
    stories: list[Incoming] = []
    problems: list[Problem] = []
    untold = 0
    holds = _held(columns.targets)
    for number, row in filled:
        record, row_problems = _read_row(row, columns.targets, names)
        stories += [Incoming(record, f"row {number}", holds)] if record else []
        room = MOST_PROBLEMS - len(problems)
        problems += [Problem(f"Row {number}", str(problem)) for problem in row_problems[:room]]
        untold += len(row_problems[room:])
    if untold:
        problems.append(Problem("", f"There are {untold:,} more problems."))
    return tuple(stories), tuple(problems)


def _held(targets: Iterable[str]) -> frozenset[str]:
    """What the columns have room for; a column for whole stories has room for each section."""
    held = frozenset(filter(None, targets))
    return held | frozenset(Section) if Column.STAR in held else held


def _read_row(
    row: Sequence[str], targets: Sequence[str], names: Mapping[str, str]
) -> tuple[StoryRecord | None, list[Problem]]:
    cells: dict[str, list[str]] = {}
    for target, cell in zip(targets, map(_clean, row), strict=False):
        if target and cell:
            cells.setdefault(target, []).append(cell)
    if not cells:
        return None, [Problem("", "The columns that are read are empty, so the row was left out.")]
    notes: list[Problem] = []
    problems: list[Problem] = []
    tags = _tags(cells, names, notes)
    data = _texts(cells, notes) | {"status": _status(cells, notes), "tags": [plain(tag) for tag in tags]}
    record = shape(StoryRecord, data, "", problems)
    return record, notes + [Problem(problem.place, f"{problem.reason} The row was left out.") for problem in problems]


def _clean(cell: str) -> str:
    return restore(cell.replace("\r\n", "\n").replace("\r", "\n").strip())


def _texts(cells: Mapping[str, Sequence[str]], notes: list[Problem]) -> dict[str, Any]:
    """Several cells of one text are joined, and so are the sections of labelled cells."""
    parts = {key: list(cells.get(key, ())) for key in (*EXPORTED, Column.ID, Column.FINGERPRINT)}
    for cell in cells.get(Column.STAR, ()):
        sections = read_star(cell)
        if not sections:
            unsplit = f"There are no labels such as “S:”, or more than {MOST_LABELS}, so the text went into Situation."
            notes.append(Problem(Column.STAR, unsplit))
        for section, text in (sections or {Section.SITUATION: cell}).items():
            parts[section].append(text)
    return {key: ("\n\n" if key in PROSE else ", ").join(texts) for key, texts in parts.items()}


def _status(cells: Mapping[str, Sequence[str]], notes: list[Problem]) -> str:
    text = " ".join(cells.get(Column.STATUS, ()))
    status = _STATUSES.get(fold(text))
    if text and not status:
        notes.append(Problem(Column.STATUS, f"{quoted(text)} isn't a status, so the story becomes a draft."))
    return status or Status.DRAFT


def _tags(cells: Mapping[str, Sequence[str]], names: Mapping[str, str], notes: list[Problem]) -> Iterable[TagRecord]:
    """One per value; a value's own column takes precedence over a list."""
    tags: dict[str, TagRecord] = {}
    for cell in cells.get(Column.TAGS, ()):
        listed, unknown = read_tags(cell, names) if len(cell) <= LONGEST_LIST else ([], [cell])
        tags |= {tag.value: tag for tag in listed}
        notes += [
            Problem(Column.TAGS, f"There is no value {quoted(name)}; it was left out.") for name in unknown[:MOST_NAMED]
        ]
        if more := unknown[MOST_NAMED:]:
            notes.append(Problem(Column.TAGS, f"{len(more):,} more values don't exist and were left out."))
    odd: list[tuple[str, str]] = []
    for value, marks in cells.items():
        for mark in marks if "/" in value else ():
            if not is_mark(mark):
                odd.append((value, mark))
            elif tag := read_mark(value, mark):
                tags[value] = tag
    notes += [
        Problem(value, f"{quoted(mark)} isn't a mark such as x, primary or supporting, so it was left out.")
        for value, mark in odd[:MOST_NAMED]
    ]
    if more_odd := odd[MOST_NAMED:]:
        notes.append(Problem("", f"{len(more_odd):,} more cells hold no mark and were left out."))
    return tags.values()
