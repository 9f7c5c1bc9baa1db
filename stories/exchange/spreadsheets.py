"""An owner's library as tables for a spreadsheet; stories can be read back, the others are only for reading."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from stories.core.choices import Section
from stories.core.exchange import escaped, neutralise, storable, write_rows
from stories.coverage.matrix import matrix, topic_matrix, topics_of
from stories.coverage.snapshot import QuestionRow, Snapshot, snapshot_of
from stories.coverage.suggestions import titles_of
from stories.enums import LENGTHS, SECTIONS
from stories.exchange.export import stories_of
from stories.models import Answer, Owner
from stories.practice.freshness import Freshness, freshness_of

Table = list[list[str]]
"""A header and rows; no cell begins like a formula."""
LONGEST_CELL = 32_767
"""Characters that an XLSX cell can hold."""
_CUT = " … (cut off here)"


def story_table(owner: Owner) -> Table:
    return write_rows(stories_of(owner))


def value_table(snapshot: Snapshot) -> Table:
    """Stories by values, with the level of each value and why it is a gap."""
    values = snapshot.value_rows
    return _safe(
        ["Story", "Status", *(row.value.name for row in values)],
        [
            *(
                [str(row.story), row.story.status, *(cell.tag.strength if cell.tag else "" for cell in row.cells)]
                for row in matrix(snapshot, snapshot.stories.values())
            ),
            ["Level", "", *(row.coverage.level for row in values)],
            ["Why", "", *(row.next.step.reason if row.next else "" for row in values)],
        ],
    )


def topic_table(snapshot: Snapshot, rows: Sequence[QuestionRow]) -> Table:
    """Values by topics: how many of the questions are covered."""
    return _safe(
        ["Value", "Level", *(topic.name for topic in topics_of(rows))],
        (
            [
                topic_row.row.value.name,
                topic_row.row.coverage.level,
                *(f"{cell.covered} of {cell.questions}" if cell.questions else "" for cell in topic_row.cells),
            ]
            for topic_row in topic_matrix(snapshot, rows)
        ),
    )


def question_table(rows: Iterable[QuestionRow], freshness: Freshness) -> Table:
    """Questions with their levels and what those rest on."""
    return _safe(
        [
            *("Question", "Category", "Topic", "Stages", "Level", "Practice", "Flags"),
            *("Best answer", "Fit", "Answers", "Why", "Closest stories"),
        ],
        (
            [
                row.question.text,
                row.question.topic.get_category_display(),
                row.question.topic.name,
                ", ".join(row.question.stage_labels),
                row.coverage.level,
                freshness.of_question(row.coverage) or "",
                ", ".join(freshness.flags_of(row.coverage)),
                _best_answer(row),
                row.answers[0].fit if row.answers else "",
                str(len(row.answers)),
                row.next.step.reason if row.next else "",
                titles_of(row.next.closest) if row.next else "",
            ]
            for row in rows
        ),
    )


def _all_questions(owner: Owner, snapshot: Snapshot) -> Table:
    return question_table(snapshot.question_rows, freshness_of(owner, snapshot))


def _best_answer(row: QuestionRow) -> str:
    """The story that it tells, or what is said without one."""
    if row.answers:
        return str(row.answers[0].story)
    return str(row.coverage.prepared[0].source) if row.coverage.prepared else ""


def answer_table(owner: Owner) -> Table:
    """Answers as they are told: in their own words, or the story's."""
    return _safe(
        [
            *("Question", "Story", "Status", "Fit", "Opening line", *SECTIONS.values(), "Closing line"),
            *(f"{label} text" for label in LENGTHS.values()),
            *("Beats", "Follow-ups"),
        ],
        (_answer_row(answer) for answer in owner.answers.select_related("question", "story")),
    )


def _answer_row(answer: Answer) -> list[str]:
    story = answer.story
    return [
        *(str(answer.question), str(story), story.get_status_display(), answer.get_fit_display(), answer.opening),
        *(answer.told(section) for section in Section),
        answer.closing,
        *(answer.told_at(length) for length in LENGTHS),
        answer.beats,
        "\n".join(f"{follow_up['question']}: {follow_up['note']}" for follow_up in answer.follow_ups),
    ]


def _safe(header: list[str], rows: Iterable[list[str]]) -> Table:
    return [[neutralise(cell) for cell in row] for row in (header, *rows)]


TABLES: Mapping[str, Callable[[Owner], Table]] = {
    "stories": story_table,
    "coverage": lambda owner: value_table(snapshot_of(owner)),
    "questions": lambda owner: _all_questions(owner, snapshot_of(owner, category="")),
    "answers": answer_table,
}


def as_csv(table: Table) -> bytes:
    """With a byte order mark, which tells a spreadsheet program that the file is UTF-8."""
    written = io.StringIO()
    csv.writer(written).writerows(table)
    return written.getvalue().encode("utf-8-sig")


def workbook_of(owner: Owner) -> bytes:
    """All tables as the sheets of an XLSX workbook."""
    from openpyxl import Workbook  # It takes a while to import.

    book = Workbook(write_only=True)
    for name, make in TABLES.items():
        sheet = book.create_sheet(name.capitalize())
        sheet.freeze_panes = "A2"
        for row in _rows(sheet, make(owner)):
            sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _rows(sheet: Any, table: Table) -> Iterator[list[Any]]:
    """Every cell is a text, whatever it reads like; those of the header are bold."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    bold, wrapped = Font(bold=True), Alignment(wrap_text=True)
    for number, row in enumerate(table):
        cells = [WriteOnlyCell(sheet, _as_cell(text)) for text in row]
        for cell, text in zip(cells, row, strict=True):
            cell.data_type = "s"
            if not number:
                cell.font = bold
            elif "\n" in text:
                cell.alignment = wrapped
        yield cells


def _as_cell(text: str) -> str:
    """The text as XLSX can hold it: without control characters, and no longer than a cell has room for."""
    kept = escaped(storable(text))
    return kept if len(kept) <= LONGEST_CELL else kept[: LONGEST_CELL - len(_CUT)] + _CUT
