"""The matrix of stories by values, computed before any HTML exists."""

from collections.abc import Iterable
from dataclasses import dataclass

from stories.core.words import Status, Strength
from stories.models import Story, Tag, Value
from stories.standing import Standing

NEXT = {None: Strength.SUPPORTING, Strength.SUPPORTING: Strength.PRIMARY, Strength.PRIMARY: None}
SYMBOLS = {Strength.PRIMARY: "●", Strength.SUPPORTING: "○"}


@dataclass(frozen=True, slots=True)
class Cell:
    story: Story
    value: Value
    tag: Tag | None

    @property
    def next(self) -> str:
        """The strength that one press sets; "" takes the tag away."""
        return NEXT[Strength(self.tag.strength) if self.tag else None] or ""

    @property
    def symbol(self) -> str:
        """Drafts stand in parentheses."""
        if not self.tag:
            return "·"
        symbol = SYMBOLS[Strength(self.tag.strength)]
        return f"({symbol})" if self.story.status == Status.DRAFT else symbol

    @property
    def words(self) -> str:
        """The cell for a screen reader."""
        state = self.tag.strength if self.tag else "not tagged"
        draft = ", draft" if self.tag and self.story.status == Status.DRAFT else ""
        return f"{self.value}: {state}{draft}"


@dataclass(frozen=True, slots=True)
class Row:
    story: Story
    cells: tuple[Cell, ...]


def matrix(standing: Standing, stories: Iterable[Story]) -> list[Row]:
    """A row a story, a cell a value, values in the order of `standing.value_rows`."""
    return [Row(story, tuple(cell_of(standing, story, row.value) for row in standing.value_rows)) for story in stories]


def cell_of(standing: Standing, story: Story, value: Value) -> Cell:
    return Cell(story, value, standing.tags_of.get(story.pk, {}).get(value.pk))
