"""What an owner's stories and answers really cover: the level of each value and each question.

A level is a claim, so every result carries the ids of the stories and answers it rests on. A suggestion is never
called coverage, archived stories never count, and percentages are rounded down.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from stories.core.choices import Fit, QuestionKind, Status, Strength
from stories.core.hold_ups import Weakness

Id = Hashable
DEFAULT_TARGET = 2
OVERUSED_AT = 3
SEVERELY_OVERUSED_AT = 5


class Level(StrEnum):
    """How well something is covered; members come worst first."""

    @property
    def rank(self) -> int:
        return list(type(self)).index(self)


class ValueLevel(Level):
    """How well the stories show a value, worst first."""

    MISSING = "missing"
    DRAFT = "draft"
    THIN = "thin"
    COVERED = "covered"


class QuestionLevel(Level):
    """How well the answers cover a question, worst first.

    Missing where there is no story, where none answers it as the owner has said, or where no story can; open while they
    haven't decided.
    """

    MISSING = "missing"
    OPEN = "open"
    DRAFT = "draft"
    COVERED = "covered"


class Flag(StrEnum):
    """A risk that a level doesn't show."""

    ONLY_ANSWER = "only answer"
    SINGLE_STORY = "single story"
    TOO_LONG = "too long"
    TOO_SHORT = "too short"
    OVERUSED = "overused"
    SEVERE = "severe"
    NOT_PRACTISED = "not practised"
    STALE = "stale"
    """It was told, and will be fading on the day."""


@dataclass(frozen=True, slots=True)
class StoryFact:
    id: Id
    status: Status
    """What it counts as, whatever its owner marked it."""


@dataclass(frozen=True, slots=True)
class TagFact:
    story: Id
    value: Id
    strength: Strength


@dataclass(frozen=True, slots=True)
class QuestionFact:
    id: Id
    primary: frozenset[Id] = frozenset()
    """The values that the question probes first."""
    kind: QuestionKind = QuestionKind.EPISODE


@dataclass(frozen=True, slots=True)
class AnswerFact:
    id: Id
    question: Id
    story: Id
    fit: Fit
    weaknesses: tuple[Weakness, ...] = ()
    """Those of its telling, whatever its story and its fit."""


class Source(StrEnum):
    """What somebody says without a story."""

    PREPARED = "prepared answer"
    OPINION = "opinion"
    """Of the concept that the question is about."""


@dataclass(frozen=True, slots=True)
class PreparedFact:
    question: Id
    source: Source
    weaknesses: tuple[Weakness, ...] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that coverage is computed from: one owner's stories, tags and answers, in the order to show them."""

    values: Sequence[Id]
    questions: Sequence[QuestionFact]
    stories: Sequence[StoryFact]
    tags: Sequence[TagFact]
    answers: Sequence[AnswerFact]
    refused: Set[Id] = frozenset()
    """The questions that none of the stories answers, as their owner has said."""
    prepared: Sequence[PreparedFact] = ()
    """What is said without a story; it counts for the questions that take that."""


@dataclass(frozen=True, slots=True)
class ValueCoverage:
    value: Id
    level: ValueLevel
    target: int
    ready: tuple[Id, ...]
    draft: tuple[Id, ...]
    primary: tuple[Id, ...]
    """The ready stories that carry the value as primary."""
    primary_drafts: tuple[Id, ...] = ()
    """The drafts that do."""

    @property
    def flags(self) -> tuple[Flag, ...]:
        return (Flag.SINGLE_STORY,) if len(self.ready) == 1 else ()


