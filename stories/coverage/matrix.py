"""The matrices of coverage, computed before any HTML exists: stories, questions and topics by what covers them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from stories.core.choices import Fit, Status, Strength
from stories.core.coverage import Id, QuestionLevel
from stories.coverage.snapshot import Answered, QuestionRow, Snapshot, Tagged, ValueRow
from stories.enums import FITS
from stories.models import Question, Story, Topic, Value

NEXT = {None: Strength.SUPPORTING, Strength.SUPPORTING: Strength.PRIMARY, Strength.PRIMARY: None}
SYMBOLS = {Strength.PRIMARY: "●", Strength.SUPPORTING: "○"}
EXTENT_SYMBOLS = {"all": "●", "some": "◐", "none": "○"}
_WEIGHTS = {Strength.PRIMARY: 0, Strength.SUPPORTING: 1, None: 2}
FIT_SYMBOLS = {Fit.STRONG: "●", Fit.OK: "◐", Fit.STRETCH: "◌"}


def _of_story(symbol: str, counted: Status) -> str:
    """What comes from a story that isn't ready is in parentheses."""
    return f"({symbol})" if counted == Status.DRAFT else symbol


class Cell(NamedTuple):
    """Story by value."""

    story: Story
    value: Value
    tag: Tagged | None
    counted: Status
    """What the story counts as."""

    @property
    def state(self) -> "CellState":
        return CellState(self.tag.strength if self.tag else None, self.counted)

    @property
    def words(self) -> str:
        """What a screen reader says for the cell."""
        return f"{self.value}: {self.state.words}"


class CellState(NamedTuple):
    """What a cell shows, whatever its story and its value."""

    strength: Strength | None
    counted: Status
    """What the story counts as."""

    @property
    def next(self) -> str:
        """The strength that a press sets; "" removes the tag."""
        return NEXT[self.strength] or ""

    @property
    def symbol(self) -> str:
        return _of_story(SYMBOLS[self.strength], self.counted) if self.strength else "·"

    @property
    def words(self) -> str:
        if not self.strength:
            return "not tagged"
        return f"{self.strength}, not ready" if self.counted == Status.DRAFT else self.strength


@dataclass(frozen=True, slots=True)
class Row:
    story: Story
    counted: Status
    """What the story counts as."""
    cells: tuple[Cell, ...]


def matrix(snapshot: Snapshot, stories: Iterable[Story], values: Sequence[Value] | None = None) -> list[Row]:
    """One row per story, one cell per value: those that are named, or all in the order of `snapshot.value_rows`."""
    shown = [row.value for row in snapshot.value_rows] if values is None else values
    by_pk = [(value.pk, value) for value in shown]
    return [_row(snapshot, story, by_pk) for story in stories]


def _row(snapshot: Snapshot, story: Story, by_pk: Iterable[tuple[Id, Value]]) -> Row:
    tags, counted = snapshot.tags_of.get(story.pk, {}), snapshot.counted[story.pk]
    return Row(story, counted, tuple(Cell(story, value, tags.get(pk), counted) for pk, value in by_pk))


@dataclass(frozen=True, slots=True)
class ValueList:
    """What a phone shows instead of a column: a value with the stories that show it."""

    row: ValueRow
    cells: Sequence[Cell]
    is_whole: bool
    """Whether it has the stories without a tag too, to tag one."""


def value_lists(rows: Sequence[Row], value_rows: Iterable[ValueRow], *, is_whole: bool = False) -> list[ValueList]:
    """One list per column of the matrix, the strongest tags first."""
    return [
        ValueList(value_row, _of_column([row.cells[column] for row in rows], is_whole=is_whole), is_whole)
        for column, value_row in enumerate(value_rows)
    ]


def _of_column(cells: Iterable[Cell], *, is_whole: bool) -> list[Cell]:
    return sorted((cell for cell in cells if cell.tag or is_whole), key=weight_of_cell)


def weight_of_cell(cell: Cell) -> tuple[int, bool]:
    """The lighter, the stronger: primary, supporting, not tagged; ready stories before others."""
    return _WEIGHTS[cell.tag.strength if cell.tag else None], cell.counted == Status.DRAFT


def cell_of(snapshot: Snapshot, story: Story, value: Value) -> Cell:
    return Cell(story, value, snapshot.tags_of.get(story.pk, {}).get(value.pk), snapshot.counted[story.pk])


class AnswerCell(NamedTuple):
    """Question by story."""

    question: Question
    story: Story
    answer: Answered | None
    is_offered: bool
    """Whether the story is one of those to choose from."""
    counted: Status
    """What the story counts as."""

    @property
    def state(self) -> "AnswerState":
        return AnswerState(self.answer.fit if self.answer else None, self.is_offered, self.counted)

    @property
    def symbol(self) -> str:
        return self.state.symbol

    @property
    def words(self) -> str:
        """What a screen reader says for the cell."""
        return f"{self.story}: {self.state.words}"

    @property
    def says_something(self) -> bool:
        return self.answer is not None or self.is_offered


