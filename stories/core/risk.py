"""What hangs by a thread: what rests on a single story, and what would fall without it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from stories.core.choices import Status
from stories.core.coverage import (
    OVERUSED_AT,
    SEVERELY_OVERUSED_AT,
    Coverage,
    Flag,
    Id,
    Level,
    Library,
    QuestionCoverage,
    ValueCoverage,
    cover,
)

T = TypeVar("T", ValueCoverage, QuestionCoverage)


@dataclass(frozen=True, slots=True)
class Change:
    """A value or question whose level would change."""

    id: Id
    before: Level
    after: Level


@dataclass(frozen=True, slots=True)
class Loss:
    """What an owner would lose with a story."""

    values: tuple[Change, ...]
    """Those whose level would fall, the lowest afterwards first."""
    questions: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Overuse:
    """A story that is the best answer of too many questions."""

    story: Id
    questions: tuple[Id, ...]
    is_severe: bool


@dataclass(frozen=True, slots=True)
class Risks:
    overused: tuple[Overuse, ...]
    """The most used first."""
    single_story: tuple[ValueCoverage, ...]
    only_answer: tuple[QuestionCoverage, ...]


def loss_of(story: Id, library: Library, coverage: Coverage, *, target: int) -> Loss:
    """What would fall if the story were archived or deleted; `coverage` is that of the library with it."""
    stories = [replace(fact, status=Status.ARCHIVED) if fact.id == story else fact for fact in library.stories]
    without = cover(replace(library, stories=stories), target=target)
    return Loss(
        values=_fallen(coverage.values, without.values, lambda value: value.value),
        questions=_fallen(coverage.questions, without.questions, lambda question: question.question),
    )


def _fallen(before: Sequence[T], after: Sequence[T], id_of: Callable[[T], Id]) -> tuple[Change, ...]:
    pairs = zip(before, after, strict=True)
    fallen = [Change(id_of(old), old.level, new.level) for old, new in pairs if new.level.rank < old.level.rank]
    return tuple(sorted(fallen, key=lambda change: (change.after.rank, -change.before.rank)))


def risks(coverage: Coverage) -> Risks:
    """Everything that rests on one story or one answer, and the stories used too often."""
    return Risks(
        overused=tuple(_overused(coverage)),
        single_story=tuple(value for value in coverage.values if Flag.SINGLE_STORY in value.flags),
        only_answer=tuple(question for question in coverage.questions if Flag.ONLY_ANSWER in question.flags),
    )


def _overused(coverage: Coverage) -> Iterable[Overuse]:
    used = [(story, count) for story, count in coverage.uses.items() if count >= OVERUSED_AT]
    for story, count in sorted(used, key=lambda pair: -pair[1]):
        answered = (question for question in coverage.questions if question.answers)
        questions = tuple(question.question for question in answered if question.answers[0].story == story)
        yield Overuse(story, questions, is_severe=count >= SEVERELY_OVERUSED_AT)