@dataclass(frozen=True, slots=True)
class QuestionCoverage:
    question: Id
    level: QuestionLevel
    answers: tuple[AnswerFact, ...]
    """Those from stories that aren't archived: first those that cover it, then from ready stories, then by fit."""
    weaknesses: Mapping[Id, tuple[Weakness, ...]]
    """Answer → why it doesn't cover the question; empty for one that does."""
    flags: tuple[Flag, ...]
    kind: QuestionKind = QuestionKind.EPISODE
    prepared: tuple[PreparedFact, ...] = ()
    """What can be said without a story: first what covers it."""

    @property
    def holding(self) -> tuple[AnswerFact, ...]:
        """The answers that cover it."""
        return tuple(answer for answer in self.answers if not self.weaknesses[answer.id])

    @property
    def is_prepared(self) -> bool:
        """Whether it is covered without a story."""
        return any(not prepared.weaknesses for prepared in self.prepared)


@dataclass(frozen=True, slots=True)
class Coverage:
    values: tuple[ValueCoverage, ...]
    questions: tuple[QuestionCoverage, ...]
    uses: Mapping[Id, int]
    """Story → the number of questions whose best answer comes from it; only ready stories that are used."""

    @property
    def values_covered(self) -> int:
        return sum(value.level == ValueLevel.COVERED for value in self.values)

    @property
    def questions_covered(self) -> int:
        return sum(question.level == QuestionLevel.COVERED for question in self.questions)

    @property
    def values_percent(self) -> int:
        return percent(self.values_covered, len(self.values))

    @property
    def questions_percent(self) -> int:
        return percent(self.questions_covered, len(self.questions))


def percent(part: int, whole: int) -> int:
    """The share of `part` in `whole`, rounded down, so only the whole is 100; 0 where `whole` is 0."""
    return 100 * part // whole if whole else 0


def cover(library: Library, *, target: int = DEFAULT_TARGET) -> Coverage:
    """The level of every value and question; `target` is the number of ready stories wanted for each value."""
    status = {story.id: story.status for story in library.stories if story.status != Status.ARCHIVED}
    tags = _by_strength(library, status)
    answers = rank_answers(library.answers, status)
    best_stories = (ranked[0].story for ranked in answers.values())
    uses = Counter(story for story in best_stories if status[story] == Status.READY)
    return Coverage(
        values=tuple(_cover_values(library.values, tags, status, target)),
        questions=tuple(_cover_questions(library, status, answers, uses)),
        uses=uses,
    )


def _by_strength(library: Library, status: Mapping[Id, Status]) -> list[TagFact]:
    """The tags of stories that count: primary ones first, then in the order of the stories."""
    order = {story: place for place, story in enumerate(status)}
    tags = [tag for tag in library.tags if tag.story in status]
    return sorted(tags, key=lambda tag: (tag.strength != Strength.PRIMARY, order[tag.story]))


def _cover_values(
    values: Iterable[Id], tags: Iterable[TagFact], status: Mapping[Id, Status], target: int
) -> Iterable[ValueCoverage]:
    tags_of = _by_value(tags)
    for value in values:
        ready = [tag for tag in tags_of[value] if status[tag.story] == Status.READY]
        drafts = [tag for tag in tags_of[value] if status[tag.story] == Status.DRAFT]
        primary = tuple(tag.story for tag in ready if tag.strength == Strength.PRIMARY)
        yield ValueCoverage(
            value=value,
            level=value_level(ready=len(ready), draft=len(drafts), primary=len(primary), target=target),
            target=target,
            ready=tuple(tag.story for tag in ready),
            draft=tuple(tag.story for tag in drafts),
            primary=primary,
            primary_drafts=tuple(tag.story for tag in drafts if tag.strength == Strength.PRIMARY),
        )


def _by_value(tags: Iterable[TagFact]) -> Mapping[Id, list[TagFact]]:
    by_value: dict[Id, list[TagFact]] = defaultdict(list)
    for tag in tags:
        by_value[tag.value].append(tag)
    return by_value


def value_level(*, ready: int, draft: int, primary: int, target: int) -> ValueLevel:
    """The level of a value by how many stories carry it; `primary` counts the ready ones that do so as primary."""
    if not ready:
        return ValueLevel.DRAFT if draft else ValueLevel.MISSING
    if ready < target or not primary:
        return ValueLevel.THIN
    return ValueLevel.COVERED