class AnswerState(NamedTuple):
    """What a cell shows, whatever its question and its story."""

    fit: Fit | None
    is_offered: bool
    counted: Status
    """What the story counts as."""

    @property
    def symbol(self) -> str:
        if self.fit:
            return _of_story(FIT_SYMBOLS[self.fit], self.counted)
        return _of_story("◇", self.counted) if self.is_offered else "·"

    @property
    def words(self) -> str:
        draft = ", not ready" if self.counted == Status.DRAFT else ""
        if self.fit:
            return f"answers it, {FITS[self.fit].lower()}{draft}"
        return f"one of the closest{draft}" if self.is_offered else "no answer"


@dataclass(frozen=True, slots=True)
class AnswerRow:
    row: QuestionRow
    cells: tuple[AnswerCell, ...]

    @property
    def telling(self) -> list[AnswerCell]:
        """The cells that say something, the best first."""
        return sorted((cell for cell in self.cells if cell.says_something), key=weight_of_answer)


def related_stories(snapshot: Snapshot, rows: Sequence[QuestionRow]) -> list[Story]:
    """The stories that answer any of the questions, those that answer the most first; then those offered for one."""
    asked = tuple(row.question.pk for row in rows)
    return snapshot.once(("related stories", asked), lambda: _related_stories(snapshot, rows))


def _related_stories(snapshot: Snapshot, rows: Iterable[QuestionRow]) -> list[Story]:
    answers, offers = Counter[Id](), Counter[Id]()
    for row in rows:
        answers.update({answer.story_id for answer in row.answers})
        offers.update(snapshot.offered[row.question.pk])
    related = [pk for pk in snapshot.stories if pk in answers or pk in offers]
    return [snapshot.stories[pk] for pk in sorted(related, key=lambda pk: (-answers[pk], -offers[pk]))]


def weight_of_answer(cell: AnswerCell) -> tuple[int, bool]:
    """The lighter, the better: by fit, then one of the closest, then nothing; ready stories before others."""
    fits = list(Fit)
    place = fits.index(cell.answer.fit) if cell.answer else len(fits) + (not cell.is_offered)
    return place, cell.counted == Status.DRAFT


def answer_matrix(snapshot: Snapshot, rows: Iterable[QuestionRow], stories: Collection[Story]) -> list[AnswerRow]:
    """One row per question, one cell per story."""
    return [AnswerRow(row, tuple(answer_cells_of(snapshot, row, stories))) for row in rows]


def answer_cells_of(snapshot: Snapshot, row: QuestionRow, stories: Iterable[Story]) -> Iterator[AnswerCell]:
    answers = {answer.story_id: answer for answer in row.answers}
    question, offered, counted = row.question, set(snapshot.offered[row.question.pk]), snapshot.counted
    for story in stories:
        pk = story.pk
        yield AnswerCell(question, story, answers.get(pk), pk in offered, counted[pk])


@dataclass(frozen=True, slots=True)
class TopicCell:
    """Value by topic: how many of the questions that probe the value are covered."""

    value: Value
    topic: Topic
    covered: int
    questions: int

    @property
    def share(self) -> float:
        """Of the questions that are covered; less than nothing where there is no question."""
        return self.covered / self.questions if self.questions else -1

    @property
    def extent(self) -> str:
        if not self.covered:
            return "none"
        return "all" if self.covered == self.questions else "some"

    @property
    def symbol(self) -> str:
        return EXTENT_SYMBOLS[self.extent] if self.questions else "·"

    @property
    def words(self) -> str:
        """What a screen reader says for the cell."""
        if not self.questions:
            return f"{self.topic}: no question"
        return f"{self.topic}: {self.covered} of {self.questions} covered"


@dataclass(frozen=True, slots=True)
class TopicRow:
    row: ValueRow
    cells: tuple[TopicCell, ...]


def topics_of(rows: Iterable[QuestionRow]) -> list[Topic]:
    """The topics of the questions, in the order of the bank."""
    topics = {row.question.topic_id: row.question.topic for row in rows}
    return sorted(topics.values(), key=lambda topic: topic.position)


def topic_matrix(snapshot: Snapshot, rows: Sequence[QuestionRow]) -> list[TopicRow]:
    """One row per value, gaps first; one cell per topic of the questions."""
    questions, covered = _count(rows), _count(row for row in rows if row.coverage.level == QuestionLevel.COVERED)
    topics = topics_of(rows)
    return [
        TopicRow(
            row,
            tuple(
                TopicCell(row.value, topic, covered[row.value.pk][topic.pk], questions[row.value.pk][topic.pk])
                for topic in topics
            ),
        )
        for row in snapshot.value_rows
    ]


def _count(rows: Iterable[QuestionRow]) -> Mapping[Id, Counter[int]]:
    """Value → topic → how many of the questions probe the value, as primary or secondary."""
    counts: dict[Id, Counter[int]] = defaultdict(Counter)
    for row in rows:
        for value in row.probes:
            counts[value][row.question.topic_id] += 1
    return counts
