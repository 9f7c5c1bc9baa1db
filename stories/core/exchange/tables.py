"""Stories in the rows of a spreadsheet."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from stories.core.choices import Section, Status, Strength
from stories.core.exchange.asked_question import question_in
from stories.core.exchange.budget import Budget
from stories.core.exchange.columns import Columns, Rows, is_empty_of
from stories.core.exchange.constraints import is_id
from stories.core.exchange.formulas import neutralise, restore
from stories.core.exchange.labels import Column
from stories.core.exchange.marks import is_mark, read_mark, read_tags, write_mark
from stories.core.exchange.merged_cells import Merged, spread
from stories.core.exchange.names import by_name, plain_name
from stories.core.exchange.naming import in_words
from stories.core.exchange.problems import FormatError, Problem, quoted
from stories.core.exchange.row_kinds import is_guidance, is_total
from stories.core.exchange.sections import PROSE
from stories.core.exchange.shapes import plain, shape
from stories.core.exchange.star import read_star
from stories.core.exchange.story_records import Incoming, StoryRecord, TagRecord
from stories.core.exchange.whereabouts import named_whereabouts
from stories.core.fields import DETAILS, EXPORTED, FIELDS, LABELS, LINES
from stories.core.grammar import join_words
from stories.core.search import fold

MOST_ROWS = 5_000
MOST_PROBLEMS = 1_000
"""That are told of one table; the others are counted."""
LONGEST_LIST = 3_000
"""Characters in a cell with values; a longer cell holds something else."""
MOST_NAMED = 20
"""Unknown values in a cell, and signs in a row that are no marks."""

MOST_ABOVE = 5
"""Rows above the names of the columns that are quoted."""

_WRITTEN = (Column.ID, Column.FINGERPRINT, *EXPORTED, Column.STATUS)
_STATUSES = {
    name: status
    for status, names in {
        Status.DRAFT: "draft, wip, todo, to do, in progress, started, not started, idea, doing, drafting, needs work, "
        "open, next, seed, entwurf, brouillon, borrador, rascunho",
        Status.READY: "ready, interview ready, done, final, finished, complete, completed, polished, published, "
        "fertig, bereit, pret, termine, listo, pronto",
        Status.ARCHIVED: "archived, archive, old, retired, cancelled, canceled, archiviert, archivado",
    }.items()
    for name in names.split(", ")
}
LIMITS = {field.name: field.limit for field in FIELDS}


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
    rows: Rows,
    columns: Columns,
    values: Mapping[str, str],
    budget: Budget | None = None,
    merged: Sequence[Merged] = (),
) -> tuple[tuple[Incoming, ...], tuple[Problem, ...]]:
    """The stories, each with remarks on how it was read, and the rows that were left out, with the reason.

    `values` maps framework/value to names. Empty rows are skipped. Raises FormatError if there are too many.
    """
    budget = budget or Budget()
    first = columns.header + 1
    rows, of_merged = spread(rows, columns, merged, budget)
    filled = [(number, row) for number, row in enumerate(rows[first:], first + 1) if any(map(str.strip, row))]
    if len(filled) > MOST_ROWS:
        raise FormatError(f"There are {len(filled):,} rows; the limit is {MOST_ROWS:,}.")
    budget.take("stories", len(filled))
    table = _Table.of(rows, columns, by_name(values), budget)
    above = _left_out(rows[: max(columns.header, 0)])
    stories: list[Incoming] = []
    problems: list[Problem] = []
    for number, row in filled:
        said = [*([] if stories else above), *of_merged.get(number - 1, ())]
        story, reasons = table.story(row, f"row {number}", said)
        stories += [story] if story else []
        problems += [Problem(f"Row {number}", reason) for reason in reasons]
    if untold := problems[MOST_PROBLEMS:]:
        problems[MOST_PROBLEMS:] = [Problem("", f"There are {len(untold):,} more problems.")]
    return tuple(stories), tuple(problems)


def _left_out(above: Rows) -> list[str]:
    """What is said, with the first story, of the rows above the names of the columns."""
    texts = [" ".join(filter(None, map(str.strip, row))) for row in above if any(map(str.strip, row))]
    listed = [quoted(text) for text in texts[:MOST_ABOVE]] + (["…"] if len(texts) > MOST_ABOVE else [])
    return [f"Above the names of the columns, and left out: {join_words(listed)}."] if texts else []


@dataclass
class _Table:
    """How the cells of a table are read, row by row."""

    targets: Sequence[str]
    labels: Sequence[str]
    """The names of the columns."""
    order: Sequence[int]
    """The columns, those first that are named exactly after what they hold."""
    names: Mapping[str, str]
    holds: frozenset[str]
    budget: Budget
    band: str = ""
    """The value that a row of its own announced for those below."""

    @classmethod
    def of(cls, rows: Rows, columns: Columns, names: Mapping[str, str], budget: Budget) -> "_Table":
        header = [cell.strip() for cell in rows[columns.header]] if 0 <= columns.header < len(rows) else []
        labels = [*header, *[""] * (len(columns.targets) - len(header))]
        order = sorted(range(len(columns.targets)), key=lambda at: not is_empty_of(columns.targets[at], labels[at]))
        return cls(columns.targets, labels, order, names, _held(columns.targets), budget)

    def story(self, row: Sequence[str], origin: str, said: Iterable[str]) -> tuple[Incoming | None, list[str]]:
        """The story of a row, and why there is none; `said` are remarks on how the row was made up."""
        cells = self._cells(row)
        if not cells:
            return None, ["The columns that are read are empty, so the row was left out."]
        if self._is_header(row) or self._is_band(row):
            return None, []
        if is_total([cell.strip() for cell in row if cell.strip()], holds_text=not cells.keys().isdisjoint(Section)):
            return None, ["This is a row of totals, not a story."]
        if is_guidance({target: [cell for _, cell in found] for target, found in cells.items()}):
            return None, ["This row says what to write there, and holds no story."]
        remarks: list[str] = [*said]
        problems: list[Problem] = []
        tags, others = self._tags(cells, remarks)
        data = self._texts(cells, others, remarks) | {"status": _status(cells, remarks), "tags": [*map(plain, tags)]}
        record = shape(StoryRecord, data, "", problems)
        if record is None:
            return None, [f"{sentence_of(problem)} The row was left out." for problem in problems]
        holds = self.holds | {key for key in DETAILS if data[key]}
        question = next((question_in(cell) for _, cell in cells.get(Column.QUESTION, ())), "")
        return Incoming(record, origin, holds, tuple(remarks), question), []

    def _cells(self, row: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
        """By what they hold, the cells that aren't empty, each with the name of its column."""
        cells: dict[str, list[tuple[str, str]]] = {}
        for at in self.order:
            cell = _clean(row[at]) if at < len(row) and self.targets[at] else ""
            if cell:
                cells.setdefault(self.targets[at], []).append((self.labels[at], cell))
        return _with_whereabouts(cells, self.holds)

    def _is_header(self, row: Sequence[str]) -> bool:
        return any(self.labels) and [cell.strip() for cell in row if cell.strip()] == [*filter(None, self.labels)]

    def _is_band(self, row: Sequence[str]) -> bool:
        """Whether it is a row that only names a value, for the rows below it."""
        filled = [cell.strip() for cell in row if cell.strip()]
        value = self.names.get(plain_name(filled[0])) if len(filled) == 1 and len(self.targets) > 1 else None
        self.band = value or self.band
        return bool(value)

    def _texts(
        self, cells: Mapping[str, Sequence[tuple[str, str]]], others: Sequence[str], remarks: list[str]
    ) -> dict[str, Any]:
        """Several cells of one text are joined, and so are the sections of labelled cells; `others` go to the notes."""
        parts = {key: self._joined(key, cells.get(key, ())) for key in (*EXPORTED, Column.ID, Column.FINGERPRINT)}
        for _, cell in cells.get(Column.STAR, ()):
            texts = read_star(cell, self.budget)
            if not texts:
                remarks.append("There are no labels such as “S:” in the cell of the whole story: it went to Situation.")
            for name, text in (texts or {Section.SITUATION: cell}).items():
                parts[name].append(text)
        questions = [cell for _, cell in cells.get(Column.QUESTION, ())]
        parts["title"] = parts["title"] or [question[: LIMITS["title"]] for question in questions]
        parts["notes"] += [f"Question: {question}" for question in questions if not question_in(question)]
        parts["notes"] += others
        _refuse_other_ids(parts, remarks)
        for name in LINES:
            shorten(name, parts, remarks)
        return {key: ("\n\n" if key in PROSE else ", ").join(texts) for key, texts in parts.items()}

    @staticmethod
    def _joined(key: str, cells: Sequence[tuple[str, str]]) -> list[str]:
        """All but the first say what their column is called, and notes always do."""
        return [
            f"{label}: {cell}" if key in PROSE and (at or key == "notes") and not is_empty_of(key, label) else cell
            for at, (label, cell) in enumerate(cells)
        ]

    def _tags(
        self, cells: Mapping[str, Sequence[tuple[str, str]]], remarks: list[str]
    ) -> tuple[Iterable[TagRecord], list[str]]:
        """One per value, and what else the cells say; a value's own column takes precedence over a list."""
        tags: dict[str, TagRecord] = {self.band: TagRecord(self.band)} if self.band else {}
        unknown: list[str] = []
        for target, strength in ((Column.SUPPORTING, Strength.SUPPORTING), (Column.TAGS, Strength.PRIMARY)):
            for _, cell in cells.get(target, ()):
                listed, others = read_tags(cell, self.names, strength) if len(cell) <= LONGEST_LIST else ([], [cell])
                tags |= {tag.value: tag for tag in listed}
                unknown += others
        remarks += [unknown_tags(unknown)] if unknown else []
        odd: list[str] = []
        for value, marks in cells.items():
            for label, mark in marks if "/" in value else ():
                if not is_mark(mark):
                    odd.append(f"{label}: {mark}")
                elif tag := read_mark(value, mark):
                    tags[value] = tag
        remarks += [f"{quoted(text)} is no mark such as x or primary: kept in the notes." for text in odd[:MOST_NAMED]]
        return tags.values(), [*odd, *([f"Tags: {', '.join(unknown)}"] if unknown else [])]