def _cover_questions(
    library: Library,
    status: Mapping[Id, Status],
    answers: Mapping[Id, tuple[AnswerFact, ...]],
    uses: Mapping[Id, int],
) -> Iterable[QuestionCoverage]:
    prepared_for = _prepared_by_question(library)
    for question in library.questions:
        ranked = answers.get(question.id, ())
        weaknesses = {answer.id: weaknesses_of(answer, status[answer.story]) for answer in ranked}
        prepared = prepared_for.get(question.id, ())
        told = [*weaknesses.values(), *(each.weaknesses for each in prepared)]
        has_choice = bool(status) and question.kind.takes_story and question.id not in library.refused
        yield QuestionCoverage(
            question=question.id,
            level=_question_level(told, has_choice=has_choice),
            answers=ranked,
            weaknesses=weaknesses,
            flags=tuple(_question_flags(ranked, told, uses)),
            kind=question.kind,
            prepared=prepared,
        )


def _prepared_by_question(library: Library) -> Mapping[Id, tuple[PreparedFact, ...]]:
    """What can be said without a story, by the questions that take that."""
    taking = {question.id for question in library.questions if question.kind.takes_prepared}
    by_question: dict[Id, tuple[PreparedFact, ...]] = defaultdict(tuple)
    for prepared in sorted(library.prepared, key=lambda each: bool(each.weaknesses)):
        if prepared.question in taking:
            by_question[prepared.question] += (prepared,)
    return by_question


def rank_answers(answers: Iterable[AnswerFact], status: Mapping[Id, Status]) -> dict[Id, tuple[AnswerFact, ...]]:
    """The answers of each question, best first: that cover it, from a ready story, by fit, then in the order given.

    `status` holds the stories that count; answers from others are left out.
    """
    fits = list(Fit)
    by_question: dict[Id, list[AnswerFact]] = defaultdict(list)
    for answer in answers:
        if answer.story in status:
            by_question[answer.question].append(answer)

    def rank(answer: AnswerFact) -> tuple[bool, bool, int]:
        story = status[answer.story]
        return bool(weaknesses_of(answer, story)), story != Status.READY, fits.index(answer.fit)

    return {question: tuple(sorted(given, key=rank)) for question, given in by_question.items()}


def weaknesses_of(answer: AnswerFact, story: Status) -> tuple[Weakness, ...]:
    """Why an answer doesn't cover its question; empty if it does. `story` is what its story counts as."""
    draft = (Weakness.DRAFT,) if story != Status.READY else ()
    stretch = (Weakness.STRETCH,) if answer.fit == Fit.STRETCH else ()
    return (*stretch, *draft, *answer.weaknesses)


def _question_level(told: Sequence[tuple[Weakness, ...]], *, has_choice: bool) -> QuestionLevel:
    """`told` has the weaknesses of each answer, with a story or without."""
    if () in told:
        return QuestionLevel.COVERED
    if told:
        return QuestionLevel.DRAFT
    return QuestionLevel.OPEN if has_choice else QuestionLevel.MISSING


def _question_flags(
    ranked: Sequence[AnswerFact], told: Sequence[tuple[Weakness, ...]], uses: Mapping[Id, int]
) -> Iterable[Flag]:
    """`told` has the weaknesses of the `ranked` answers and then those of what is said without a story."""
    if told.count(()) == told[: len(ranked)].count(()) == 1:
        yield Flag.ONLY_ANSWER
    if told:
        yield from (_TIMES[weakness] for weakness in told[0] if weakness in _TIMES)
    used = uses.get(ranked[0].story, 0) if ranked else 0
    if used >= OVERUSED_AT:
        yield Flag.OVERUSED
    if used >= SEVERELY_OVERUSED_AT:
        yield Flag.SEVERE


_TIMES = {Weakness.TOO_LONG: Flag.TOO_LONG, Weakness.TOO_SHORT: Flag.TOO_SHORT}
