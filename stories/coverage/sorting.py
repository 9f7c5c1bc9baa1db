"""The order of a matrix's rows: by the head that was pressed, as the URL says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from stories.core.search import fold
from stories.coverage.matrix import TopicRow, answer_cells_of, cell_of, weight_of_answer, weight_of_cell
from stories.coverage.snapshot import QuestionRow, Snapshot
from stories.models import Story

T = TypeVar("T")
Key = Callable[[T], Any]
NAME, LEVEL = "name", "level"
"""The columns of every matrix; the others are called by the id, or the slug, of what they show."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A column, and whether its order is turned round; "" leaves the rows as they come."""

    column: str = ""
    is_turned: bool = False

    @classmethod
    def asked(cls, text: str) -> "Sort":
        """`candor`, or `-candor` the other way round."""
        return cls(text.removeprefix("-"), text.startswith("-"))

    def applied(self, rows: Iterable[T], key: Key[T] | None) -> list[T]:
        """Rows that are alike stay as they come, and so do all without a key."""
        return sorted(rows, key=key, reverse=self.is_turned) if key else list(rows)

    def after_pressing(self, column: str) -> str | None:
        """What the head of a column asks for next: its order, then the other way round, then none."""
        if column != self.column:
            return column
        return None if self.is_turned else f"-{column}"

    def direction(self, column: str, *, is_best_first: bool) -> str:
        """The column's `aria-sort`; "" if the rows are sorted by another."""
        if column != self.column:
            return ""
        return "descending" if is_best_first != self.is_turned else "ascending"


def key_of_stories(snapshot: Snapshot, column: str) -> Key[Story] | None:
    """By title, or by how strongly the stories show a value."""
    if column == NAME:
        return lambda story: fold(story.title)
    value = next((value for pk, value in snapshot.values.items() if str(pk) == column), None) if column else None
    return (lambda story: weight_of_cell(cell_of(snapshot, story, value))) if value else None


def key_of_questions(snapshot: Snapshot, column: str) -> Key[QuestionRow] | None:
    """By text, by level, or by how well a story answers the questions."""
    if column in (NAME, LEVEL):
        return (lambda row: fold(row.question.text)) if column == NAME else (lambda row: row.coverage.level.rank)
    story = next((story for pk, story in snapshot.stories.items() if str(pk) == column), None) if column else None
    return (lambda row: weight_of_answer(*answer_cells_of(snapshot, row, [story]))) if story else None


def key_of_values(column: str) -> Key[TopicRow] | None:
    """By name, by level, or by how much of a topic is covered."""
    if column in (NAME, LEVEL):
        return (lambda row: fold(row.row.value.name)) if column == NAME else (lambda row: row.row.coverage.level.rank)
    return lambda row: [-cell.share for cell in row.cells if cell.topic.slug == column]