def _with_whereabouts(
    cells: dict[str, list[tuple[str, str]]], held: Container[str]
) -> dict[str, list[tuple[str, str]]]:
    """“Acme | Data engineer” in one cell are two things, if no other column is for one of them."""
    for key in DETAILS:
        label, cell = cells[key][0] if len(cells.get(key, ())) == 1 else ("", "")
        details = named_whereabouts(f"{label}: {cell}") if cell else {}
        if key in details and not any(name in held for name in details if name != key):
            cells |= {name: [(label, text)] for name, text in details.items()}
    return cells


def _refuse_other_ids(parts: dict[str, list[str]], remarks: list[str]) -> None:
    """An id that no story of Prepsite can have is somebody else's."""
    if parts[Column.ID] and not is_id(parts[Column.ID][0]):
        remarks.append(f"{quoted(parts[Column.ID][0])} is no id of Prepsite, so it wasn't read.")
        parts[Column.ID] = []


def unknown_tags(names: Sequence[str]) -> str:
    """A sentence about tags that are the names of no values."""
    listed = join_words([quoted(name) for name in names[:MOST_NAMED]])
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return f"No value is called {listed}{more}: kept in the notes."


def sentence_of(problem: Problem) -> str:
    """A problem of a record, with the name that people know its place by."""
    return str(replace(problem, place=in_words(problem.place)))


def shorten(name: str, parts: dict[str, list[str]], remarks: list[str]) -> None:
    """A line that is too long is cut, and the whole of it is kept in the notes."""
    text = ", ".join(parts[name])
    if len(text) > LIMITS[name]:
        parts[name] = [f"{text[: LIMITS[name] - 1].rstrip()}…"]
        parts["notes"].append(f"{LABELS[name]}: {text}")
        remarks.append(f"{LABELS[name]} is longer than {LIMITS[name]} characters: cut, and kept whole in the notes.")


def status_of(text: str) -> tuple[Status, str]:
    """The status that somebody writes, and a sentence if it is none."""
    status = _STATUSES.get(" ".join(re.findall(r"[^\W_]+", fold(text))))
    if text.strip() and not status:
        return Status.DRAFT, f"{quoted(text)} isn't a status, so the story becomes a draft."
    return status or Status.DRAFT, ""


def _status(cells: Mapping[str, Sequence[tuple[str, str]]], remarks: list[str]) -> str:
    status, remark = status_of(" ".join(cell for _, cell in cells.get(Column.STATUS, ())))
    remarks += [remark] if remark else []
    return status


def _held(targets: Iterable[str]) -> frozenset[str]:
    """What the columns have room for; a column for whole stories has room for each section."""
    held = frozenset(filter(None, targets))
    return held | frozenset(Section) if Column.STAR in held else held


def _clean(cell: str) -> str:
    return restore(cell.replace("\r\n", "\n").replace("\r", "\n").strip())
